package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;

/// What the loop counts: `copilot_watch_cycles_total` by result, `copilot_watch_points_total`,
/// `copilot_watch_lag_seconds` (age of an interval's end when it was done),
/// `copilot_watch_dropped_total` by reason, and `copilot_watch_signals_total` by change.
final class WatchMeters {
  /// Why a point, a series or a memory was left out.
  enum Drop {
    OUTSIDE_RANGE,
    NOT_FINITE,
    SERIES_LIMIT,
    LABEL_LIMIT,
    DAMAGED_STATE,
    SKIPPED_INTERVAL
  }

  enum Outcome {
    DONE,
    SKIPPED,
    IDLE,
    OVERTAKEN,
    FAILED
  }

  private enum Change {
    OPENED,
    REOPENED,
    WORSENED,
    CLOSED
  }

  private final Meters meters;

  WatchMeters(Meters meters) {
    this.meters = meters;
    // All there before the first one happens, or a rate would miss it.
    for (Outcome outcome : Outcome.values()) {
      meters.add("copilot.watch.cycles", 0, "result", tag(outcome));
    }
    for (Drop reason : Drop.values()) {
      meters.add("copilot.watch.dropped", 0, "reason", tag(reason));
    }
    for (Change change : Change.values()) {
      meters.add("copilot.watch.signals", 0, "change", tag(change));
    }
  }

  void cycle(Outcome outcome) {
    meters.count("copilot.watch.cycles", "result", tag(outcome));
  }

  void dropped(Drop reason, long count) {
    if (count > 0) {
      meters.add("copilot.watch.dropped", (double) count, "reason", tag(reason));
    }
  }

  void committed(CycleResult result, Duration behind) {
    meters.add("copilot.watch.points", result.points());
    meters.observe("copilot.watch.lag.seconds", behind.toMillis() / 1000.0);
    for (SignalChange change : result.changes()) {
      Change name =
          switch (change) {
            case SignalChange.Opened opened -> Change.OPENED;
            case SignalChange.Reopened reopened -> Change.REOPENED;
            case SignalChange.Worsened worsened -> Change.WORSENED;
            case SignalChange.Closed closed -> Change.CLOSED;
          };
      meters.count("copilot.watch.signals", "change", tag(name));
    }
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }
}
