package io.llmdevops.copilot.benchmarks.nab;

/// A labelled anomaly window as indices into its series, both ends included.
public record NabWindow(int first, int last) {

  public NabWindow {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no window from %d to %d".formatted(first, last));
    }
  }

  /// Number of points inside.
  public int width() {
    return last - first + 1;
  }

  public boolean contains(int index) {
    return index >= first && index <= last;
  }
}
