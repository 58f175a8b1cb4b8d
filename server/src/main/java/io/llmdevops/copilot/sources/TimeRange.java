package io.llmdevops.copilot.sources;

import java.time.Duration;
import java.time.Instant;

/// Both ends included, a sample each `step`, as in the Prometheus range API.
public record TimeRange(Instant start, Instant end, Duration step) {
  public TimeRange {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("range ends at " + end + ", before its start " + start);
    }
    if (step.toMillis() <= 0) {
      throw new IllegalArgumentException("step must be at least 1 ms, was " + step);
    }
  }

  /// The largest number of samples that one series can have in this range.
  public long points() {
    return Duration.between(start, end).dividedBy(step) + 1;
  }
}
