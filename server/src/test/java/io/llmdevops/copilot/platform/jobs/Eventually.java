package io.llmdevops.copilot.platform.jobs;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that happens on another thread or in another process.
public final class Eventually {
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Eventually() {}

  /// Throws with `what` if the condition does not hold within `limit`.
  public static void await(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// Waits long enough for most things to happen on a busy machine.
  public static void await(String what, BooleanSupplier condition) {
    await(what, Duration.ofSeconds(30), condition);
  }
}
