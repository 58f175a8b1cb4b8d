package io.llmdevops.copilot.deployment.rollouts;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A metric of an AnalysisTemplate of ours.
///
/// @param template the name of its AnalysisTemplate
/// @param metric the metric as it stands there
public record AnalysisQuery(String template, JsonNode metric) {
  private static final String FILE = "deployment/ci-cd/rollouts/component/analysis-templates.yaml";

  /// All of them, read from the sources.
  public static List<AnalysisQuery> all() {
    return templates().stream()
        .flatMap(template ->
            Manifest.elements(template.at("/spec/metrics"))
                .map(metric -> new AnalysisQuery(template.name(), metric)))
        .toList();
  }

  static List<Manifest> templates() {
    Path found =
        Stream.iterate(
                Path.of("").toAbsolutePath(),
                folder -> folder != null,
                folder -> folder.getParent())
            .map(folder -> folder.resolve(FILE))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("not run inside of the repository"));
    return Manifest.read(found);
  }

  /// What it is called, in all templates.
  public String name() {
    return metric.path("name").asText();
  }

  /// The query with its arguments filled in.
  ///
  /// @param canary the hash in the names of the canary's pods
  /// @param window a duration of Prometheus
  public String of(String canary, String window) {
    return metric
        .at("/provider/prometheus/query")
        .asText()
        .replace("{{args.canary}}", canary)
        .replace("{{args.window}}", window);
  }

  int number(String field) {
    return metric.path(field).asInt();
  }

  long seconds(String field) {
    return seconds(metric.path(field));
  }

  /// Zero where nothing is said. Whole seconds or minutes, as our files have them.
  static long seconds(JsonNode duration) {
    String text = duration.asText("0s");
    if (!text.matches("[0-9]*[sm]?")) {
      throw new IllegalArgumentException(text + " is neither seconds nor minutes");
    }
    long number = text.isEmpty() ? 0 : Long.parseLong(text.substring(0, text.length() - 1));
    return text.endsWith("m") ? 60 * number : number;
  }
}
