package io.llmdevops.copilot.incidents.detection;

/// How a point fits into the time of its series.
public enum Arrival {
  FIRST,
  /// On time: the usual interval, give or take.
  NEXT,
  /// After a hole of several intervals: what came before is no context any more.
  AFTER_GAP,
  /// The clock was set back for good; time starts again here, with the statistics kept.
  CLOCK_STEP,
  /// Older than the newest point: dropped.
  LATE,
  /// The same time as the newest point: dropped.
  DUPLICATE,
  /// Not a number, infinite, or too large to calculate with: dropped, as if nothing had come.
  MISSING;

  boolean accepted() {
    return switch (this) {
      case FIRST, NEXT, AFTER_GAP, CLOCK_STEP -> true;
      case LATE, DUPLICATE, MISSING -> false;
    };
  }

  boolean breaksContext() {
    return this == AFTER_GAP || this == CLOCK_STEP;
  }
}
