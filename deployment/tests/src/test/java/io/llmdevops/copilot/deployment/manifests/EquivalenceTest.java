package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chart and kustomize make the same objects, but for what Helm adds: its labels, its test, and a
/// hash of its own in the name of the configuration.
class EquivalenceTest {
  private static final String HASH = "(llm-copilot-agent-config)-[a-z0-9]{10}";

  @ParameterizedTest
  @CsvSource({
    "CHART_DEFAULT, BASE",
    "CHART_DEVELOPMENT, DEVELOPMENT",
    "CHART_STAGING, STAGING",
    "CHART_PRODUCTION, PRODUCTION",
    "CHART_STANDBY, PRODUCTION_STANDBY",
    "CHART_ALB, BASE_WITH_ALB",
  })
  void chart_and_kustomize_make_the_same_objects(Variant chart, Variant kustomize) {
    List<Manifest> objects = kustomize.manifests();
    // The pipeline writes digests into overlays. In the chart's values one would win over the
    // `--set image.tag` of the guide, so that it is given on the command line there.
    same(
        promoted(objects)
            .map(digest -> chart.manifestsWith(Map.of("image.digest", digest)))
            .orElseGet(chart::manifests),
        objects);
  }

  private static Optional<String> promoted(List<Manifest> objects) {
    return Agents.deployments(objects).stream()
        .flatMap(it -> Manifest.containers(it.podTemplate().orElseThrow()))
        .map(it -> it.path("image").asText())
        .filter(image -> image.contains("@"))
        .map(image -> image.replaceFirst(".*@", ""))
        .findFirst();
  }

  @Test
  void chart_and_kustomize_make_the_same_of_all_parts() {
    String chart =
        Rendering.chart(
            "llm-copilot-agent",
            List.of(),
            Map.of(
                "istio.enabled", "true",
                "canary.enabled", "true",
                "sandbox.enabled", "true",
                "backup.enabled", "true",
                "databaseCa.configMap", "llm-copilot-database-ca",
                "certificate.solver", "dns01",
                "certificate.hostedZoneId", "Z00000000000000000000",
                "rbac.operator.namespaces[0]", "default"));

    same(Manifest.parse(chart), Variant.BASE_WITH_EVERYTHING.manifests());
  }

  @Test
  void a_difference_in_one_field_is_found() {
    Manifest pdb =
        Manifest.named(Variant.BASE.manifests(), "PodDisruptionBudget", "llm-copilot-agent");

    assertThat(normal(pdb.with("/spec", "minAvailable", "1"))).isNotEqualTo(normal(pdb));
    assertThat(normal(pdb.with("/metadata/labels", "team", "x"))).isNotEqualTo(normal(pdb));
  }

  private static void same(List<Manifest> chart, List<Manifest> kustomize) {
    Map<String, JsonNode> left = normal(chart);
    Map<String, JsonNode> right = normal(kustomize);
    assertThat(left.keySet()).isEqualTo(right.keySet()).hasSizeGreaterThan(10);
    left.forEach((name, object) -> assertThat(object).as(name).isEqualTo(right.get(name)));
  }

  private static Map<String, JsonNode> normal(List<Manifest> manifests) {
    Map<String, JsonNode> objects = new TreeMap<>();
    manifests.stream()
        // The chart cannot own the namespace that it is installed into; `helm test` is Helm's own.
        .filter(m -> !(m.kind().equals("Namespace") && m.name().equals("llm-copilot")))
        .filter(m -> !m.kind().equals("Pod"))
        .forEach(m -> objects.put(m.toString().replaceAll(HASH, "$1"), normal(m)));
    return objects;
  }

  private static JsonNode normal(Manifest manifest) {
    JsonNode copy = Manifest.yaml(manifest.json().toString().replaceAll(HASH, "$1"));
    if (copy.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove(
          labels.properties().stream()
              .map(Map.Entry::getKey)
              .filter(l -> l.startsWith("helm.sh/") || l.startsWith("app.kubernetes.io/"))
              .toList());
    }
    if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove("helm.sh/resource-policy");
      if (annotations.isEmpty()) {
        ((ObjectNode) copy.path("metadata")).remove("annotations");
      }
    }
    if (copy.path("data") instanceof ObjectNode data && data.has("copilot.yaml")) {
      data.set("copilot.yaml", Manifest.yaml(data.path("copilot.yaml").asText()));
    }
    return copy;
  }
}
