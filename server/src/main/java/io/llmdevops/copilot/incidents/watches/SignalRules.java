package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import java.time.Duration;
import java.util.Map;

/// When an unusual value is worth telling somebody. A detector judges a series against its own
/// past, so on a very quiet one it finds differences that hurt nobody.
final class SignalRules {
  /// A ratio is drawn to 0 as if this many further requests had gone well: one failure of three
  /// requests is no 33 %.
  private static final double GOOD_REQUESTS_ASSUMED = 10;

  private static final double LEAST_FAILED_REQUESTS = 5;
  private static final double LEAST_TIMED_REQUESTS = 10;

  /// Of fewer requests the 99th percentile is the slowest one, and that is often half as slow
  /// again. It has to double.
  private static final double REQUESTS_OF_A_P99 = 100;

  private static final Map<String, Double> PER_BASE_UNIT = Map.of("ms", 1_000.0, "us", 1_000_000.0);

  private final WatchDefinition watch;
  private final WatchSettings.Floor floor;
  private final double windowSeconds;

  /// @param window what the rates of the watch are taken over
  SignalRules(WatchDefinition watch, WatchSettings settings, Duration window) {
    this.watch = watch;
    this.floor = settings.floor(watch.measure().kind());
    this.windowSeconds = window.toMillis() / 1000.0;
  }

  /// The value as the detector is to see it.
  ///
  /// @param traffic requests a second behind the value; NaN where unknown
  double weighted(double value, double traffic) {
    if (watch.measure().kind() != SignalKind.ERROR_RATIO || !Double.isFinite(traffic)) {
      return value;
    }
    double requests = Math.max(0, traffic) * windowSeconds;
    return value * requests / (requests + GOOD_REQUESTS_ASSUMED);
  }

  /// Whether a point of an episode is a reason to open a signal.
  boolean worth(Reading reading, double observed, double traffic) {
    Signal.Measure measure = reading.measure();
    double expected = measure.expected();
    if (!Double.isFinite(expected) || within(measure)) {
      return false;
    }
    Signal.Direction direction = directionOf(measure);
    boolean ofTheEpisode =
        reading.stage() == Reading.Stage.FOUND || reading.direction() == direction;
    return ofTheEpisode
        && bad(direction)
        && !isOnlyTheStart(reading, direction)
        && largeEnough(observed, expected)
        && !isOneSlowRequest(observed, expected, traffic)
        && enoughTraffic(observed, traffic);
  }

  /// The side of the expected value on which the point lies.
  static Signal.Direction directionOf(Signal.Measure measure) {
    return measure.observed() >= measure.expected() ? Signal.Direction.UP : Signal.Direction.DOWN;
  }

  private static boolean within(Signal.Measure measure) {
    return measure.observed() >= measure.lower() && measure.observed() <= measure.upper();
  }

  private boolean bad(Signal.Direction direction) {
    return switch (watch.measure().badness()) {
      case EITHER -> true;
      case UP -> direction == Signal.Direction.UP;
      case DOWN -> direction == Signal.Direction.DOWN;
    };
  }

  /// A service that has just been started, or found, gets its first visitors: that is no surge.
  private boolean isOnlyTheStart(Reading reading, Signal.Direction direction) {
    return watch.measure().kind() == SignalKind.REQUEST_RATE
        && direction == Signal.Direction.UP
        && reading.young();
  }

  private boolean largeEnough(double observed, double expected) {
    double change = Math.abs(observed - expected);
    String unit = watch.measure().unit();
    // A ratio of something that is usually counted in bytes or cores: a twentieth of the whole.
    double least =
        unit.equals("ratio") && !watch.measure().kind().unit().equals("ratio")
            ? 0.05
            : floor.absolute() * PER_BASE_UNIT.getOrDefault(unit, 1.0);
    return change >= least && change >= floor.relative() * Math.abs(expected);
  }

  private boolean isOneSlowRequest(double observed, double expected, double traffic) {
    return watch.measure().kind() == SignalKind.LATENCY_P99
        && traffic * windowSeconds < REQUESTS_OF_A_P99
        && observed < 2 * expected;
  }

  private boolean enoughTraffic(double observed, double traffic) {
    if (!Double.isFinite(traffic)) {
      return true;
    }
    double requests = traffic * windowSeconds;
    return switch (watch.measure().kind()) {
      case ERROR_RATIO -> requests * observed >= LEAST_FAILED_REQUESTS;
      case LATENCY_MEAN, LATENCY_P99 -> requests >= LEAST_TIMED_REQUESTS;
      case REQUEST_RATE,
          CPU,
          MEMORY,
          GC_PAUSE,
          POOL_USE,
          QUEUE_LENGTH,
          RESTARTS,
          DISK_USE,
          NETWORK,
          AVAILABILITY,
          CUSTOM ->
          true;
    };
  }
}
