package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// The visitors of the shop. They arrive whether or not the shop is fast (an open system): when it
/// gets slow, more of them wait at the same time, up to a limit.
final class LoadGenerator implements Runnable {

  private static final int MOST_WAITING = 500;

  /// Few enough that a JVM that still compiles answers them in time.
  private static final int WARM_UP_AT_ONCE = 12;

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final ServiceClient client;
  private final ArrivalRate rate;
  private final RandomGenerator random;
  private final ShopTime time;
  private final ExecutorService threads;
  private final Semaphore places = new Semaphore(MOST_WAITING);

  LoadGenerator(
      ServiceClient client,
      double perSecond,
      RandomGenerator random,
      ShopTime time,
      ExecutorService threads) {
    this.client = client;
    this.rate = new ArrivalRate(perSecond, random);
    this.random = random;
    this.time = time;
    this.threads = threads;
  }

  /// Sends visitors until the thread is interrupted.
  @Override
  public void run() {
    long opened = time.nanos().getAsLong();
    // Each arrival is planned from the last plan, not from now: late wake-ups don't lower the rate.
    long next = opened;
    try {
      while (true) {
        next += rate.nextGap(Duration.ofNanos(next - opened)).toNanos();
        long wait = next - time.nanos().getAsLong();
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
        var visit = draw();
        if (places.tryAcquire()) {
          threads.execute(() -> visit(visit, places));
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /// Makes so many visits, a few at a time, and waits for the last to end.
  void warmUp(int visits) {
    var warmUpPlaces = new Semaphore(WARM_UP_AT_ONCE);
    try {
      for (int i = 0; i < visits; i++) {
        warmUpPlaces.acquire();
        var visit = draw();
        threads.execute(() -> visit(visit, warmUpPlaces));
      }
      warmUpPlaces.acquire(WARM_UP_AT_ONCE);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void visit(ShopMap.Visit visit, Semaphore taken) {
    try {
      client.send(ShopMap.ENTRANCE, visit.method(), visit.uri(), PATIENCE);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      taken.release();
    }
  }

  private ShopMap.Visit draw() {
    double left = random.nextDouble();
    var visits = ShopMap.visits();
    for (var visit : visits) {
      left -= visit.share();
      if (left < 0) {
        return visit;
      }
    }
    return visits.getLast();
  }
}
