package io.llmdevops.copilot.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The metrics of one life of one service: a restart starts with an empty registry, as a new
/// process would. Written in the [Prometheus text format
/// 0.0.4](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
final class MetricsRegistry {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private record Family(String help, String type, Map<Labels, Series> series) {}

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  Series.Counter counter(String name, String help, Labels labels) {
    return series(name, help, "counter", labels, Series.Counter.class, Series.Counter::new);
  }

  Series.Histogram histogram(String name, String help, Labels labels) {
    return series(name, help, "histogram", labels, Series.Histogram.class, Series.Histogram::new);
  }

  /// A counter that is kept elsewhere and read at each scrape.
  void counter(String name, String help, Labels labels, DoubleSupplier value) {
    var reading = new Series.Reading(value);
    series(name, help, "counter", labels, Series.Reading.class, () -> reading);
  }

  void gauge(String name, String help, Labels labels, DoubleSupplier value) {
    var reading = new Series.Reading(value);
    series(name, help, "gauge", labels, Series.Reading.class, () -> reading);
  }

  void summary(
      String name, String help, Labels labels, DoubleSupplier count, DoubleSupplier seconds) {
    var summary = new Series.Summary(count, seconds);
    series(name, help, "summary", labels, Series.Summary.class, () -> summary);
  }

  /// All metrics as one scrape sees them.
  String exposition() {
    var out = new StringBuilder(8192);
    families.forEach((name, family) -> {
      out.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
      out.append("# TYPE ").append(name).append(' ').append(family.type).append('\n');
      family.series.forEach((labels, series) -> series.writeTo(out, name, labels));
    });
    return out.toString();
  }

  private <S extends Series> S series(
      String name, String help, String type, Labels labels, Class<S> kind, Supplier<S> fresh) {
    var family =
        families.computeIfAbsent(name, n -> new Family(help, type, new ConcurrentHashMap<>()));
    if (!family.type.equals(type)) {
      throw new IllegalStateException(name + " is a " + family.type + ", not a " + type);
    }
    return kind.cast(family.series.computeIfAbsent(labels, l -> fresh.get()));
  }
}
