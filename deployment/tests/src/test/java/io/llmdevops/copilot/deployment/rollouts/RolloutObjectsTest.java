package io.llmdevops.copilot.deployment.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmdevops.copilot.deployment.manifests.Variant;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The Rollout and what it names. That all objects are valid is told by the tests of the manifests,
/// which have both renderings among their variants.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RolloutObjectsTest {
  private static final String NAME = "llm-copilot-agent";

  private List<Manifest> manifests;
  private Manifest rollout;
  private Manifest deployment;

  @BeforeAll
  void render() {
    manifests = Variant.ROLLOUTS.manifests();
    rollout = Manifest.named(manifests, "Rollout", NAME);
    deployment = Manifest.named(manifests, "Deployment", NAME);
  }

  @Test
  void the_deployment_holds_the_template_and_the_rollout_has_the_pods() {
    JsonNode reference = rollout.at("/spec/workloadRef");
    assertThat(reference.path("kind").asText()).isEqualTo(deployment.kind());
    assertThat(reference.path("name").asText()).isEqualTo(deployment.name());
    assertThat(rollout.at("/spec/template").isMissingNode()).isTrue();
    assertThat(deployment.at("/spec/replicas").asInt(-1)).isZero();
    assertThat(rollout.at("/spec/replicas"))
        .isEqualTo(
            Manifest.named(Variant.PRODUCTION.manifests(), "Deployment", NAME)
                .at("/spec/replicas"));
  }

  @Test
  void who_scales_scales_the_rollout() {
    for (JsonNode target :
        List.of(
            Manifest.named(manifests, "HorizontalPodAutoscaler", NAME).at("/spec/scaleTargetRef"),
            Manifest.named(manifests, "VerticalPodAutoscaler", NAME).at("/spec/targetRef"))) {
      assertThat(Manifest.strings(target))
          .isEqualTo(Map.of("apiVersion", "argoproj.io/v1alpha1", "kind", "Rollout", "name", NAME));
    }
  }

  @Test
  void the_route_and_the_subsets_that_it_moves_weights_between_exist() {
    JsonNode istio = rollout.at("/spec/strategy/canary/trafficRouting/istio");
    Manifest routes =
        Manifest.named(manifests, "VirtualService", istio.at("/virtualService/name").asText());
    Manifest rule =
        Manifest.named(manifests, "DestinationRule", istio.at("/destinationRule/name").asText());
    JsonNode route = routes.at("/spec/http/0");
    String stable = istio.at("/destinationRule/stableSubsetName").asText();
    String canary = istio.at("/destinationRule/canarySubsetName").asText();

    assertThat(istio.at("/virtualService/routes").toString())
        .isEqualTo("[" + route.path("name") + "]");
    assertThat(Manifest.elements(route.path("route")))
        .allSatisfy(to -> assertThat(to.at("/destination/host")).isEqualTo(rule.at("/spec/host")))
        .extracting(to -> to.at("/destination/subset").asText(), to -> to.path("weight").asInt())
        .containsExactly(tuple(stable, 100), tuple(canary, 0));
    // The controller takes away every other subset.
    assertThat(Manifest.elements(rule.at("/spec/subsets")).map(one -> one.path("name").asText()))
        .containsExactly(stable, canary);
  }

  /// Rollouts adds the hash of a revision. A label that changed when the canary is promoted would,
  /// for a moment, leave pods in neither subset.
  @Test
  void only_the_hash_of_the_revision_tells_the_subsets_apart() {
    Map<String, String> pods = Manifest.strings(deployment.at("/spec/template/metadata/labels"));
    Set<Map<String, String>> labels =
        Manifest.elements(Manifest.named(manifests, "DestinationRule", NAME).at("/spec/subsets"))
            .map(subset -> Manifest.strings(subset.path("labels")))
            .collect(Collectors.toSet());

    assertThat(labels).hasSize(1);
    assertThat(pods).containsAllEntriesOf(labels.iterator().next());
    assertThat(rollout.at("/spec/strategy/canary/canaryMetadata").isMissingNode()).isTrue();
  }

  @Test
  void the_first_share_is_that_of_a_canary_by_hand() {
    JsonNode byHand =
        Manifest.named(Variant.BASE_WITH_EVERYTHING.manifests(), "VirtualService", NAME)
            .at("/spec/http/0/route/1/weight");

    assertThat(rollout.at("/spec/strategy/canary/steps/0/setWeight")).isEqualTo(byHand);
    assertThat(byHand.asInt()).isEqualTo(10);
  }

  @Test
  void every_analysis_exists_and_every_argument_has_one_value() {
    JsonNode analysis = rollout.at("/spec/strategy/canary/analysis");
    Map<String, JsonNode> values = new HashMap<>();
    analysis.path("args").forEach(one -> values.put(one.path("name").asText(), one));
    Set<String> asked = new HashSet<>();
    for (JsonNode named : analysis.path("templates")) {
      Manifest template =
          Manifest.named(manifests, "AnalysisTemplate", named.path("templateName").asText());
      for (JsonNode argument : template.at("/spec/args")) {
        String name = argument.path("name").asText();
        asked.add(name);
        if (argument.has("value")) {
          // Rollouts refuses templates that give one argument two values.
          JsonNode before = values.putIfAbsent(name, argument);
          assertThat(before == null ? argument : before).as(name).isEqualTo(argument);
        } else {
          assertThat(values).as(template.name()).containsKey(name);
        }
      }
    }
    assertThat(asked).isEqualTo(values.keySet());
    assertThat(values.getOrDefault("canary", analysis).at("/valueFrom/podTemplateHashValue"))
        .isEqualTo(new TextNode("Latest"));
    assertThat(analysis.path("templates")).hasSize(AnalysisQuery.templates().size());
  }

  /// Else a release would leave its first share before it can be found bad.
  @Test
  void every_analysis_can_end_a_release_within_the_first_pause() {
    JsonNode steps = rollout.at("/spec/strategy/canary/steps");
    int start = rollout.at("/spec/strategy/canary/analysis/startingStep").asInt();
    long pause = AnalysisQuery.seconds(steps.path(start).at("/pause/duration"));

    assertThat(pause).isPositive();
    for (AnalysisQuery query : AnalysisQuery.all()) {
      long needed =
          query.seconds("initialDelay")
              + (query.number("failureLimit") + 1) * query.seconds("interval");
      assertThat(needed).as(query.name()).isLessThan(pause);
    }
  }

  @Test
  void the_migration_is_the_same_without_steps_and_with_the_pods_that_serve() {
    List<Manifest> first = Variant.ROLLOUTS_MIGRATION.manifests();
    Manifest early = Manifest.named(first, "Rollout", NAME);
    assertThat(early.at("/spec/strategy/canary/trafficRouting").isMissingNode()).isTrue();
    assertThat(early.at("/spec/strategy/canary/steps").isMissingNode()).isTrue();
    assertThat(early.at("/spec/workloadRef/scaleDown").asText()).isEqualTo("onsuccess");
    // On the way back the Deployment is given its pods before the Rollout is changed.
    assertThat(rollout.at("/spec/workloadRef/scaleDown").asText()).isEqualTo("never");
    Manifest serving = Manifest.named(first, "Deployment", NAME);
    assertThat(serving.at("/spec/replicas")).isEqualTo(rollout.at("/spec/replicas"));

    // Its pods are those of the Rollout later on, so that the second step is no new release.
    assertThat(serving.at("/spec/template")).isEqualTo(deployment.at("/spec/template"));
    Set<Manifest> same = new HashSet<>(manifests);
    same.removeAll(Set.of(rollout, deployment));
    assertThat(first).containsAll(same).hasSameSizeAs(manifests);
  }
}
