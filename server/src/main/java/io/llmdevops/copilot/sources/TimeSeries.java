package io.llmdevops.copilot.sources;

/// Samples of one series in ascending time. `timestamps` are epoch milliseconds; `values` are in
/// the unit of the query and may be NaN or infinite, as Prometheus delivers them. The arrays are
/// not copied (a range answer holds millions of samples): who makes a series gives them away.
@SuppressWarnings("ArrayRecordComponent")
public record TimeSeries(Labels labels, long[] timestamps, double[] values) {
  public TimeSeries {
    if (timestamps.length != values.length) {
      throw new IllegalArgumentException(
          "series %s has %d timestamps and %d values"
              .formatted(labels, timestamps.length, values.length));
    }
    for (int i = 1; i < timestamps.length; i++) {
      if (timestamps[i] <= timestamps[i - 1]) {
        throw new IllegalArgumentException(
            "series %s is not in ascending time at sample %d".formatted(labels, i));
      }
    }
  }

  public int size() {
    return timestamps.length;
  }
}
