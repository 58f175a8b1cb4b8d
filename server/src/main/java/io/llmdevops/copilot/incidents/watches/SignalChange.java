package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import java.time.Instant;

/// What a cycle changes about the signals of its watch.
sealed interface SignalChange {
  record Opened(Signal signal) implements SignalChange {}

  /// The last signal of the series, if it ended not long ago, is open again.
  record Reopened(Signal signal) implements SignalChange {}

  /// The open signal got clearly worse.
  record Worsened(String seriesKey, Signal.Measure measure) implements SignalChange {}

  record Closed(String seriesKey, Instant at) implements SignalChange {}
}
