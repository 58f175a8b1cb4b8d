package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.TimeSeries;
import java.util.Arrays;
import java.util.Optional;

/// The values of one group at each step, and how many series each was made from; no series, no
/// value.
final class Column {
  private final double[] values;
  private final int[] counts;

  Column(int steps) {
    values = new double[steps];
    counts = new int[steps];
  }

  boolean has(int step) {
    return counts[step] > 0;
  }

  double value(int step) {
    return values[step];
  }

  void set(int step, double value) {
    values[step] = value;
    counts[step] = 1;
  }

  void fold(int step, double value, Aggregate aggregate) {
    double before = values[step];
    values[step] =
        counts[step]++ == 0
            ? value
            : switch (aggregate) {
              case SUM, AVG -> before + value;
              case MIN -> value < before || Double.isNaN(before) ? value : before;
              case MAX -> value > before || Double.isNaN(before) ? value : before;
            };
  }

  /// Turns the sums of `AVG` into means.
  void divideByCounts() {
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 1) {
        values[i] /= counts[i];
        counts[i] = 1;
      }
    }
  }

  /// Empty when no step has a value.
  Optional<TimeSeries> series(Labels labels, Steps steps) {
    long[] times = new long[values.length];
    double[] present = new double[values.length];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (has(i)) {
        times[size] = steps.at(i);
        present[size++] = values[i];
      }
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new TimeSeries(labels, Arrays.copyOf(times, size), Arrays.copyOf(present, size)));
  }
}
