package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The colours of the design keep the contrast that WCAG 2.2 asks for: 4.5 for text (1.4.3), 3 for
/// the edges of controls (1.4.11).
class TokensTest {
  private static final Path FILE =
      Path.of("src/main/resources/META-INF/resources/assets/css/tokens.css");
  private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");

  /// What is written on what.
  private static final List<List<String>> TEXT =
      List.of(
          List.of("text", "bg", "surface", "raised", "sunken", "accent-soft", "warning-soft"),
          List.of("muted", "bg", "surface", "raised", "sunken"),
          List.of("faint", "bg", "surface"),
          List.of("accent", "bg", "surface", "accent-soft"),
          List.of("on-accent", "accent"),
          List.of("critical", "bg", "surface", "critical-soft"),
          List.of("warning", "bg", "surface", "warning-soft"),
          List.of("info", "bg", "surface", "info-soft"),
          List.of("ok", "bg", "surface", "ok-soft"));

  private static final List<List<String>> EDGES =
      List.of(
          List.of("control", "surface"),
          List.of("accent", "bg", "surface", "raised"),
          List.of("chart-1", "surface"),
          List.of("chart-2", "surface"),
          List.of("chart-3", "surface"),
          List.of("chart-4", "surface"),
          List.of("chart-5", "surface"),
          List.of("chart-6", "surface"));

  /// Light, dark by the system, dark by hand.
  private static List<Map<String, String>> themes() throws IOException {
    String css = Files.readString(FILE);
    return List.of(css.split("\n(?=:root|@media)")).stream()
        .map(TokensTest::tokens)
        .filter(tokens -> !tokens.isEmpty())
        .toList();
  }

  private static Map<String, String> tokens(String block) {
    Map<String, String> tokens = new HashMap<>();
    TOKEN.matcher(block).results().forEach(m -> tokens.put(m.group(1), m.group(2)));
    return tokens;
  }

  @Test
  void both_dark_themes_are_the_same() throws IOException {
    List<Map<String, String>> themes = themes();
    assertThat(themes).hasSize(3);
    assertThat(themes.get(1)).isEqualTo(themes.get(2)).hasSameSizeAs(themes.get(0));
  }

  @Test
  void text_is_readable() throws IOException {
    for (Map<String, String> theme : themes()) {
      assertContrast(theme, TEXT, 4.5);
    }
  }

  @Test
  void controls_and_lines_are_seen() throws IOException {
    for (Map<String, String> theme : themes()) {
      assertContrast(theme, EDGES, 3);
    }
  }

  @Test
  void black_on_white_has_the_highest_contrast_there_is() {
    assertThat(contrast("#000000", "#ffffff")).isEqualTo(21.0);
    assertThat(contrast("#777777", "#777777")).isEqualTo(1.0);
  }

  private static void assertContrast(
      Map<String, String> theme, List<List<String>> pairs, double least) {
    for (List<String> pair : pairs) {
      String front = Objects.requireNonNull(theme.get(pair.getFirst()), pair.getFirst());
      for (String surface : pair.subList(1, pair.size())) {
        String back = Objects.requireNonNull(theme.get(surface), surface);
        assertThat(contrast(front, back))
            .as("%s %s on %s %s", pair.getFirst(), front, surface, back)
            .isGreaterThanOrEqualTo(least);
      }
    }
  }

  private static double contrast(String one, String other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(String color) {
    return 0.2126 * channel(color, 1) + 0.7152 * channel(color, 3) + 0.0722 * channel(color, 5);
  }

  private static double channel(String color, int at) {
    double value = Integer.parseInt(color.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
