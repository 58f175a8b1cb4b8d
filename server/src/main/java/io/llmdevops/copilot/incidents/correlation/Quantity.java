package io.llmdevops.copilot.incidents.correlation;

import java.util.Locale;

/// A measured value as people write it: two significant figures, and a unit that keeps the number
/// short.
final class Quantity {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Quantity() {}

  static String of(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    return switch (unit) {
      case "ratio" -> number(value * 100) + " %";
      case "s" -> time(value);
      case "ms" -> time(value / 1_000);
      case "us" -> time(value / 1_000_000);
      case "bytes" -> bytes(value);
      case "bytes/s" -> bytes(value) + "/s";
      case "" -> number(value);
      default -> number(value) + " " + unit;
    };
  }

  private static String time(double seconds) {
    double size = Math.abs(seconds);
    if (size >= 120) {
      return number(seconds / 60) + " min";
    }
    if (size >= 1) {
      return number(seconds) + " s";
    }
    return size >= 0.001 || size == 0
        ? number(seconds * 1_000) + " ms"
        : number(seconds * 1_000_000) + " µs";
  }

  private static String bytes(double value) {
    double scaled = value;
    int power = 0;
    while (Math.abs(scaled) >= 1_024 && power < BYTES.length - 1) {
      scaled /= 1_024;
      power++;
    }
    return number(scaled) + " " + BYTES[power];
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 10 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 1 ? "%.1f" : "%.2g", value);
  }
}
