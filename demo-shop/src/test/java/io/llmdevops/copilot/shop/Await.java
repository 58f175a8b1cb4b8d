package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, and fails the test with its name when it does not come true.
final class Await {

  private static final Duration LONGEST = Duration.ofSeconds(40);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
