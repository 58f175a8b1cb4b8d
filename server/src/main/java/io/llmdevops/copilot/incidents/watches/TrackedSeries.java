package io.llmdevops.copilot.incidents.watches;

/// The memory of one series, when it last had a point (in epoch milliseconds), and whether it is in
/// an episode that is a finding rather than the repetition of an earlier one.
final class TrackedSeries {
  private final SeriesMemory memory;
  private long lastPoint;
  private boolean finding;

  TrackedSeries(SeriesMemory memory, long lastPoint, boolean finding) {
    this.memory = memory;
    this.lastPoint = lastPoint;
    this.finding = finding;
  }

  SeriesMemory memory() {
    return memory;
  }

  long lastPoint() {
    return lastPoint;
  }

  boolean finding() {
    return finding;
  }

  Reading observe(long epochMillis, double value) {
    lastPoint = Math.max(lastPoint, epochMillis);
    Reading reading = memory.observe(epochMillis, value);
    finding =
        switch (reading.stage()) {
          case QUIET, REPEATS -> false;
          case FOUND -> true;
          case CONTINUES -> finding;
        };
    return reading;
  }
}
