package io.llmdevops.copilot.deployment.observability;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    return Repository.files(Places.RULES, ".yaml");
  }

  static List<Rule> all() {
    return files().stream().flatMap(file -> of(file).stream()).toList();
  }

  static List<Rule> alerts() {
    return all().stream().filter(Rule::alerting).toList();
  }

  private static List<Rule> of(Path file) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group : Manifest.yaml(Repository.read(file)).path("groups")) {
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
        Manifest.strings(rule.path("labels")),
        Manifest.strings(rule.path("annotations")));
  }
}
