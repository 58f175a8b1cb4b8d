package io.llmdevops.copilot.llm.routing;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How much one provider is asked at once and in a minute, from this pod.
final class Admission {
  /// How soon somebody who waits notices that it was cancelled.
  private static final long SLICE_MS = 50;

  private final int parallel;
  private final Semaphore places;
  private final Rate rate;

  Admission(int parallel, OptionalInt requestsPerMinute) {
    this.parallel = parallel;
    this.places = new Semaphore(parallel, true);
    this.rate = new Rate(requestsPerMinute);
  }

  /// Waits for a place; then [#leave()] must follow. False when none came free in time.
  boolean enter(Duration patience, BooleanSupplier cancelled) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean placed = places.tryAcquire();
    while (!placed && System.nanoTime() < deadline && !cancelled.getAsBoolean()) {
      placed = places.tryAcquire(SLICE_MS, TimeUnit.MILLISECONDS);
    }
    if (!placed) {
      return false;
    }
    while (!rate.take()) {
      if (System.nanoTime() >= deadline || cancelled.getAsBoolean()) {
        places.release();
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(SLICE_MS);
    }
    return true;
  }

  void leave() {
    places.release();
  }

  int inFlight() {
    return parallel - places.availablePermits();
  }

  /// A bucket that holds ten seconds' worth, and at least one.
  private static final class Rate {
    private static final double NANOS_A_MINUTE = 60e9;

    private final double perNano;
    private final double size;
    private double tokens;
    private long filled = System.nanoTime();

    Rate(OptionalInt perMinute) {
      this.perNano =
          perMinute.isPresent() ? perMinute.getAsInt() / NANOS_A_MINUTE : Double.POSITIVE_INFINITY;
      this.size = perMinute.isPresent() ? Math.max(1, perMinute.getAsInt() / 6.0) : 1;
      this.tokens = size;
    }

    synchronized boolean take() {
      if (Double.isInfinite(perNano)) {
        return true;
      }
      long now = System.nanoTime();
      tokens = Math.min(size, tokens + (now - filled) * perNano);
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
