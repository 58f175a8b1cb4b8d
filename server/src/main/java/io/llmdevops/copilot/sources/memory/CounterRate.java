package io.llmdevops.copilot.sources.memory;

import java.util.OptionalDouble;

/// `rate()` of Prometheus (promql/functions.go, `extrapolatedRate`, as of version 3): the increase
/// between the first and the last sample, with resets added back, extrapolated to the ends of the
/// window when samples come close enough to them.
final class CounterRate {
  /// A sample up to 10 % further from the end than the samples are apart is "close enough".
  private static final double CLOSE = 1.1;

  private CounterRate() {}

  /// The rate per second over (`end` - `window`, `end`], in milliseconds, from the samples `from`
  /// (included) to `to` (excluded), all within that window. Two samples at least are needed.
  static OptionalDouble of(Samples samples, int from, int to, long end, long window) {
    int first = -1;
    int last = -1;
    int count = 0;
    double increase = 0;
    for (int i = from; i < to; i++) {
      double value = samples.values()[i];
      if (Samples.isStale(value)) {
        continue;
      }
      if (first < 0) {
        first = i;
      } else {
        double before = samples.values()[last];
        increase += value < before ? value : value - before;
      }
      last = i;
      count++;
    }
    if (count < 2) {
      return OptionalDouble.empty();
    }
    double sampled = (samples.times()[last] - samples.times()[first]) / 1000.0;
    double toStart = (samples.times()[first] - (end - window)) / 1000.0;
    double toEnd = (end - samples.times()[last]) / 1000.0;
    double apart = sampled / (count - 1);
    if (toStart >= apart * CLOSE) {
      toStart = apart / 2;
    }
    double begin = samples.values()[first];
    if (increase > 0 && begin >= 0) {
      // A counter cannot have been below zero: don't extrapolate beyond where it would have been.
      toStart = Math.min(toStart, sampled * (begin / increase));
    }
    if (toEnd >= apart * CLOSE) {
      toEnd = apart / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    return OptionalDouble.of(increase * factor / (window / 1000.0));
  }
}
