package io.llmdevops.copilot.platform.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Asks every [Sampled] again and again, from a thread of its own: a scrape never waits for the
/// database, and that the jobs stand still is noticed by somebody who is not a job. A value that
/// could not be read is `NaN`, never the one of before.
public final class Samples implements AutoCloseable {
  /// Half of the usual scrape interval, so that a scrape never sees the same value twice.
  public static final Duration EVERY = Duration.ofSeconds(15);

  private static final Logger LOG = Logger.getLogger(Samples.class);

  private final List<Sampled> sampled;
  private final Map<String, Double> last = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public Samples(List<Sampled> sampled, Meters meters) {
    this.sampled = List.copyOf(sampled);
    for (Sampled one : sampled) {
      for (String name : one.names()) {
        meters.gauge(name, this, samples -> samples.value(name));
      }
    }
  }

  public void start() {
    Thread.ofVirtual().name("samples").start(this::readOn);
  }

  private void readOn() {
    try {
      do {
        read();
      } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void read() {
    for (Sampled one : sampled) {
      try {
        last.putAll(one.sample());
      } catch (RuntimeException e) {
        // The database is away, which others say louder; an exception here would end the thread.
        LOG.debugf(e, "%s cannot be read", one.names());
        one.names().forEach(last::remove);
      }
    }
  }

  private double value(String name) {
    return last.getOrDefault(name, Double.NaN);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
