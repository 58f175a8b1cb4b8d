package io.llmdevops.copilot.platform.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// One limit for the whole shutdown: requests, jobs, intake and correlation end one after the
/// other, and what the first ones take is not there for the last ones.
public final class StopDeadline {
  /// Even the last in the row gets to end what takes no time.
  private static final Duration LEAST = Duration.ofMillis(500);

  private static final long RUNNING = 0;

  private final Duration limit;
  private final AtomicLong end = new AtomicLong(RUNNING);

  public StopDeadline(Duration limit) {
    this.limit = limit;
  }

  /// The first sign of the shutdown; later ones change nothing.
  public void begin() {
    end.compareAndSet(RUNNING, Math.max(1, System.nanoTime() + limit.toNanos()));
  }

  /// What is left of the limit, and all of it before the shutdown has begun.
  public Duration left() {
    long ends = end.get();
    if (ends == RUNNING) {
      return limit;
    }
    Duration left = Duration.ofNanos(ends - System.nanoTime());
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }
}
