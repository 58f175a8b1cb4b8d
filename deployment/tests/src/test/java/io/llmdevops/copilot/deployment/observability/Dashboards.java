package io.llmdevops.copilot.deployment.observability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The dashboards, and what they ask.
final class Dashboards {
  /// @param where dashboard and panel
  /// @param expression with Grafana's variables replaced by what they could be
  record Query(String where, String expression) {}

  private Dashboards() {}

  static List<Path> files() {
    return Repository.files(Places.DASHBOARDS, ".json");
  }

  static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(Repository.read(file));
    } catch (JsonProcessingException e) {
      throw new AssertionError(file + " is no JSON", e);
    }
  }

  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (Path file : files()) {
      JsonNode dashboard = read(file);
      String title = dashboard.path("title").asText();
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(
                  title + " / " + panel.path("title").asText(),
                  filled(target.path("expr").asText())));
        }
      }
      for (JsonNode annotation : dashboard.at("/annotations/list")) {
        queries.add(new Query(title + " / annotations", filled(annotation.path("expr").asText())));
      }
    }
    return queries;
  }

  private static String filled(String expression) {
    return expression
        .replace("$__rate_interval", "1m")
        .replace("$__range", "5m")
        .replace("$pod", ".*");
  }
}
