package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How pods come, go, and are spread, and that their memory fits the JVM.
class RolloutTest {
  /// Metaspace, stacks, buffers and the JVM itself: 167 MB resident of a server that does nothing,
  /// heap and code included (`benchmarks/run startup`), so this is generous.
  private static final long BESIDES = 160L << 20;

  @ParameterizedTest
  @EnumSource
  void no_pod_goes_before_another_is_ready(Variant variant) {
    assertThat(Agents.deployments(variant.manifests()))
        .allSatisfy(deployment -> {
          JsonNode update = deployment.at("/spec/strategy/rollingUpdate");
          assertThat(update.path("maxSurge").asInt(-1)).isEqualTo(1);
          assertThat(update.path("maxUnavailable").asInt(-1)).isZero();
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_pod_has_the_time_to_end_in_order(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    assertThat(Agents.deployments(manifests))
        .allSatisfy(deployment ->
            assertThat(spare(deployment, Agents.configuration(manifests, deployment)))
                .as("seconds between the longest end and the kill")
                .isGreaterThanOrEqualTo(10));
  }

  @Test
  void a_grace_period_that_is_too_short_is_found() {
    List<Manifest> manifests = Variant.BASE.manifests();
    Manifest deployment = Agents.deployments(manifests).getFirst();
    JsonNode configuration = Agents.configuration(manifests, deployment);

    assertThat(
            spare(
                deployment.with("/spec/template/spec", "terminationGracePeriodSeconds", "30"),
                configuration))
        .isLessThan(10);
    assertThat(spare(deployment, Manifest.yaml("server: {shutdown-timeout: 60s}"))).isNegative();
  }

  private static long spare(Manifest deployment, JsonNode configuration) {
    JsonNode spec = deployment.at("/spec/template/spec");
    Duration delay = seconds(configuration.at("/server/shutdown-delay").asText("0s"));
    Duration timeout = seconds(configuration.at("/server/shutdown-timeout").asText("20s"));
    return spec.path("terminationGracePeriodSeconds").asLong(30)
        - spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong(0)
        - delay.plus(timeout).toSeconds();
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text);
  }

  @ParameterizedTest
  @EnumSource
  void heap_and_code_fit_into_the_memory(Variant variant) throws IOException {
    List<Manifest> manifests = variant.manifests();
    for (Manifest deployment : Agents.deployments(manifests)) {
      JsonNode resources = deployment.at("/spec/template/spec/containers/0/resources");
      String limit = resources.at("/limits/memory").asText();
      assertThat(resources.at("/requests/memory").asText()).isEqualTo(limit);
      assertThat(jvm(Quantity.bytes(limit))).as(limit).isLessThanOrEqualTo(Quantity.bytes(limit));
    }
    for (Manifest vpa : Manifest.of(manifests, "VerticalPodAutoscaler").toList()) {
      String least = vpa.at("/spec/resourcePolicy/containerPolicies/0/minAllowed/memory").asText();
      assertThat(jvm(Quantity.bytes(least))).as(least).isLessThanOrEqualTo(Quantity.bytes(least));
    }
  }

  @Test
  void memory_that_is_too_small_for_the_heap_is_found() throws IOException {
    assertThat(jvm(Quantity.bytes("512Mi"))).isGreaterThan(Quantity.bytes("512Mi"));
  }

  /// What the JVM takes at most when it is given this much.
  private static long jvm(long limit) throws IOException {
    String options = Repository.read(Repository.ROOT.resolve("server/src/main/jvm.options"));
    double share = Double.parseDouble(option(options, "-XX:MaxRAMPercentage=([\\d.]+)"));
    long code = Quantity.bytes(option(options, "-XX:ReservedCodeCacheSize=(\\w+)"));
    return (long) (limit * share / 100) + code + BESIDES;
  }

  private static String option(String options, String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern + "$").matcher(options);
    assertThat(matcher.find()).as(pattern + " in jvm.options").isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @EnumSource
  void pods_are_spread_over_zones_and_nodes_each_revision_by_itself(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    boolean rollout = Manifest.of(manifests, "Rollout").findAny().isPresent();
    String revision = rollout ? "rollouts-pod-template-hash" : "pod-template-hash";
    assertThat(Agents.deployments(manifests))
        .allSatisfy(deployment -> {
          JsonNode spread = deployment.at("/spec/template/spec/topologySpreadConstraints");
          assertThat(spread.path(0).path("topologyKey").asText())
              .isEqualTo("topology.kubernetes.io/zone");
          assertThat(spread.path(0).path("maxSkew").asInt()).isEqualTo(1);
          assertThat(spread.path(0).path("nodeTaintsPolicy").asText()).isEqualTo("Honor");
          assertThat(spread.path(1).path("topologyKey").asText())
              .isEqualTo("kubernetes.io/hostname");
          for (JsonNode constraint : spread) {
            assertThat(constraint.at("/labelSelector/matchLabels"))
                .isEqualTo(deployment.at("/spec/selector/matchLabels"));
            assertThat(constraint.path("matchLabelKeys").toString())
                .isEqualTo("[\"" + revision + "\"]");
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_DEFAULT", "CHART_PRODUCTION", "BASE", "STAGING", "PRODUCTION"})
  void no_zone_gets_more_than_its_share(Variant variant) {
    Manifest agent = Manifest.named(variant.manifests(), "Deployment", "llm-copilot-agent");

    assertThat(
            agent.at("/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable").asText())
        .isEqualTo("DoNotSchedule");
    assertThat(agent.at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void the_probes_ask_three_different_things_of_a_port_that_is_there(Variant variant) {
    assertThat(Agents.deployments(variant.manifests()))
        .allSatisfy(deployment -> {
          JsonNode container = deployment.at("/spec/template/spec/containers/0");
          assertThat(container.at("/startupProbe/httpGet/path").asText())
              .isEqualTo("/health/started");
          assertThat(container.at("/livenessProbe/httpGet/path").asText())
              .isEqualTo("/health/live");
          assertThat(container.at("/readinessProbe/httpGet/path").asText())
              .isEqualTo("/health/ready");
          for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("http");
          }
          assertThat(container.at("/ports/0/name").asText()).isEqualTo("http");
          assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(3000);
        });
  }
}
