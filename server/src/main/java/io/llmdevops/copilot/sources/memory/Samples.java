package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.sources.Labels;

/// A copy of what one stored series holds in some range, in ascending time.
@SuppressWarnings("ArrayRecordComponent")
record Samples(Labels labels, long[] times, double[] values) {
  /// Marks the end of a series, so that its last value is not carried on for the whole lookback:
  /// Prometheus' own bit pattern (`value.StaleNaN`).
  static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  static boolean isStale(double value) {
    return Double.doubleToRawLongBits(value) == 0x7ff0000000000002L;
  }

  int size() {
    return times.length;
  }
}
