package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.SavedView;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The shapes of incidents and what belongs to them, as the API gives them out. They are flat, and
/// stay as they are when the records inside change.
final class IncidentJson {
  private IncidentJson() {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Slice<T>(List<T> items, @Nullable String next) {
    static <A, B> Slice<B> of(Page<A> page, Function<A, B> shape) {
      return new Slice<>(page.items().stream().map(shape).toList(), page.next().orElse(null));
    }

    static <A, B> Slice<B> of(List<A> all, Function<A, B> shape) {
      return new Slice<>(all.stream().map(shape).toList(), null);
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record IncidentBody(
      UUID id,
      String label,
      long version,
      String title,
      String status,
      String severity,
      String service,
      List<String> services,
      int signals,
      int openSignals,
      int alerts,
      int openAlerts,
      Instant startedAt,
      Instant detectedAt,
      @Nullable Instant acknowledgedAt,
      @Nullable String acknowledgedBy,
      @Nullable Instant mitigatedAt,
      @Nullable Instant resolvedAt,
      @Nullable String resolvedBy,
      Instant updatedAt,
      int reopenedCount,
      boolean flapping,
      @Nullable UUID mergedInto,
      String explanation,
      @Nullable String headline) {

    static IncidentBody of(Incident incident) {
      return new IncidentBody(
          incident.id(),
          incident.label(),
          incident.version(),
          incident.title(),
          word(incident.state().status()),
          word(incident.state().severity()),
          incident.scope().service(),
          incident.scope().services(),
          incident.scope().counts().signals(),
          incident.scope().counts().openSignals(),
          incident.scope().counts().alerts(),
          incident.scope().counts().openAlerts(),
          incident.times().startedAt(),
          incident.times().detectedAt(),
          incident.times().acknowledgedAt(),
          incident.state().acknowledgedBy(),
          incident.times().mitigatedAt(),
          incident.times().resolvedAt(),
          incident.state().resolvedBy(),
          incident.times().updatedAt(),
          incident.state().reopenedCount(),
          incident.state().flapping(),
          incident.state().mergedInto(),
          word(incident.explanation().progress()),
          incident.explanation().headline());
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record EntryBody(
      long sequence, Instant at, String kind, String actor, String text, Map<String, String> data) {
    static EntryBody of(TimelineEntry entry) {
      return new EntryBody(
          entry.sequence(),
          entry.at(),
          word(entry.kind()),
          entry.actor(),
          entry.text(),
          entry.data());
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record AlertBody(
      UUID id,
      String receiver,
      String fingerprint,
      String name,
      String service,
      String severity,
      String status,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable String generatorUrl,
      @Nullable String note,
      Instant startsAt,
      @Nullable Instant endsAt,
      Instant receivedAt,
      long receiveCount,
      @Nullable UUID incident) {
    static AlertBody of(Alert alert) {
      return new AlertBody(
          alert.id(),
          alert.origin().receiver(),
          alert.origin().fingerprint(),
          alert.content().name(),
          alert.content().service(),
          word(alert.content().severity()),
          word(alert.status()),
          alert.content().labels().values(),
          alert.content().annotations().values(),
          alert.origin().generatorUrl(),
          alert.origin().note(),
          alert.times().startsAt(),
          alert.times().endsAt(),
          alert.times().receivedAt(),
          alert.times().receiveCount(),
          alert.incident());
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record SignalBody(
      UUID id,
      String watch,
      String service,
      String kind,
      String unit,
      Map<String, String> labels,
      String direction,
      Instant onset,
      Instant firedAt,
      @Nullable Instant endedAt,
      double score,
      double strength,
      double observed,
      double expected,
      @Nullable UUID incident) {
    static SignalBody of(Signal signal) {
      Signal.Deviation deviation = signal.deviation();
      return new SignalBody(
          signal.id(),
          signal.origin().watch(),
          signal.origin().service(),
          word(signal.origin().kind()),
          signal.origin().unit(),
          signal.origin().labels().values(),
          word(deviation.direction()),
          deviation.onset(),
          deviation.firedAt(),
          deviation.endedAt(),
          deviation.measure().score(),
          deviation.measure().strength(),
          deviation.measure().observed(),
          deviation.measure().expected(),
          signal.incident());
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record SuspectBody(
      int rank,
      String service,
      String kind,
      String role,
      double score,
      @Nullable Instant onset,
      @Nullable Double before,
      @Nullable Double during,
      String unit,
      String statement,
      List<UUID> evidence) {
    static SuspectBody of(Suspect suspect) {
      return new SuspectBody(
          suspect.rank(),
          suspect.service(),
          word(suspect.kind()),
          word(suspect.role()),
          suspect.score(),
          suspect.change().onset(),
          suspect.change().before(),
          suspect.change().during(),
          suspect.change().unit(),
          suspect.statement(),
          suspect.evidence());
    }
  }

  /// `result` is the stored answer itself; `sha256` is the hash of its text.
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record EvidenceBody(
      UUID id,
      UUID incident,
      String kind,
      String title,
      String source,
      String query,
      Instant rangeStart,
      Instant rangeEnd,
      long stepMs,
      String unit,
      String sha256,
      Instant capturedAt,
      @JsonRawValue String result) {
    static EvidenceBody of(Evidence evidence) {
      return new EvidenceBody(
          evidence.id(),
          evidence.incident(),
          evidence.kind(),
          evidence.title(),
          evidence.query().source(),
          evidence.query().text(),
          evidence.query().range().start(),
          evidence.query().range().end(),
          evidence.query().range().step().toMillis(),
          evidence.query().unit(),
          evidence.answer().sha256(),
          evidence.answer().capturedAt(),
          evidence.answer().json());
    }
  }

  public record MatcherBody(String label, String operator, String value) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record WindowBody(
      UUID id,
      String kind,
      List<MatcherBody> matchers,
      Instant startsAt,
      Instant endsAt,
      String reason,
      String createdBy,
      Instant createdAt) {
    static WindowBody of(MaintenanceWindow window) {
      return new WindowBody(
          window.id(),
          word(window.kind()),
          window.matchers().stream()
              .map(m -> new MatcherBody(m.label(), m.operator().symbol(), m.value()))
              .toList(),
          window.startsAt(),
          window.endsAt(),
          window.reason(),
          window.createdBy(),
          window.createdAt());
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ViewBody(UUID id, String name, String query, Instant createdAt) {
    static ViewBody of(SavedView view) {
      return new ViewBody(view.id(), view.name(), view.query(), view.createdAt());
    }
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
