package io.llmdevops.copilot.deployment.observability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The rule files, as Prometheus reads them.
final class Rules {
  /// A recording rule has no labels and annotations here.
  record Rule(
      String name,
      boolean alerting,
      String expression,
      Map<String, String> labels,
      Map<String, String> annotations) {}

  private Rules() {}

  static List<Path> files() {
    return Places.files(Places.RULES, ".yaml");
  }

  static List<Rule> all() {
    return files().stream().flatMap(file -> of(file).stream()).toList();
  }

  static List<Rule> alerts() {
    return all().stream().filter(Rule::alerting).toList();
  }

  private static List<Rule> of(Path file) {
    List<Rule> rules = new ArrayList<>();
    for (Object group : list(yaml(Places.read(file)).get("groups"))) {
      for (Object rule : list(map(group).get("rules"))) {
        rules.add(rule(map(rule)));
      }
    }
    return rules;
  }

  private static Rule rule(Map<String, Object> rule) {
    boolean alerting = rule.containsKey("alert");
    return new Rule(
        String.valueOf(rule.get(alerting ? "alert" : "record")),
        alerting,
        String.valueOf(rule.get("expr")),
        texts(rule.get("labels")),
        texts(rule.get("annotations")));
  }

  static Map<String, Object> yaml(String text) {
    return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  @SuppressWarnings("unchecked") // YAML's mappings have text keys here
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }

  private static Map<String, String> texts(Object value) {
    Map<String, String> texts = new java.util.TreeMap<>();
    if (value != null) {
      map(value).forEach((key, text) -> texts.put(key, String.valueOf(text)));
    }
    return texts;
  }
}
