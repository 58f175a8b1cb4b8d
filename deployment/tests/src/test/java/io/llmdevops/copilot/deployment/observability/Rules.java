package io.llmdevops.copilot.deployment.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    for (JsonNode group : yaml(Places.read(file)).path("groups")) {
      group.path("rules").forEach(rule -> rules.add(rule(rule)));
    }
    return rules;
  }

  private static Rule rule(JsonNode rule) {
    boolean alerting = rule.has("alert");
    return new Rule(
        rule.path(alerting ? "alert" : "record").asText(),
        alerting,
        rule.path("expr").asText(),
        texts(rule.path("labels")),
        texts(rule.path("annotations")));
  }

  static JsonNode yaml(String text) {
    return new ObjectMapper()
        .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text));
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
    return texts;
  }
}
