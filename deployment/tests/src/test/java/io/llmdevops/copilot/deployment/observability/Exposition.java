package io.llmdevops.copilot.deployment.observability;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Metrics and their labels with all values seen: what a scrape holds, or what a page says that an
/// exporter has (where a label has no values, any is allowed).
record Exposition(Map<String, Map<String, Set<String>>> metrics) {
  private static final Pattern SAMPLE =
      Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:\\\\.|[^\"\\\\])*)\"");

  /// What Prometheus adds by itself.
  private static final Set<String> TARGET = Set.of("job", "instance", "namespace", "pod");

  /// Of a scrape's text. A label of ours that Prometheus needs for itself is renamed as it does.
  static Exposition scraped(String text) {
    Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      Map<String, Set<String>> labels =
          metrics.computeIfAbsent(sample.group(1), name -> new HashMap<>());
      Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
      while (label.find()) {
        String name =
            TARGET.contains(label.group(1)) ? "exported_" + label.group(1) : label.group(1);
        labels.computeIfAbsent(name, key -> new HashSet<>()).add(label.group(2));
      }
    }
    return new Exposition(metrics);
  }

  /// Of the table of exporters in docs/operate/observability.md: lines of "| `metric` | `label`,
  /// ... |".
  static Exposition documented(String page) {
    Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
    Matcher line =
        Pattern.compile("^\\| `([a-zA-Z0-9_:]+)` \\| ([^|]*) \\| [^|]+ \\|$", Pattern.MULTILINE)
            .matcher(page);
    while (line.find()) {
      Map<String, Set<String>> labels = new HashMap<>();
      Pattern.compile("`(\\w+)`")
          .matcher(line.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), Set.of()));
      metrics.put(line.group(1), labels);
    }
    return new Exposition(metrics);
  }

  boolean has(String metric) {
    return metrics.containsKey(metric);
  }

  boolean hasLabel(String metric, String label) {
    return TARGET.contains(label) || metrics.getOrDefault(metric, Map.of()).containsKey(label);
  }

  /// Whether the value, a regular expression or not, is met by one that was seen.
  boolean hasValue(String metric, String label, String value) {
    Collection<String> seen = metrics.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
    return seen.isEmpty() || seen.stream().anyMatch(one -> one.matches(value));
  }
}
