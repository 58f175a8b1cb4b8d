package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How watches run. What an operator may set of it is documented at [WatchesConfig].
record WatchSettings(Cycle cycle, Limits limits, Map<SignalKind, Floor> floors) {
  WatchSettings {
    floors = Map.copyOf(floors);
  }

  /// @param interval the grid of discovered watches
  /// @param lag how long a source is given to have all samples of an interval; null: one interval
  /// @param deadline the longest that a source may take to answer
  /// @param mostIntervals how many a single cycle takes on when it has to catch up
  /// @param catchUp what is further behind than this is skipped
  /// @param warmUp how far in the past a new watch begins to learn
  /// @param patience how long a partial answer is refused before it is taken as it is
  /// @param clockTolerance how far the clock of this pod may be from the database's
  record Cycle(
      Duration interval,
      @Nullable Duration lag,
      Duration deadline,
      int mostIntervals,
      Duration catchUp,
      Duration warmUp,
      Duration patience,
      Duration clockTolerance) {
    Cycle {
      if (warmUp.compareTo(catchUp) > 0) {
        throw new IllegalArgumentException(
            "copilot.watches.warm-up (%s) must not be longer than catch-up (%s)"
                .formatted(warmUp, catchUp));
      }
      if (mostIntervals < 1) {
        throw new IllegalArgumentException("at least 1 interval a cycle, was " + mostIntervals);
      }
    }

    Duration lagFor(WatchDefinition watch) {
      return lag == null ? watch.interval() : lag;
    }
  }

  /// @param labels the longest notation of a label set, in characters
  record Limits(int seriesPerWatch, int seriesInTotal, int labels) {}

  /// The least change that is worth a signal, however unusual it is for the series.
  ///
  /// @param absolute difference to the expected value, in the kind's own unit
  /// @param relative the same as a share of the expected value
  record Floor(double absolute, double relative) {
    static final Floor NONE = new Floor(0, 0);
  }

  /// Where nothing is configured.
  static final Map<SignalKind, Floor> FLOORS =
      Map.ofEntries(
          Map.entry(SignalKind.REQUEST_RATE, new Floor(0.5, 0.2)),
          Map.entry(SignalKind.ERROR_RATIO, new Floor(0.01, 0)),
          Map.entry(SignalKind.LATENCY_MEAN, new Floor(0.005, 0.1)),
          Map.entry(SignalKind.LATENCY_P99, new Floor(0.01, 0.1)),
          Map.entry(SignalKind.CPU, new Floor(0.05, 0.1)),
          Map.entry(SignalKind.MEMORY, new Floor(32 * 1024 * 1024, 0.05)),
          Map.entry(SignalKind.GC_PAUSE, new Floor(0.02, 0)),
          Map.entry(SignalKind.POOL_USE, new Floor(0.25, 0)),
          Map.entry(SignalKind.QUEUE_LENGTH, new Floor(2, 0.1)),
          Map.entry(SignalKind.DISK_USE, new Floor(0.01, 0)),
          Map.entry(SignalKind.NETWORK, new Floor(100_000, 0.2)),
          Map.entry(SignalKind.AVAILABILITY, new Floor(0.01, 0)));

  Floor floor(SignalKind kind) {
    return floors.getOrDefault(kind, Floor.NONE);
  }
}
