package io.llmdevops.copilot.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people say them.
public final class Humane {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Humane() {}

  /// The two largest units: `8 s`, `4 min`, `1 h 12 min`, `2 d 3 h`.
  public static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds < 600 && seconds % 60 != 0
          ? seconds / 60 + " min " + seconds % 60 + " s"
          : seconds / 60 + " min";
    }
    long hours = seconds / 3600;
    return hours < 24
        ? hours + " h " + seconds / 60 % 60 + " min"
        : hours / 24 + " d " + hours % 24 + " h";
  }

  public static String ago(Instant then, Instant now) {
    return span(Duration.between(then, now)) + " ago";
  }

  /// The time of day in the user's zone; with the date when it is not of the last twelve hours.
  public static String moment(Instant then, Instant now, ZoneId zone) {
    boolean near = Duration.between(then, now).abs().compareTo(Duration.ofHours(12)) < 0;
    return (near ? CLOCK : DAY).withZone(zone).format(then);
  }
}
