package io.llmdevops.copilot.deployment.cicd;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.repository.Schemas;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kubectl apply -f deployment/ci-cd/argocd-application.yaml`, as far as it can be judged without
/// an Argo CD.
class ArgoCdTest {
  private final ArgoCd argoCd = ArgoCd.read("argocd-application.yaml");
  private final Manifest application = argoCd.application();

  @Test
  void every_object_is_valid() {
    Schemas schemas = new Schemas();

    assertThat(Stream.concat(Stream.of(argoCd.project()), argoCd.applications().stream()))
        .hasSize(2)
        .flatExtracting(schemas::objections)
        .isEmpty();
    assertThat(schemas.objections(application.with("/spec/syncPolicy", "retries", "{limit: 5}")))
        .isNotEmpty();
  }

  /// As the guide makes them with `sed`. The second region has an Argo CD of its own: one that is
  /// lost with us-east-1 helps nobody.
  @ParameterizedTest
  @ValueSource(strings = {"production-standby", "staging", "development-aws"})
  void the_other_clusters_get_the_same_with_their_own_overlay(String overlay) throws IOException {
    String guide = Repository.read(ArgoCd.FOLDER.resolve("README.md"));
    assertThat(guide).contains("sed \"s|production$|$OVERLAY|\"", overlay);

    ArgoCd other =
        ArgoCd.of(
            Repository.read(ArgoCd.FOLDER.resolve("argocd-application.yaml"))
                .replaceAll("(?m)production$", overlay));

    assertThat(other.application().name()).isEqualTo("llm-copilot-" + overlay);
    assertThat(ArgoCd.rendered(other.application())).hasSizeGreaterThan(5);
    assertThat(other.refused(other.application())).isEmpty();
    assertThat(other.project()).isEqualTo(argoCd.project());
  }

  @Test
  void the_project_lets_in_what_production_consists_of() {
    assertThat(ArgoCd.rendered(application)).hasSizeGreaterThan(20);
    assertThat(argoCd.refused(application)).isEmpty();
  }

  @Test
  void the_project_lets_in_nothing_else() {
    Set<String> used = new TreeSet<>(Set.of("argoproj.io/AnalysisTemplate", "argoproj.io/Rollout"));
    ArgoCd.rendered(application).forEach(object -> used.add(ArgoCd.kind(object)));
    Set<String> allowed = new TreeSet<>(argoCd.kinds("clusterResourceWhitelist"));
    allowed.addAll(argoCd.kinds("namespaceResourceWhitelist"));

    assertThat(allowed).isEqualTo(used).doesNotContain("/Secret");
    assertThat(argoCd.destinations())
        .containsExactly(
            "https://kubernetes.default.svc llm-copilot",
            "https://kubernetes.default.svc llm-copilot-sandbox");
  }

  @Test
  void what_the_project_does_not_know_is_refused() {
    Manifest elsewhere =
        application.with("/spec/source", "repoURL", "https://github.com/somebody/else.git");
    ArgoCd narrow =
        new ArgoCd(
            argoCd
                .project()
                .with("/spec", "clusterResourceWhitelist", "[]")
                .with("/spec", "destinations", "[]"),
            List.of());

    assertThat(argoCd.refused(elsewhere))
        .containsExactly("repository https://github.com/somebody/else.git");
    assertThat(narrow.refused(application))
        .contains(
            "kind of Namespace llm-copilot",
            "namespace of Deployment llm-copilot/llm-copilot-agent");
  }

  /// The address that the runbooks are linked by: one place to change it everywhere.
  @Test
  void the_repository_is_that_of_the_runbooks() throws IOException {
    String rules =
        Repository.read(Repository.ROOT.resolve("deployment/observability/rules/service.yaml"));

    assertThat(rules)
        .contains(
            "runbook_url: "
                + application.at("/spec/source/repoURL").asText().replaceFirst("\\.git$", "")
                + "/blob/main/");
  }

  @Test
  void a_sync_leaves_to_the_autoscaler_how_many_pods_there_are() {
    List<Manifest> scalers =
        Manifest.of(ArgoCd.rendered(application), "HorizontalPodAutoscaler").toList();
    assertThat(scalers)
        .isNotEmpty()
        .allSatisfy(scaler -> {
          String name = scaler.at("/spec/scaleTargetRef/name").asText();
          assertThat(ArgoCd.leavesAlone(application, "apps/Deployment", name, "/spec/replicas"))
              .isTrue();
        });
    assertThat(
            ArgoCd.leavesAlone(
                application.without("/spec", "ignoreDifferences"),
                "apps/Deployment",
                "llm-copilot-agent",
                "/spec/replicas"))
        .isFalse();
  }

  /// `kubectl patch service` switches between blue and green; `kubectl rollout undo`, `kubectl set
  /// env` and `kubectl scale --replicas=0` are what operators have at night.
  @Test
  void a_sync_does_not_undo_what_operators_do_by_hand() {
    assertThat(
            ArgoCd.leavesAlone(
                application, "/Service", "llm-copilot-agent", "/spec/selector/color"))
        .isTrue();
    assertThat(application.at("/spec/syncPolicy/automated/selfHeal").isBoolean()).isTrue();
    assertThat(application.at("/spec/syncPolicy/automated/selfHeal").asBoolean()).isFalse();
  }

  @Test
  void neither_a_mistake_in_git_nor_the_end_of_the_application_deletes_production() {
    assertThat(application.at("/metadata/finalizers").isMissingNode()).isTrue();
    assertThat(application.at("/spec/syncPolicy/automated/allowEmpty").asBoolean(true)).isFalse();
    Manifest namespace = Manifest.named(ArgoCd.rendered(application), "Namespace", "llm-copilot");
    assertThat(options(namespace)).contains("Prune=false", "Delete=false");
  }

  /// `kubectl rollout undo` goes back to pods that read the configuration before.
  @Test
  void a_configuration_that_an_older_revision_reads_is_not_pruned() {
    assertThat(Manifest.of(ArgoCd.rendered(application), "ConfigMap").filter(ArgoCd::isGenerated))
        .isNotEmpty()
        .allSatisfy(it -> {
          assertThat(options(it)).contains("Prune=false");
          assertThat(
                  it.at("/metadata/annotations")
                      .path("argocd.argoproj.io/compare-options")
                      .asText())
              .contains("IgnoreExtraneous");
        });
  }

  private static List<String> options(Manifest object) {
    return List.of(
        object
            .at("/metadata/annotations")
            .path("argocd.argoproj.io/sync-options")
            .asText()
            .split(","));
  }
}
