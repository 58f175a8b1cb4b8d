package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.Survey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What lies around the incidents: what is watched, what deviated, which services there are and who
/// calls whom, and what happened lately.
@ApplicationScoped
public class Overview {
  private final Jdbi jdbi;
  private final InstantSource time;

  public Overview(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  /// One watch and how its cycles go. `watermark` is the end of the last interval that was
  /// processed; `error` what the last cycle ended with, if it failed.
  public record WatchState(
      String id,
      String name,
      String origin,
      Asked asked,
      Progress progress,
      @Nullable String error) {

    public record Asked(String source, SignalKind kind, String query, long everyMillis) {}

    public record Progress(
        boolean enabled, long series, @Nullable Instant watermark, @Nullable Instant lastCycleAt) {}
  }

  /// All watches together.
  public record Watching(long watches, long series, @Nullable Instant lastCycleAt) {}

  /// One service and the times in which series of it deviated.
  public record ServiceActivity(String service, List<Episode> episodes) {
    public ServiceActivity {
      episodes = List.copyOf(episodes);
    }
  }

  /// `end` is null while it lasts.
  public record Episode(Instant start, @Nullable Instant end) {}

  public record Call(String caller, String callee) {}

  /// One line of some incident's timeline.
  public record Happening(long incident, TimelineEntry entry) {}

  public Watching watching() {
    return jdbi.withHandle(Survey::watching);
  }

  /// Those with an error first, then by name; at most 500.
  public List<WatchState> watches() {
    return jdbi.withHandle(Survey::watches);
  }

  /// Newest first, of one service or of all.
  public Page<Signal> signals(Optional<String> service, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> Survey.signals(handle, service, cursor, limit));
  }

  /// Services seen in signals, open incidents or calls since then.
  public List<ServiceActivity> services(Instant since) {
    return jdbi.withHandle(handle -> Survey.services(handle, since));
  }

  /// Calls seen in the last day by which one of `services` calls or is called, and those between
  /// its neighbours.
  public List<Call> callsAround(Set<String> services) {
    Instant since = time.instant().minus(java.time.Duration.ofDays(1));
    return jdbi.withHandle(handle -> Survey.callsAround(handle, services, since));
  }

  /// Newest first.
  public List<Happening> recent(int limit) {
    return jdbi.withHandle(handle -> Survey.recent(handle, limit));
  }
}
