package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Deployments of the server, and which pods a selector takes in.
final class Agents {
  private Agents() {}

  static List<Manifest> deployments(List<Manifest> manifests) {
    return Manifest.of(manifests, "Deployment")
        .filter(deployment -> "llm-copilot-agent".equals(podLabels(deployment).get("app")))
        .toList();
  }

  static Map<String, String> podLabels(Manifest workload) {
    return Manifest.strings(workload.podTemplate().orElseThrow().at("/metadata/labels"));
  }

  /// The workloads whose pods have these labels.
  static List<Manifest> selected(List<Manifest> manifests, JsonNode matchLabels) {
    Map<String, String> wanted = Manifest.strings(matchLabels);
    return manifests.stream()
        .filter(manifest -> manifest.podTemplate().isPresent())
        .filter(manifest -> podLabels(manifest).entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  /// What the server of this Deployment reads as its configuration.
  static JsonNode configuration(List<Manifest> manifests, Manifest deployment) {
    String name =
        Manifest.elements(deployment.at("/spec/template/spec/volumes"))
            .filter(volume -> volume.path("name").asText().equals("config"))
            .map(volume -> volume.at("/configMap/name").asText())
            .findFirst()
            .orElseThrow();
    return Manifest.yaml(
        Manifest.named(manifests, "ConfigMap", name).at("/data/copilot.yaml").asText());
  }

  static Stream<JsonNode> env(Manifest workload) {
    return Manifest.containers(workload.podTemplate().orElseThrow())
        .flatMap(container -> Manifest.elements(container.path("env")));
  }
}
