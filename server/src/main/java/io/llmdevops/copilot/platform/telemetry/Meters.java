package io.llmdevops.copilot.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/// How features count: by name (dots become underscores on `/metrics`, counters end in `_total`)
/// and pairs of label and value. Values of labels come from small closed sets, never from input.
@Singleton
public class Meters {
  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
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
}
