package io.llmdevops.copilot.benchmarks.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Measured times, in milliseconds. Percentiles are of the nearest rank.
final class Latencies {
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  void add(long nanos) {
    millis.add(nanos / 1e6);
  }

  int count() {
    return millis.size();
  }

  double percentile(double percent) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  String told() {
    return "p50 %.1f ms, p99 %.1f ms of %d".formatted(percentile(50), percentile(99), count());
  }
}
