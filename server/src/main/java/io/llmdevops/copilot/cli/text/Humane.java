package io.llmdevops.copilot.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Measured values and times as people say them.
public final class Humane {
  private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final List<String> COUNTS = List.of("", "k", "M", "G");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Humane() {}

  /// @param unit one of those that the API names: `s`, `ratio`, `bytes`, `req/s`, ...
  public static String quantity(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "no data";
    }
    return switch (unit) {
      case "s" -> seconds(value);
      case "ratio", "s/s" -> digits(value * 100) + " %";
      case "bytes" -> scaled(value, 1024, BYTES);
      case "bytes/s" -> scaled(value, 1024, BYTES) + "/s";
      case "" -> scaled(value, 1000, COUNTS).strip();
      case "1/s" -> scaled(value, 1000, COUNTS).strip() + "/s";
      default -> scaled(value, 1000, COUNTS).strip() + " " + unit;
    };
  }

  private static String seconds(double value) {
    double size = Math.abs(value);
    if (size < 0.001 && size > 0) {
      return digits(value * 1e6) + " µs";
    }
    if (size < 1) {
      return digits(value * 1e3) + " ms";
    }
    return size < 120 ? digits(value) + " s" : digits(value / 60) + " min";
  }

  private static String scaled(double value, double base, List<String> prefixes) {
    int step = 0;
    double rest = value;
    while (Math.abs(rest) >= base && step < prefixes.size() - 1) {
      rest /= base;
      step++;
    }
    return digits(rest) + " " + prefixes.get(step);
  }

  /// Three digits that count.
  private static String digits(double number) {
    double size = Math.abs(number);
    if (size < 0.0005) {
      return "0";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return decimals == 0 ? text : text.replaceAll("\\.?0+$", "");
  }

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
