package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition, and fails the test with its name when it does not come true.
final class Await {

  private static final Duration LONGEST = Duration.ofSeconds(40);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /// The first value that there is.
  static <T> T value(String what, Supplier<Optional<T>> source) {
    long begun = System.nanoTime();
    var value = source.get();
    while (value.isEmpty()) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
      value = source.get();
    }
    return value.get();
  }
}
