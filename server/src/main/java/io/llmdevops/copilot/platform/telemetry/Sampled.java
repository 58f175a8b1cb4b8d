package io.llmdevops.copilot.platform.telemetry;

import java.util.Map;
import java.util.Set;

/// Gauges whose values cost a query. See [Samples] for who asks, and when.
public interface Sampled {
  /// As in [Meters].
  Set<String> names();

  /// A value for each of the names.
  Map<String, Double> sample();
}
