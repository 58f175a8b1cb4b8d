package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.sources.Labels;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One episode in which one watched series left its expected range.
public record Signal(UUID id, Origin origin, Deviation deviation, @Nullable UUID incident) {

  /// The labels in which what measures outgoing calls says whom it calls.
  public static final List<String> CALLEE_LABELS = List.of("client_name", "server_address");

  /// Where the signal comes from. `seriesKey` is unique within the watch.
  public record Origin(
      String watch, String seriesKey, String service, SignalKind kind, String unit, Labels labels) {

    /// "payment", or "checkout → payment" where only the calls of one to the other are measured.
    public String place() {
      return Signal.place(service, labels);
    }
  }

  /// @see Origin#place()
  public static String place(String service, Labels labels) {
    return CALLEE_LABELS.stream()
        .flatMap(label -> labels.get(label).stream())
        .findFirst()
        .map(callee -> service + " → " + callee)
        .orElse(service);
  }

  /// What was seen. `onset` is the estimated start of the deviation, `firedAt` the time of the
  /// sample that opened the episode, `endedAt` null while it lasts.
  public record Deviation(
      Instant onset,
      Instant firedAt,
      @Nullable Instant endedAt,
      Direction direction,
      Measure measure) {}

  /// `score` lies in 0..1; `strength` counts robust standard deviations; the others are in the
  /// series' unit.
  public record Measure(
      double score,
      double strength,
      double observed,
      double expected,
      double lower,
      double upper) {}

  public enum Direction {
    UP,
    DOWN
  }
}
