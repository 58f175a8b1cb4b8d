package io.llmdevops.copilot.sources.recorded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that began at `begin` when `base` showed `started`, and has run at `speed` times its
/// pace since.
public record ReplayClock(InstantSource base, Instant started, Instant begin, double speed)
    implements InstantSource {

  public ReplayClock {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be above zero, was " + speed);
    }
  }

  @Override
  public Instant instant() {
    double elapsed = Duration.between(started, base.instant()).toMillis();
    return begin.plusMillis(Math.round(elapsed * speed));
  }
}
