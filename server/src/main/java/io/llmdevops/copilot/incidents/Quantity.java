package io.llmdevops.copilot.incidents;

import java.util.List;
import java.util.Locale;

/// A measured value as people read it: `0.91 s` becomes "910 ms", a ratio becomes a percentage,
/// bytes count in powers of 1024. Three significant digits; `unit` is one of [SignalKind], or what
/// a configured watch calls it.
public record Quantity(double value, String unit) {
  private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
  private static final List<String> DECIMAL = List.of("", "k", "M", "G", "T");

  /// Joins number and unit without letting a line break between them.
  static final char NARROW = '\u00a0';

  public String text() {
    if (Double.isNaN(value)) {
      return "no data";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    return switch (unit) {
      case "s" -> seconds(value);
      case "ms" -> seconds(value / 1_000);
      case "us" -> seconds(value / 1_000_000);
      case "ratio", "s/s" -> join(digits(value * 100), "%");
      case "bytes" -> scaled(1024, BINARY, "");
      case "bytes/s" -> scaled(1024, BINARY, "/s");
      case "" -> scaled(1000, DECIMAL, "");
      case "1/s" -> scaled(1000, DECIMAL, "/s");
      default -> join(scaled(1000, DECIMAL, "").replace(NARROW, ' ').strip(), unit);
    };
  }

  /// For a terminal and for what is stored, where a search for "42 ms" must find it.
  public String plain() {
    return text().replace(NARROW, ' ');
  }

  /// How this value stands to `before`: a factor where both are large enough to divide, points for
  /// percentages, else nothing.
  public String comparedWith(double before) {
    if (!Double.isFinite(value) || !Double.isFinite(before)) {
      return "";
    }
    if (unit.equals("ratio") && Math.abs(before) < 0.02) {
      double points = (value - before) * 100;
      return (points < 0 ? "−" : "+") + join(digits(Math.abs(points)), "points");
    }
    if (before <= 0 || value <= 0) {
      return "";
    }
    double factor = value / before;
    if (factor >= 1.995 || factor <= 0.5) {
      return "×" + factor(factor);
    }
    double percent = (factor - 1) * 100;
    return (percent < 0 ? "−" : "+") + join(digits(Math.abs(percent)), "%");
  }

  /// Two digits are enough for "six times as long".
  private static String factor(double factor) {
    double unit = Math.pow(10, Math.floor(Math.log10(factor)) - 1);
    return digits(Math.round(factor / unit) * unit);
  }

  private String seconds(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return join("0", "s");
    }
    if (size < 0.000_999_5) {
      return join(digits(value * 1_000_000), "µs");
    }
    if (size < 0.999_5) {
      return join(digits(value * 1000), "ms");
    }
    if (size < 120) {
      return join(digits(value), "s");
    }
    return size < 7200 ? join(digits(value / 60), "min") : join(digits(value / 3600), "h");
  }

  private String scaled(double base, List<String> prefixes, String suffix) {
    double rest = value;
    int step = 0;
    while (Math.abs(rest) >= base * 0.9995 && step < prefixes.size() - 1) {
      rest /= base;
      step++;
    }
    return join(digits(rest), prefixes.get(step) + suffix);
  }

  private static String join(String number, String unit) {
    return unit.isEmpty() ? number : number + NARROW + unit;
  }

  /// Three significant digits without an exponent or trailing zeros; integers stay whole.
  public static String digits(double number) {
    double size = Math.abs(number);
    if (size == 0 || size < 0.000_05) {
      return "0";
    }
    int decimals = (int) Math.clamp(2 - Math.floor(Math.log10(size)), 0, 4);
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    if (text.indexOf('.') >= 0) {
      text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return text.replace('-', '−');
  }
}
