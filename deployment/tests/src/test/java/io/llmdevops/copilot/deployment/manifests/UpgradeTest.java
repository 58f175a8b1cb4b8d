package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What an upgrade keeps of what it finds: who has the traffic, and how many pods there are. Helm
/// asks a cluster for that, here [ClusterStandIn]. A dry run shows the notes only; they and the
/// objects take both from the same place (`agent.activeColor`, `agent.replicas`).
class UpgradeTest {
  private static final Map<String, Object> GREEN_HAS_THE_TRAFFIC =
      Map.of(
          "apiVersion",
          "v1",
          "kind",
          "Service",
          "metadata",
          owned("llm-copilot-agent"),
          "spec",
          Map.of("selector", Map.of("app", "llm-copilot-agent", "color", "green")));

  private static final Map<String, Object> SEVEN_PODS =
      Map.of(
          "apiVersion",
          "apps/v1",
          "kind",
          "Deployment",
          "metadata",
          owned("llm-copilot-agent"),
          "spec",
          Map.of("replicas", 7));

  private static Map<String, Object> owned(String name) {
    return Map.of(
        "name",
        name,
        "namespace",
        "llm-copilot",
        "labels",
        Map.of("app.kubernetes.io/managed-by", "Helm"),
        "annotations",
        Map.of(
            "meta.helm.sh/release-name", "llm-copilot-agent",
            "meta.helm.sh/release-namespace", "llm-copilot"));
  }

  /// The notes of an upgrade of the release that is there.
  private static String upgraded(ClusterStandIn cluster, Map<String, String> values) {
    var command =
        new Helm(Repository.CHART)
            .upgrade()
            .withName("llm-copilot-agent")
            .withNamespace("llm-copilot")
            .withKubeConfigContents(cluster.kubeConfig())
            .withDryRunOption(DryRun.SERVER)
            .dryRun()
            .disableOpenApiValidation();
    for (Map.Entry<String, String> value : values.entrySet()) {
      command = command.set(value.getKey(), value.getValue());
    }
    return command.call().getOutput();
  }

  private static ClusterStandIn cluster() throws IOException {
    return new ClusterStandIn(Variant.CHART_DEFAULT.manifests()).withRelease("llm-copilot-agent");
  }

  @Test
  void the_colour_that_has_the_traffic_keeps_it_unless_another_is_named() throws IOException {
    try (ClusterStandIn cluster = cluster()) {
      assertThat(upgraded(cluster, Map.of())).contains("to the colour main.");

      cluster.with("v1", "services", "llm-copilot-agent", GREEN_HAS_THE_TRAFFIC);

      assertThat(upgraded(cluster, Map.of())).contains("to the colour green.");
      assertThat(upgraded(cluster, Map.of("service.color", "blue")))
          .contains("to the colour blue.");
    }
  }

  @Test
  void the_number_of_pods_stays_what_the_autoscaler_made_it() throws IOException {
    try (ClusterStandIn cluster = cluster()) {
      assertThat(upgraded(cluster, Map.of())).contains("Pods: 3.");

      cluster.with("apps/v1", "deployments", "llm-copilot-agent", SEVEN_PODS);

      assertThat(upgraded(cluster, Map.of())).contains("Pods: 7.");
      assertThat(upgraded(cluster, withoutScaling())).contains("Pods: 5.");
    }
  }

  private static Map<String, String> withoutScaling() {
    return new TreeMap<>(
        Map.of("autoscaling.enabled", "false", "vpa.enabled", "false", "replicas", "5"));
  }
}
