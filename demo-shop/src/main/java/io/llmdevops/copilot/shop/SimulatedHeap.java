package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A model of the heap of one service's process. All services of the shop share one JVM, so the
/// memory that each reports cannot be that JVM's: this class counts bytes and allocates none.
///
/// The model is a generational collector in small: requests fill the young space, a full young
/// space is collected with a pause that stops all requests, and what a leak keeps goes to the old
/// space. The fuller the old space, the smaller the young one, so the collections come more often
/// and take longer: the slow death of a leaking service needs no script.
final class SimulatedHeap {

  /// The part of the free heap that the young space takes.
  private static final double YOUNG_SHARE = 0.6;

  /// Above this part of the limit nothing more can be allocated.
  private static final double FULL = 0.985;

  /// A leak slows down here, as the caches of a real service begin to give way.
  private static final double SLOWER_FROM = 0.85;

  private static final double SHORTEST_PAUSE_SECONDS = 0.004;
  private static final double LONGEST_PAUSE_SECONDS = 0.35;

  /// No request waits longer than this for the collector; the callers' timeouts are near it.
  private static final double MOST_WAITING_SECONDS = 1.5;

  private final HeapSize size;
  private final Duration leakTime;
  private final LongSupplier nanoTime;

  private double young;
  private double leaked;
  private long leakSeenAt;
  private long pauseEndsAt;
  private long pauses;
  private double pausedSeconds;
  private double mostUsed;

  /// @param leakTime how long a leak needs from the healthy state to the full heap
  SimulatedHeap(HeapSize size, Duration leakTime, LongSupplier nanoTime) {
    this.size = size;
    this.leakTime = leakTime;
    this.nanoTime = nanoTime;
    this.leakSeenAt = nanoTime.getAsLong();
    this.pauseEndsAt = leakSeenAt;
    this.mostUsed = size.live();
  }

  /// Allocates for one request.
  ///
  /// @param leaking whether the service leaks now; when it no longer does, what leaked is given
  ///   back
  /// @return false when the heap is full: the process is lost
  synchronized boolean allocate(boolean leaking) {
    long now = nanoTime.getAsLong();
    leaked = leaking ? leaked + leakedSince(leakSeenAt, now) : 0;
    leakSeenAt = now;
    if (old() >= FULL * size.max()) {
      return false;
    }
    young += size.perRequest();
    if (young >= YOUNG_SHARE * (size.max() - old())) {
      collect(now);
    }
    mostUsed = Math.max(mostUsed, old() + young);
    return true;
  }

  /// How long a request that arrives now stands still, in milliseconds.
  synchronized double pauseLeftMillis() {
    return Math.max(0, pauseEndsAt - nanoTime.getAsLong()) / 1e6;
  }

  synchronized double youngBytes() {
    return young;
  }

  synchronized double oldBytes() {
    return old();
  }

  double maxBytes() {
    return size.max();
  }

  /// The largest use so far: memory that the process has taken from the system and not returned.
  synchronized double mostUsedBytes() {
    return mostUsed;
  }

  synchronized double pauses() {
    return pauses;
  }

  synchronized double pausedSeconds() {
    return pausedSeconds;
  }

  private double old() {
    return size.live() + leaked;
  }

  private double leakedSince(long then, long now) {
    double halfTime = leakTime.toNanos() / 2.0;
    double fast = (SLOWER_FROM * size.max() - size.live()) / halfTime;
    double slow = (1 - SLOWER_FROM) * size.max() / halfTime;
    return (now - then) * (old() < SLOWER_FROM * size.max() ? fast : slow);
  }

  private void collect(long now) {
    young = Math.min(young * 0.05, (double) size.perRequest());
    double fullness = old() / size.max();
    double pause =
        SHORTEST_PAUSE_SECONDS
            + (LONGEST_PAUSE_SECONDS - SHORTEST_PAUSE_SECONDS) * Math.pow(fullness, 6);
    long begins = Math.max(now, pauseEndsAt);
    long ends = Math.min(begins + (long) (pause * 1e9), now + (long) (MOST_WAITING_SECONDS * 1e9));
    if (ends > begins) {
      pauses++;
      pausedSeconds += (ends - begins) / 1e9;
      pauseEndsAt = ends;
    }
  }
}
