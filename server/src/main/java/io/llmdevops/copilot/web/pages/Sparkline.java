package io.llmdevops.copilot.web.pages;

import java.util.List;
import java.util.Locale;

/// A tiny bar chart as the path of an SVG of [#WIDTH] by [#HEIGHT] units. Bars stand on the base
/// line; a count of zero leaves a gap.
public record Sparkline(List<Integer> counts) {
  public static final int WIDTH = 96;
  public static final int HEIGHT = 20;

  public Sparkline {
    counts = List.copyOf(counts);
  }

  public int width() {
    return WIDTH;
  }

  public int height() {
    return HEIGHT;
  }

  public boolean flat() {
    return counts.stream().allMatch(count -> count == 0);
  }

  /// Heights follow the square root, so that one deviation beside a hundred is still seen.
  public String path() {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most == 0) {
      return "";
    }
    double slot = (double) WIDTH / counts.size();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        double height = Math.max(3, (HEIGHT - 2) * Math.sqrt((double) counts.get(i) / most));
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %dv-%.1fh%.1fv%.1fz",
                i * slot,
                HEIGHT - 1,
                height,
                Math.max(1, slot - 1),
                height));
      }
    }
    return path.toString();
  }
}
