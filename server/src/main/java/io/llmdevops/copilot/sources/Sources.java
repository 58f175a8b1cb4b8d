package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The configured sources, by name. A server without any still takes alerts.
public final class Sources implements AutoCloseable {
  private final Map<String, MetricSource> metrics;
  private final List<Runnable> closing;

  /// Sources that need no closing.
  public Sources(List<? extends MetricSource> metrics) {
    this(metrics, List.of());
  }

  /// `closing` is what to run when the registry is closed, in order.
  Sources(List<? extends MetricSource> metrics, List<Runnable> closing) {
    Map<String, MetricSource> byName = new LinkedHashMap<>();
    for (MetricSource source : metrics) {
      if (byName.putIfAbsent(source.name(), source) != null) {
        throw new IllegalArgumentException("two sources are called '" + source.name() + "'");
      }
    }
    this.metrics = Collections.unmodifiableMap(byName);
    this.closing = List.copyOf(closing);
  }

  /// In the order of the configuration.
  public Map<String, MetricSource> metrics() {
    return metrics;
  }

  /// Throws [NotFound] and names those that there are.
  public MetricSource metric(String name) {
    MetricSource source = metrics.get(name);
    if (source == null) {
      throw new NotFound(
          "no source is called '%s'; configured: %s"
              .formatted(name, metrics.isEmpty() ? "none" : String.join(", ", metrics.keySet())));
    }
    return source;
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
