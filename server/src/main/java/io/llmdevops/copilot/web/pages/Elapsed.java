package io.llmdevops.copilot.web.pages;

import java.time.Duration;
import java.time.Instant;

/// A span of time in its two largest units: "8 s", "4 min", "1 h 12 min", "2 d 3 h".
public record Elapsed(Duration duration) {
  /// Lets no line break between number and unit.
  private static final String NARROW = "\u00a0";

  public static Elapsed between(Instant start, Instant end) {
    return new Elapsed(Duration.between(start, end));
  }

  public String text() {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return part(seconds, "s");
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return part(minutes, "min");
    }
    long hours = minutes / 60;
    if (hours < 24) {
      return pair(hours, "h", minutes % 60, "min");
    }
    return pair(hours / 24, "d", hours % 24, "h");
  }

  private static String part(long count, String unit) {
    return count + NARROW + unit;
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return small == 0
        ? part(large, largeUnit)
        : part(large, largeUnit) + " " + part(small, smallUnit);
  }
}
