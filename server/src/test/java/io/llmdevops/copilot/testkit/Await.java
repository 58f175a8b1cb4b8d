package io.llmdevops.copilot.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Waits for what another thread or process does.
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final Duration STILL = Duration.ofMillis(500);

  private Await() {}

  /// Fails, naming `what`, when the condition does not come true within a minute.
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// Waits until a value has not changed for half a second.
  public static void settled(String what, IntSupplier value) {
    AtomicInteger last = new AtomicInteger(value.getAsInt());
    AtomicLong since = new AtomicLong(System.nanoTime());
    until(
        what + " stay as they are",
        () -> {
          int now = value.getAsInt();
          if (last.getAndSet(now) != now) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > STILL.toNanos();
        });
  }
}
