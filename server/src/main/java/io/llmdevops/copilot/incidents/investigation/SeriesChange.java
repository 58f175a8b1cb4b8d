package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one series differs between the reference time and the incident. `before` and `during` are
/// medians in the series' unit, null where there is no sample. `effect` counts robust standard
/// errors and is positive in the bad direction of the kind. `onset` is the estimated start of the
/// change, null where none can be told.
public record SeriesChange(
    String ref,
    SignalKind kind,
    String metric,
    Direction direction,
    @Nullable Double before,
    @Nullable Double during,
    double effect,
    @Nullable Instant onset) {

  public enum Direction {
    UP,
    DOWN,
    /// It has samples only before the incident.
    VANISHED,
    /// It has samples only during the incident.
    APPEARED
  }
}
