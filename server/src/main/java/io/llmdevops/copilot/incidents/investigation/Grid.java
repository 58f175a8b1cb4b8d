package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.sources.TimeSeries;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;

/// Equal steps of time to the left and right of the incident's start, so that series with different
/// sampling can be compared and added up. Milliseconds.
record Grid(long from, long step, int before, int during) {
  private static final int MOST_STEPS_DURING = 120;
  private static final int MOST_STEPS_BEFORE = 2_000;

  /// The step follows the slowest sampling, but leaves at least three steps of incident unless the
  /// usual sampling itself is slower than that.
  static Grid over(IncidentWindow window, Collection<ServiceSeries> series) {
    long from = window.from().toEpochMilli();
    long length = Math.max(1, window.to().toEpochMilli() - from);
    long[] intervals =
        series.stream()
            .map(s -> medianInterval(s.samples()))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .sorted()
            .toArray();
    long third = Math.max(1, length / 3);
    long step = third;
    if (intervals.length > 0) {
      long usual = intervals[intervals.length / 2];
      long slowest = intervals[intervals.length - 1];
      step = Math.max(usual, Math.min(slowest, third));
    }
    step = Math.max(step, length / MOST_STEPS_DURING);
    long reference = from - window.referenceFrom().toEpochMilli();
    int before = Math.clamp((reference + step - 1) / step, 1, MOST_STEPS_BEFORE);
    return new Grid(from, step, before, (int) ((length + step - 1) / step));
  }

  private static OptionalLong medianInterval(TimeSeries samples) {
    int n = samples.size();
    if (n < 2) {
      return OptionalLong.empty();
    }
    long[] gaps = new long[n - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = samples.timestamps()[i + 1] - samples.timestamps()[i];
    }
    Arrays.sort(gaps);
    return OptionalLong.of(gaps[gaps.length / 2]);
  }

  int size() {
    return before + during;
  }

  double stepSeconds() {
    return step / 1000.0;
  }

  long start() {
    return from - before * step;
  }

  long end() {
    return from + during * step;
  }

  /// The mean of the finite samples of each step; NaN where there is none.
  double[] average(TimeSeries samples) {
    double[] sum = new double[size()];
    int[] count = new int[size()];
    for (int i = 0; i < samples.size(); i++) {
      double value = samples.values()[i];
      long slot = Math.floorDiv(samples.timestamps()[i] - start(), step);
      if (Double.isFinite(value) && slot >= 0 && slot < sum.length) {
        sum[(int) slot] += value;
        count[(int) slot]++;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] = count[i] == 0 ? Double.NaN : sum[i] / count[i];
    }
    return sum;
  }
}
