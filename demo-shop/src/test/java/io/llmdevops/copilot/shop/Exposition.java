package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A strict reader of the Prometheus text format 0.0.4, written apart from the code that writes it.
record Exposition(List<Sample> samples, Map<String, String> types) {

  record Sample(String name, Map<String, String> labels, double value) {}

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(?:,|$)");

  static Exposition parse(String text) {
    assertThat(text).endsWith("\n");
    var samples = new ArrayList<Sample>();
    var types = new HashMap<String, String>();
    Set<Object> seen = new HashSet<>();
    var family = "";
    for (var line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        continue;
      }
      if (line.startsWith("# TYPE ")) {
        var words = line.split(" ", -1);
        family = words[2];
        assertThat(types.put(family, words[3])).as("second TYPE of " + family).isNull();
        continue;
      }
      var sample = sample(line);
      assertThat(belongs(sample.name, family, types.getOrDefault(family, "none")))
          .as(line)
          .isTrue();
      assertThat(seen.add(List.of(sample.name, sample.labels))).as("twice: " + line).isTrue();
      samples.add(sample);
    }
    return new Exposition(samples, types);
  }

  /// The sum over all series of this name that have these labels (name, value, name, value...).
  double sum(String name, String... labels) {
    return samples.stream()
        .filter(s -> s.name.equals(name) && has(s.labels, labels))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static boolean has(Map<String, String> labels, String... wanted) {
    for (int i = 0; i < wanted.length; i += 2) {
      if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
        return false;
      }
    }
    return true;
  }

  private static Sample sample(String line) {
    var matcher = SAMPLE.matcher(line);
    assertThat(matcher.matches()).as("a sample: " + line).isTrue();
    var labels = new HashMap<String, String>();
    var text = matcher.group(2) == null ? "" : matcher.group(2);
    var label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      assertThat(label.find(at) && label.start() == at).as("labels of " + line).isTrue();
      assertThat(labels.put(label.group(1), label.group(2))).as("label twice: " + line).isNull();
      at = label.end();
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  private static boolean belongs(String name, String family, String type) {
    return switch (type) {
      case "counter", "gauge" -> name.equals(family);
      case "summary" -> name.equals(family + "_count") || name.equals(family + "_sum");
      case "histogram" ->
          name.equals(family + "_bucket")
              || name.equals(family + "_count")
              || name.equals(family + "_sum");
      default -> false;
    };
  }
}
