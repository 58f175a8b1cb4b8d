package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program itself, started as the configuration of the base says (but on loopback and with its
/// own database): what the manifests ask of it, it answers.
class RunningServerIT {
  /// Where it listens is the test's, and of the database nothing may be said when the server brings
  /// its own.
  private static final Set<String> NOT_HERE =
      Set.of("server.host", "server.port", "database.tls", "sources.prometheus-url");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static PackagedCopilot copilot;

  @BeforeAll
  static void start() {
    Map<String, String> settings = baseSettings();
    assertThat(settings).containsKeys(NOT_HERE.toArray(String[]::new));
    settings.keySet().removeAll(NOT_HERE);
    settings.put("sources.prometheus-url", "http://127.0.0.1:9");
    copilot =
        PackagedCopilot.start(
            folder,
            settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining("\n")));
  }

  /// With the whole key in front of each value, as the testkit writes sections of its own before.
  private static Map<String, String> baseSettings() {
    Map<String, String> settings = new TreeMap<>();
    Manifest.yaml(Repository.read(Repository.KUBERNETES.resolve("base/config/copilot.yaml")))
        .properties()
        .forEach(section ->
            Manifest.strings(section.getValue())
                .forEach((key, value) -> settings.put(section.getKey() + "." + key, value)));
    return settings;
  }

  @AfterAll
  static void stop() {
    if (copilot != null) {
      copilot.close();
    }
  }

  @Test
  void every_path_that_something_asks_for_is_answered() {
    List<String> paths = new ArrayList<>();
    for (Manifest deployment : Agents.deployments(Variant.PRODUCTION.manifests())) {
      JsonNode container = deployment.at("/spec/template/spec/containers/0");
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        paths.add(container.path(probe).at("/httpGet/path").asText());
      }
      paths.add(deployment.at("/spec/template/metadata/annotations/prometheus.io~1path").asText());
    }
    Manifest alb =
        Manifest.named(Variant.BASE_WITH_ALB.manifests(), "Ingress", "llm-copilot-agent-ingress");
    paths.add(alb.at("/metadata/annotations/alb.ingress.kubernetes.io~1healthcheck-path").asText());
    paths.add("/health");

    assertThat(paths)
        .hasSize(6)
        .allSatisfy(path -> assertThat(status(path)).as(path).isEqualTo(200));
    assertThat(status("/health/nowhere")).isEqualTo(404);
  }

  @Test
  void the_metric_that_pods_are_scaled_on_is_there_and_is_a_gauge() {
    String scrape = copilot.ask("/metrics").body();
    List<String> metrics =
        Manifest.of(Variant.BASE.manifests(), "HorizontalPodAutoscaler")
            .flatMap(hpa -> Manifest.elements(hpa.at("/spec/metrics")))
            .map(metric -> metric.at("/pods/metric/name").asText())
            .filter(name -> !name.isEmpty())
            .toList();

    assertThat(metrics)
        .hasSize(1)
        .allSatisfy(name -> assertThat(scrape).contains("# TYPE " + name + " gauge"));
    JsonNode adapter =
        Manifest.yaml(
            Repository.read(Repository.KUBERNETES.resolve("addons/prometheus-adapter.yaml")));
    assertThat(Manifest.elements(adapter.at("/rules/custom")).map(r -> r.at("/name/as").asText()))
        .isEqualTo(metrics);
    assertThat(scrape).doesNotContain("# TYPE copilot_nothing");
  }

  @Test
  void the_webhooks_that_the_mesh_lets_in_are_there() {
    List<String> allowed =
        Manifest.of(Variant.PRODUCTION.manifests(), "AuthorizationPolicy")
            .flatMap(policy -> Manifest.elements(policy.at("/spec/rules")))
            .flatMap(rule -> Manifest.elements(rule.at("/to/0/operation/paths")))
            .map(JsonNode::asText)
            .distinct()
            .toList();

    assertThat(allowed)
        .containsExactlyInAnyOrder("/metrics", "/health", "/health/*", "/api/v1/webhooks/*");
    assertThat(Stream.of("/api/v1/webhooks/alertmanager").map(this::status))
        // Only to be posted to, but there.
        .containsExactly(405);
  }

  private int status(String path) {
    return copilot.ask(path).statusCode();
  }
}
