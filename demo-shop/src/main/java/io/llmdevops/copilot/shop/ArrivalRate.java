package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How many visitors come per second: a mean, two slow waves and a little drift, so that no minute
/// is like the one before and none is alarming. Within a second, arrivals are a Poisson process.
final class ArrivalRate {

  private static final double DRIFT_STEP = 0.002;
  private static final double DRIFT_PULL = 0.002;

  private final double meanPerSecond;
  private final RandomGenerator random;
  private double drift;

  ArrivalRate(double meanPerSecond, RandomGenerator random) {
    this.meanPerSecond = meanPerSecond;
    this.random = random;
  }

  /// The time from one visitor to the next.
  ///
  /// @param sinceStart how long the shop has been open
  Duration nextGap(Duration sinceStart) {
    drift += DRIFT_STEP * random.nextGaussian() - DRIFT_PULL * drift;
    return Duration.ofNanos((long) (random.nextExponential() / perSecond(sinceStart) * 1e9));
  }

  /// Within 15 percent of the mean.
  double perSecond(Duration sinceStart) {
    double seconds = sinceStart.toMillis() / 1e3;
    double waves =
        0.06 * Math.sin(2 * Math.PI * seconds / 900) + 0.03 * Math.sin(2 * Math.PI * seconds / 210);
    return meanPerSecond * (1 + waves + Math.clamp(drift, -0.06, 0.06));
  }
}
