package io.llmdevops.copilot.benchmarks.intake;

import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Many senders at once, each on a connection of its own, each sending as soon as it was answered.
final class AlertLoad {
  static final String WEBHOOK = "/api/v1/webhooks/alertmanager";
  static final int SERVICES = 1_500;
  static final int ALERTS_PER_SERVICE = 10;
  static final int ALERTS = SERVICES * ALERTS_PER_SERVICE;

  private final URI server;
  private final int senders;

  AlertLoad(URI server, int senders) {
    this.server = server;
    this.senders = senders;
  }

  /// What a phase came to. `refused` deliveries were answered with 503.
  record Outcome(long alerts, long refused, double seconds, Latencies latencies) {
    double perSecond() {
      return alerts / seconds;
    }
  }

  static Deliveries.Source source(long key) {
    return new Deliveries.Source(key, "service-" + key / ALERTS_PER_SERVICE);
  }

  /// Sends groups of this size for this long, each with random alerts of the set.
  Outcome send(int group, Duration time, long seed) throws Exception {
    AtomicLong alerts = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    Latencies latencies = new Latencies();
    long began = System.nanoTime();
    long end = began + time.toNanos();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < senders; sender++) {
        RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000 + sender);
        running.add(
            threads.submit(() -> {
              try (Wire wire = new Wire(server)) {
                while (System.nanoTime() < end) {
                  deliver(wire, group, random, alerts, refused, latencies);
                }
              }
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return new Outcome(alerts.get(), refused.get(), (System.nanoTime() - began) / 1e9, latencies);
  }

  private static void deliver(
      Wire wire,
      int group,
      RandomGenerator random,
      AtomicLong alerts,
      AtomicLong refused,
      Latencies latencies)
      throws IOException {
    long first = random.nextLong(ALERTS / group) * group;
    List<Deliveries.Source> sources = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      sources.add(source(first + i));
    }
    byte[] body = Deliveries.of(sources);
    long sent = System.nanoTime();
    int status = wire.send("POST", WEBHOOK, body);
    latencies.add(System.nanoTime() - sent);
    switch (status) {
      case 200 -> alerts.addAndGet(group);
      case 503 -> refused.incrementAndGet();
      default -> throw new BenchmarkFailure("a delivery was answered with " + status);
    }
  }

  /// Sends each alert of the set, so that all are open whatever the phases before have drawn.
  void complete() throws IOException {
    try (Wire wire = new Wire(server)) {
      for (int first = 0; first < ALERTS; first += 100) {
        List<Deliveries.Source> sources = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          sources.add(source(first + i));
        }
        if (wire.send("POST", WEBHOOK, Deliveries.of(sources)) != 200) {
          throw new BenchmarkFailure("the set of alerts was not taken");
        }
      }
    }
  }
}
