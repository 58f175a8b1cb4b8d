package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the chart does by itself: it refuses wrong values, rolls pods when the configuration
/// changes, and carries the scripts of the backups.
class ChartTest {
  @ParameterizedTest
  @CsvSource({
    "colour, blue",
    "color, purple",
    "image.tagg, 1.0.0",
    "image.digest, sha256:12",
    "zoneSpread, Sometimes",
    "config.server.host, 127.0.0.1",
    "config.server.port, 8080",
    "networkPolicy.databaseCidr, everywhere",
    "autoscaling.minReplicas, 0",
    "canary.weight, 101",
    "postgresql.enabled, true",
    "externalSecret.roleArn, admin",
    "terminationGracePeriodSeconds, 30",
    "preStopSeconds, 20",
    "config.server.shutdown-timeout, 1m",
  })
  void a_value_that_cannot_be_meant_is_refused(String key, String value) {
    assertThatThrownBy(() -> Rendering.chart("llm-copilot-agent", List.of(), Map.of(key, value)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void helm_has_nothing_to_say_against_it() {
    LintResult result = new Helm(Repository.CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void a_changed_configuration_has_another_name_and_an_unchanged_one_has_not() {
    String before = configName(Map.of());

    assertThat(configName(Map.of("image.tag", "1.0.1"))).isEqualTo(before);
    assertThat(configName(Map.of("config.log.level", "debug"))).isNotEqualTo(before);
    assertThat(configName(Map.of("host", "other.example.com"))).isNotEqualTo(before);
  }

  private static String configName(Map<String, String> values) {
    List<Manifest> manifests =
        Manifest.parse(Rendering.chart("llm-copilot-agent", List.of(), values));
    Manifest config = Manifest.of(manifests, "ConfigMap").findFirst().orElseThrow();
    // Rollout undo needs the old one.
    assertThat(config.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
    assertThat(config.at("/immutable").asBoolean()).isTrue();
    return config.name();
  }

  @Test
  void secrets_that_are_made_here_are_long_enough_and_differ() {
    List<Manifest> trial =
        Manifest.parse(
            Rendering.chart("llm-copilot-agent", List.of("values-trial.yaml"), Map.of()));
    Map<String, String> secret =
        Manifest.strings(Manifest.named(trial, "Secret", "llm-copilot-secrets").at("/stringData"));

    assertThat(secret.get("COPILOT_ADMIN_TOKEN"))
        .hasSize(40)
        .isNotEqualTo(secret.get("COPILOT_DB_PASSWORD"));
    assertThat(secret.get("COPILOT_REDIS_URL")).contains(secret.get("REDIS_PASSWORD"));
  }

  @Test
  void a_digest_wins_over_the_tag() {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    List<Manifest> manifests =
        Manifest.parse(
            Rendering.chart(
                "llm-copilot-agent",
                List.of(),
                Map.of("image.digest", digest, "image.registry", "registry.example.com/team")));

    assertThat(
            Agents.deployments(manifests)
                .getFirst()
                .at("/spec/template/spec/containers/0/image")
                .asText())
        .isEqualTo("registry.example.com/team/llm-copilot-agent@" + digest);
  }

  /// A chart takes in no files from beside it, so it has copies.
  @ParameterizedTest
  @ValueSource(strings = {"backup.sh", "restore.sh"})
  void the_scripts_in_the_chart_are_those_of_the_backups(String name) throws IOException {
    Path script = Repository.ROOT.resolve("deployment/disaster-recovery/backup").resolve(name);
    String source = Repository.read(script);

    assertThat(Repository.renewed(Repository.CHART.resolve("files").resolve(name), source))
        .as("renew it with -Dtest=ChartTest -Dupdate=true")
        .isEqualTo(source);
  }
}
