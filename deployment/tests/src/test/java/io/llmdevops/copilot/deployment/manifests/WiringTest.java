package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WiringTest {
  @ParameterizedTest
  @EnumSource
  void what_is_named_is_there(Variant variant) {
    List<Manifest> all = new ArrayList<>(variant.manifests());
    // A release with a colour stands beside the main one, which owns what they share.
    if (variant == Variant.CHART_BLUE || variant == Variant.CHART_GREEN) {
      all.addAll(Variant.CHART_PRODUCTION.manifests());
    }

    assertThat(WiringPolicy.broken(all)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Service | llm-copilot-agent | /spec/selector | color | purple",
        "Service | llm-copilot-agent | /spec/ports/0 | targetPort | web",
        "PodDisruptionBudget | llm-copilot-agent | /spec | minAvailable | 3",
        "PodDisruptionBudget | llm-copilot-agent | /spec/selector/matchLabels | track | canary",
        "HorizontalPodAutoscaler | llm-copilot-agent | /spec/scaleTargetRef | name | agent",
        "VerticalPodAutoscaler | llm-copilot-agent | /spec/targetRef | kind | StatefulSet",
        "Ingress | llm-copilot-agent-ingress | /spec/rules/0/http/paths/0/backend/service/port | name | web",
        "Ingress | llm-copilot-agent-ingress | /spec/rules/1/http/paths/0/backend/service/port | name | web",
        "ExternalSecret | llm-copilot-secrets | /spec/secretStoreRef | name | vault",
        "VirtualService | llm-copilot-agent | /spec/http/0/route/1 | weight | 10",
        "ClusterRoleBinding | llm-copilot-watcher | /roleRef | name | admin",
        "Deployment | llm-copilot-agent | /spec/template/metadata/labels | color | blue",
      })
  void a_name_of_nothing_is_found(
      String kind, String name, String pointer, String field, String value) {
    List<Manifest> all = Variant.PRODUCTION.manifests();
    Manifest right = Manifest.named(all, kind, name);
    List<Manifest> changed =
        all.stream().map(m -> m.equals(right) ? m.with(pointer, field, value) : m).toList();

    assertThat(WiringPolicy.broken(all)).isEmpty();
    assertThat(WiringPolicy.broken(changed)).isNotEmpty();
  }

  @Test
  void releases_with_a_colour_share_no_object_and_no_pod_with_the_main_one() {
    List<Manifest> main = Variant.CHART_PRODUCTION.manifests();
    List<Manifest> blue = Variant.CHART_BLUE.manifests();
    List<Manifest> green = Variant.CHART_GREEN.manifests();

    assertThat(Stream.of(main, blue, green).flatMap(List::stream).map(Manifest::toString))
        .doesNotHaveDuplicates();
    assertThat(blue)
        .extracting(Manifest::kind)
        .containsExactlyInAnyOrder(
            "Deployment",
            "ConfigMap",
            "Service",
            "HorizontalPodAutoscaler",
            "VerticalPodAutoscaler",
            "PodDisruptionBudget",
            "Pod");
    List<Manifest> all = Stream.of(main, blue, green).flatMap(List::stream).toList();
    assertThat(WiringPolicy.broken(all)).isEmpty();
  }

  @Test
  void the_patch_of_the_guide_moves_the_traffic_to_one_colour_and_back() {
    List<Manifest> all =
        Stream.of(Variant.CHART_PRODUCTION, Variant.CHART_BLUE, Variant.CHART_GREEN)
            .flatMap(variant -> variant.manifests().stream())
            .toList();
    Manifest service =
        Manifest.named(Variant.CHART_PRODUCTION.manifests(), "Service", "llm-copilot-agent");

    assertThat(targets(all, service)).containsExactly("llm-copilot-agent");
    assertThat(targets(all, service.with("/spec/selector", "color", "green")))
        .containsExactly("llm-copilot-agent-green");
    assertThat(targets(all, service.with("/spec/selector", "color", "blue")))
        .containsExactly("llm-copilot-agent-blue");
  }

  private static List<String> targets(List<Manifest> all, Manifest service) {
    return Agents.selected(all, service.at("/spec/selector")).stream().map(Manifest::name).toList();
  }

  @ParameterizedTest
  @EnumSource
  void horizontal_and_vertical_scaling_keep_apart(Variant variant) {
    List<Manifest> all = variant.manifests();
    assertThat(Manifest.of(all, "HorizontalPodAutoscaler"))
        .allSatisfy(hpa -> {
          assertThat(hpa.at("/spec/minReplicas").asInt()).isEqualTo(3);
          assertThat(hpa.at("/spec/maxReplicas").asInt()).isBetween(4, 20);
          assertThat(hpa.at("/spec/behavior/scaleDown/stabilizationWindowSeconds").asInt())
              .isGreaterThanOrEqualTo(300);
          assertThat(scaledOn(hpa)).containsExactly("cpu", "copilot_database_connections_active");
        });
    assertThat(Manifest.of(all, "VerticalPodAutoscaler"))
        .allSatisfy(vpa -> {
          JsonNode policy = vpa.at("/spec/resourcePolicy/containerPolicies/0");
          assertThat(policy.path("controlledResources").toString()).isEqualTo("[\"memory\"]");
          assertThat(vpa.at("/spec/updatePolicy/updateMode").asText()).isEqualTo("Recreate");
        });
  }

  private static List<String> scaledOn(Manifest hpa) {
    return Manifest.elements(hpa.at("/spec/metrics"))
        .map(m -> m.at("/resource/name").asText() + m.at("/pods/metric/name").asText())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void roles_name_what_they_need_and_only_the_watcher_sees_the_whole_cluster(Variant variant) {
    List<Manifest> all = variant.manifests();
    for (Manifest role :
        Stream.concat(Manifest.of(all, "Role"), Manifest.of(all, "ClusterRole")).toList()) {
      assertThat(role.json().toString())
          .doesNotContain("\"*\"", "secrets", "escalate", "impersonate", "bind\"");
      assertThat(role.at("/rules")).isNotEmpty();
    }
    assertThat(Manifest.of(all, "ClusterRoleBinding"))
        .allSatisfy(binding -> {
          Manifest role = Manifest.named(all, "ClusterRole", binding.at("/roleRef/name").asText());
          for (JsonNode rule : role.at("/rules")) {
            assertThat(rule.path("verbs"))
                .extracting(JsonNode::asText)
                .isSubsetOf(Set.of("get", "list", "watch"));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_DEFAULT", "CHART_PRODUCTION", "BASE", "STAGING", "PRODUCTION"})
  void nobody_but_who_opts_in_gets_the_operators_role(Variant variant) {
    assertThat(variant.manifests()).noneMatch(m -> m.name().equals("llm-copilot-operator"));
  }

  @Test
  void the_names_that_operators_know_are_kept() {
    List<Manifest> production = Variant.PRODUCTION.manifests();

    assertThat(production.stream().map(Manifest::toString))
        .contains(
            "Namespace llm-copilot",
            "Deployment llm-copilot/llm-copilot-agent",
            "Service llm-copilot/llm-copilot-agent",
            "Ingress llm-copilot/llm-copilot-agent-ingress",
            "Certificate llm-copilot/llm-copilot-tls-cert",
            "ExternalSecret llm-copilot/llm-copilot-secrets",
            "SecretStore llm-copilot/aws-secrets-manager");
    Manifest service = Manifest.named(production, "Service", "llm-copilot-agent");
    assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(80);
    assertThat(Manifest.named(production, "ExternalSecret", "llm-copilot-secrets").apiVersion())
        .isEqualTo("external-secrets.io/v1");
  }

  @Test
  void the_vertical_autoscaler_can_be_applied_by_itself() {
    List<Manifest> alone = Manifest.read(Repository.KUBERNETES.resolve("base/vpa.yaml"));

    assertThat(alone)
        .extracting(Manifest::toString)
        .containsExactly("VerticalPodAutoscaler llm-copilot/llm-copilot-agent");
  }
}
