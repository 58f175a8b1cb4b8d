package io.llmdevops.copilot.platform.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// How features count: by name (dots become underscores on `/metrics`, counters end in `_total`)
/// and pairs of label and value. Values of labels come from small closed sets, never from input.
@Singleton
public class Meters {
  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Counts into the void: for programs that nobody scrapes.
  public static Meters unread() {
    return new Meters(new CompositeMeterRegistry());
  }

  public void count(String name, String... labels) {
    add(name, 1, labels);
  }

  public void add(String name, double amount, String... labels) {
    registry.counter(name, labels).increment(amount);
  }

  /// One observation of a distribution: count, sum and maximum are shown.
  public void observe(String name, double value, String... labels) {
    registry.summary(name, labels).record(value);
  }

  /// One thing that took its time: count, sum and maximum are shown, in seconds.
  public void time(String name, Duration took, String... labels) {
    registry.timer(name, labels).record(took);
  }

  /// A value that is read whenever somebody looks. `owner` is not kept alive by this.
  public <T> void gauge(String name, T owner, ToDoubleFunction<T> value, String... labels) {
    Gauge.builder(name, owner, value).tags(labels).register(registry);
  }

  /// A total that `owner`, which is not kept alive by this, counts by itself.
  public <T> void total(String name, T owner, ToDoubleFunction<T> total) {
    FunctionCounter.builder(name, owner, total).register(registry);
  }
}
