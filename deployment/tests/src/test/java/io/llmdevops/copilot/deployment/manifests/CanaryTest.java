package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanaryTest {
  private static final Path CANARY =
      Repository.KUBERNETES.resolve("components/canary/deployment.yaml");

  /// Kustomize cannot take a part of the base a second time without pointing the HPA at the copy,
  /// so the copy is a file, made from the original.
  @Test
  void the_canary_of_kustomize_is_the_pod_of_the_base_on_another_track() throws IOException {
    String base = Repository.read(Repository.KUBERNETES.resolve("base/deployment.yaml"));
    String expected =
        "# Made from base/deployment.yaml: CanaryTest -Dupdate=true\n"
            + base.replaceFirst("  name: llm-copilot-agent\n", "  name: llm-copilot-agent-canary\n")
                .replace("replicas: 3\n", "replicas: 1\n")
                .replace("track: stable\n", "track: canary\n");

    assertThat(Repository.renewed(CANARY, expected))
        .as("renew it with -Dtest=CanaryTest -Dupdate=true")
        .isEqualTo(expected)
        .isNotEqualTo(base);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_ALL_ON", "BASE_WITH_EVERYTHING"})
  void nine_requests_in_ten_go_to_the_stable_pods(Variant variant) {
    assertThat(weights(variant)).containsExactly(90, 10);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_PRODUCTION", "PRODUCTION", "STAGING"})
  void without_a_canary_all_do(Variant variant) {
    assertThat(weights(variant)).containsExactly(100, 0);
  }

  private static List<Integer> weights(Variant variant) {
    Manifest routes = Manifest.named(variant.manifests(), "VirtualService", "llm-copilot-agent");
    return Manifest.elements(routes.at("/spec/http/0/route"))
        .map(route -> route.path("weight"))
        .map(JsonNode::asInt)
        .toList();
  }
}
