package io.llmdevops.copilot.benchmarks.nab;

import java.util.List;

/// One labelled series: times in epoch milliseconds (the corpus states no zone: read as UTC),
/// values, and windows in order of time. Not a record, as arrays have no value semantics.
public final class NabSeries {

  private final String folder;
  private final String name;
  private final long[] times;
  private final double[] values;
  private final List<NabWindow> windows;

  NabSeries(String folder, String name, long[] times, double[] values, List<NabWindow> windows) {
    if (times.length != values.length) {
      throw new IllegalArgumentException(
          "%s has %d times and %d values".formatted(name, times.length, values.length));
    }
    this.folder = folder;
    this.name = name;
    this.times = times.clone();
    this.values = values.clone();
    this.windows = List.copyOf(windows);
  }

  public String folder() {
    return folder;
  }

  public String name() {
    return name;
  }

  public List<NabWindow> windows() {
    return windows;
  }

  public int length() {
    return values.length;
  }

  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }
}
