package io.llmdevops.copilot.cli.text;

import java.util.List;

/// A curve in one line of text, in eight heights. Missing values leave a gap.
public final class Sparkline {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /// @param values NaN where there is none
  /// @param width characters at most; more values are put together, and the farthest from the
  ///   median of all stands for them, so that a peak is never lost
  public static String of(List<Double> values, int width) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double[] known =
        values.stream().filter(Double::isFinite).mapToDouble(v -> v).sorted().toArray();
    double median = known.length == 0 ? 0 : known[known.length / 2];
    int columns = Math.min(width, values.size());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      int from = (int) ((long) i * values.size() / columns);
      int to = (int) ((long) (i + 1) * values.size() / columns);
      line.append(bar(farthest(values.subList(from, to), median), low, high));
    }
    return line.toString();
  }

  private static double farthest(List<Double> values, double usual) {
    double chosen = Double.NaN;
    for (double value : values) {
      if (Double.isFinite(value)
          && (Double.isNaN(chosen) || Math.abs(value - usual) > Math.abs(chosen - usual))) {
        chosen = value;
      }
    }
    return chosen;
  }

  private static char bar(double value, double low, double high) {
    if (Double.isNaN(value)) {
      return ' ';
    }
    int top = HEIGHTS.length() - 1;
    return HEIGHTS.charAt(
        high > low ? (int) Math.round((value - low) / (high - low) * top) : top / 2);
  }
}
