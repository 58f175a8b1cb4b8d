package io.llmdevops.copilot.deployment.cicd;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// promote.sh and rollback.sh, run in a repository of their own.
class PromotionTest {
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String C = "sha256:" + "c".repeat(64);
  private static final String REGISTRY = "000000000000.dkr.ecr.us-east-1.amazonaws.com/";

  @TempDir private Path scratch;

  @SuppressWarnings("NullAway.Init")
  private Checkout checkout;

  @BeforeEach
  void prepare() throws IOException {
    // Asked for here, so that a machine without it skips and names it.
    Rendering.kustomize(Repository.KUBERNETES.resolve("base"));
    checkout = Checkout.in(scratch);
  }

  private void promote(String stage, String digest) {
    Checkout.Run run = checkout.script("promote.sh", stage, digest);
    assertThat(run.exit()).as(run.said()).isZero();
    checkout.commit(stage + " " + digest);
  }

  /// The images of the server that the rendered overlay would run.
  private List<String> images(String overlay) {
    Path folder = checkout.folder().resolve("deployment/kubernetes/overlays").resolve(overlay);
    return Manifest.of(Manifest.parse(Rendering.kustomize(folder)), "Deployment")
        .flatMap(it -> Manifest.containers(it.podTemplate().orElseThrow()))
        .map(it -> it.path("image").asText())
        .toList();
  }

  @Test
  void what_is_promoted_is_what_the_rendered_manifests_run() {
    promote("development", A);
    assertThat(images("development-aws")).containsExactly(REGISTRY + "llm-copilot-agent@" + A);
    assertThat(images("staging")).containsExactly(REGISTRY + "llm-copilot-agent:1.0.0");

    promote("staging", A);
    promote("production", A);

    assertThat(images("staging")).containsExactly(REGISTRY + "llm-copilot-agent@" + A);
    assertThat(images("production")).containsExactly(REGISTRY + "llm-copilot-agent@" + A);
    // One promotion for both regions, each with its own copy of the registry.
    assertThat(images("production-standby"))
        .containsExactly(REGISTRY.replace("us-east-1", "us-west-2") + "llm-copilot-agent@" + A);
    assertThat(images("development")).containsExactly("llm-copilot-agent:1.0.0");
  }

  @Test
  void a_promotion_changes_one_line_of_one_file() throws IOException {
    promote("development", A);
    Path file =
        checkout.folder().resolve("deployment/kubernetes/overlays/staging/kustomization.yaml");
    List<String> before = Files.readAllLines(file);

    assertThat(checkout.script("promote.sh", "staging", A).exit()).isZero();

    List<String> after = Files.readAllLines(file);
    assertThat(after).hasSameSizeAs(before).contains("    digest: " + A);
    assertThat(after.stream().filter(line -> !before.contains(line))).hasSize(1);
    checkout.git("diff", "--quiet", "--", ":!" + checkout.folder().relativize(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void a_stage_is_never_skipped(String stage) {
    promote("development", A);
    promote("staging", A);
    promote("development", B);

    Checkout.Run run = checkout.script("promote.sh", stage, C);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said()).contains(stage + " gets only what", C);
    assertThat(checkout.script("promote.sh", "production", B).exit()).isEqualTo(1);
    assertThat(images("production")).containsExactly(REGISTRY + "llm-copilot-agent:1.0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0",
        "latest",
        "",
        "sha256:abc",
        "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha512:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nnewTag: x",
        "llm-copilot-agent@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void what_is_no_digest_is_refused(String wrong) {
    Checkout.Run run = checkout.script("promote.sh", "development", wrong);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.said()).contains("is no digest");
    assertThat(images("development-aws")).containsExactly(REGISTRY + "llm-copilot-agent:1.0.0");
  }

  @Test
  void a_stage_that_does_not_exist_is_wrong_usage() {
    Checkout.Run run = checkout.script("promote.sh", "../production", A);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.said()).contains("\"../production\" is no stage");
    assertThat(checkout.script("promote.sh").exit()).isEqualTo(2);
  }

  @Test
  void promoting_twice_changes_nothing() {
    promote("development", A);

    Checkout.Run again = checkout.script("promote.sh", "development", A);

    assertThat(again.exit()).isZero();
    assertThat(again.said()).contains("already");
    checkout.git("diff", "--quiet");
  }

  /// A patch in the overlay that names an image would win over what was promoted.
  @Test
  void an_overlay_that_would_run_something_else_is_left_as_it_was() throws IOException {
    Path file =
        checkout
            .folder()
            .resolve("deployment/kubernetes/overlays/development-aws/kustomization.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            + """
            replacements:
              - source: {kind: Service, name: llm-copilot-agent, fieldPath: metadata.name}
                targets:
                  - select: {kind: Deployment, name: llm-copilot-agent}
                    fieldPaths: [spec.template.spec.containers.0.image]
            """);
    checkout.commit("a trap");

    Checkout.Run run = checkout.script("promote.sh", "development", A);

    assertThat(run.exit()).as(run.said()).isEqualTo(1);
    assertThat(run.said()).contains("nothing was changed");
    checkout.git("diff", "--quiet");
  }

  @Test
  void a_rollback_goes_back_to_the_digest_before() {
    promote("development", A);
    promote("development", B);

    Checkout.Run run = checkout.script("rollback.sh", "development");

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said()).contains(B + " -> " + A);
    assertThat(images("development-aws")).containsExactly(REGISTRY + "llm-copilot-agent@" + A);
  }

  /// The digest that was set last is then the bad one.
  @Test
  void a_second_rollback_goes_further_back_and_not_forward_again() {
    promote("development", A);
    promote("development", B);
    promote("development", C);
    assertThat(checkout.script("rollback.sh", "development").exit()).isZero();
    checkout.commit("back to b");

    Checkout.Run run = checkout.script("rollback.sh", "development");

    assertThat(run.said()).contains(B + " -> " + A);
    checkout.commit("back to a");
    Checkout.Run end = checkout.script("rollback.sh", "development");
    assertThat(end.exit()).isEqualTo(1);
    assertThat(end.said()).contains("has run nothing before " + A);
  }

  @Test
  void a_rollback_goes_only_to_what_the_stage_has_run() {
    promote("development", A);
    promote("development", B);
    promote("development", C);
    assertThat(checkout.script("rollback.sh", "staging").said()).contains("a tag and no digest");
    promote("staging", C);

    assertThat(checkout.script("rollback.sh", "staging", A).said()).contains("has never run " + A);
    assertThat(checkout.script("rollback.sh", "development", C).said()).contains("already");
    Checkout.Run named = checkout.script("rollback.sh", "development", A);
    assertThat(named.exit()).as(named.said()).isZero();
    assertThat(images("development-aws")).containsExactly(REGISTRY + "llm-copilot-agent@" + A);
  }

  @Test
  void a_rollback_without_all_commits_is_refused() {
    promote("development", A);
    promote("development", B);
    checkout.git("clone", "-q", "--depth", "1", "file://" + checkout.folder(), "shallow");

    Checkout.Run run =
        checkout.script("../../../shallow/deployment/ci-cd/scripts/rollback.sh", "development");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said()).contains("does not have all commits");
  }

  @Test
  void a_promotion_is_offered_as_one_branch_with_one_commit() throws IOException {
    checkout.git("clone", "-q", "--bare", ".", "../origin.git");
    checkout.git("remote", "add", "origin", scratch.resolve("origin.git").toString());
    checkout.program("gh", "echo \"gh $*\" >>\"$CALLS\"\n");
    checkout.set("CALLS", scratch.resolve("calls").toString());
    assertThat(checkout.script("promote.sh", "development", A).exit()).isZero();

    Checkout.Run run = checkout.script("propose.sh", "development", "Promote");

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(Files.readString(scratch.resolve("calls")))
        .contains("gh pr create --base main --head release/development-aaaaaaaaaaaa", A);
    checkout.git("fetch", "-q", "origin");
    checkout.git("diff", "--quiet", "origin/release/development-aaaaaaaaaaaa");
    checkout.git("checkout", "-q", "main");
    Checkout.Run nothing = checkout.script("propose.sh", "development", "Promote");
    assertThat(nothing.said()).contains("nothing to propose");
  }
}
