package io.llmdevops.copilot.benchmarks.nab;

import java.util.List;

/// One labelled series: times in epoch milliseconds (the corpus states no zone: read as UTC),
/// values, and windows in order of time. A plain class: arrays make no sense as record components.
public record NabSeries(
    String folder, String name, long[] times, double[] values, List<NabWindow> windows) {

  public NabSeries {
    if (times.length != values.length) {
      throw new IllegalArgumentException(
          "%s has %d times and %d values".formatted(name, times.length, values.length));
    }
    windows = List.copyOf(windows);
  }

  public int length() {
    return values.length;
  }

  public boolean inWindow(int index) {
    return windows.stream().anyMatch(window -> window.contains(index));
  }
}
