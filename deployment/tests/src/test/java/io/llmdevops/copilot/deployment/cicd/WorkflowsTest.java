package io.llmdevops.copilot.deployment.cicd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The workflows, as far as they can be judged without GitHub; what they run is run by the tests
/// beside this one.
class WorkflowsTest {
  private static final Pattern SCRIPT =
      Pattern.compile("deployment/ci-cd/scripts/[a-z-]+\\.sh|\\.ci/run");

  @Test
  void no_workflow_is_careless() throws IOException {
    assertThat(Workflow.all())
        .extracting(Workflow::name)
        .containsExactly("ci.yml", "promote.yml", "release.yml", "rollback.yml");
    assertThat(Workflow.all())
        .allSatisfy(it -> assertThat(it.objections()).as(it.name()).isEmpty());
  }

  @Test
  void carelessness_is_found() throws IOException {
    String good = Workflow.named("promote.yml").text();
    assertThat(objections(good.replaceAll("@[0-9a-f]{40} # ", "@"))).isNotEmpty();
    assertThat(objections(good.replace("permissions: {}", "permissions: write-all"))).isNotEmpty();
    assertThat(objections(good.replaceAll("timeout-minutes: \\d+", "name: x"))).isNotEmpty();
    assertThat(objections(good.replaceAll("\nconcurrency:", "\nx-concurrency:"))).isNotEmpty();
    assertThat(objections(good.replaceAll("environment: .*", "name: x"))).isNotEmpty();
    assertThat(objections(good.replace("\"$DIGEST\"", "\"${{ inputs.digest }}\""))).isNotEmpty();
    assertThat(objections(good.replace("    permissions:\n", "    x-permissions:\n"))).isNotEmpty();
  }

  private static List<String> objections(String text) {
    return Workflow.of("changed", text).objections();
  }

  @Test
  void every_script_that_is_run_is_there_and_can_be_run() throws IOException {
    TreeSet<String> run = new TreeSet<>();
    for (Workflow workflow : Workflow.all()) {
      SCRIPT.matcher(workflow.text()).results().forEach(it -> run.add(it.group()));
    }
    assertThat(run).contains(".ci/run").hasSizeGreaterThan(8);
    assertThat(run)
        .allSatisfy(it -> assertThat(Files.isExecutable(Repository.ROOT.resolve(it))).isTrue());
    try (var scripts = Files.list(ArgoCd.FOLDER.resolve("scripts"))) {
      assertThat(scripts)
          .allSatisfy(it -> assertThat(run).contains(Repository.ROOT.relativize(it).toString()));
    }
  }

  @Test
  void an_image_is_scanned_and_listed_before_it_has_a_tag_and_signed_before_it_is_offered()
      throws IOException {
    Workflow release = Workflow.named("release.yml");
    JsonNode jobs = release.json().path("jobs");
    assertThat(release.script("image"))
        .containsSubsequence("build.sh", "scan.sh", "cosign attest")
        .doesNotContain("publish.sh");
    assertThat(release.script("publish")).containsSubsequence("publish.sh", "cosign sign");
    assertThat(needs(jobs, "image")).contains("checks");
    assertThat(needs(jobs, "publish")).contains("image");
    assertThat(needs(jobs, "offer")).contains("publish");
    assertThat(jobs.at("/checks/uses").asText()).isEqualTo("./.github/workflows/ci.yml");
    assertThat(jobs.at("/offer/with/stage").asText()).isEqualTo("development");
    assertThat(jobs.at("/image/strategy/matrix/include"))
        .extracting(it -> it.path("architecture").asText())
        .containsExactly("amd64", "arm64");
  }

  private static List<String> needs(JsonNode jobs, String job) {
    JsonNode needs = jobs.path(job).path("needs");
    return needs.isTextual() ? List.of(needs.asText()) : ArgoCd.texts(needs);
  }

  @Test
  void what_is_offered_was_verified_before_and_the_stage_names_the_environment()
      throws IOException {
    assertThat(Workflow.named("promote.yml").script("promote"))
        .containsSubsequence("verify-image.sh", "promote.sh", "propose.sh");
    assertThat(Workflow.named("rollback.yml").script("rollback"))
        .containsSubsequence("rollback.sh", "verify-image.sh", "propose.sh");
    for (String name : List.of("promote.yml", "rollback.yml")) {
      Workflow workflow = Workflow.named(name);
      assertThat(workflow.jobs())
          .allSatisfy(
              job -> assertThat(job.path("environment").asText()).isEqualTo("${{ inputs.stage }}"));
      // YAML 1.1 takes the key `on` for a yes.
      assertThat(ArgoCd.texts(workflow.json().at("/true/workflow_dispatch/inputs/stage/options")))
          .containsExactly("development", "staging", "production");
    }
  }

  /// Each says why and until when, and that is soon.
  @Test
  void a_finding_is_let_through_for_a_time_and_with_a_reason() throws IOException {
    String file = Repository.read(ArgoCd.FOLDER.resolve("trivyignore.yaml"));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);

    assertThat(loose(file, today)).isEmpty();
    String one = "vulnerabilities: [{id: CVE-2026-1, expired_at: %s, statement: '%s'}]";
    String reason = "The class is not in the image.";
    assertThat(loose(one.formatted("2026-12-31", reason), LocalDate.of(2026, 11, 28))).isEmpty();
    assertThat(loose(one.formatted("2027-12-31", reason), LocalDate.of(2026, 11, 28))).isNotEmpty();
    assertThat(loose(one.formatted("2026-12-31", ""), LocalDate.of(2026, 11, 28))).isNotEmpty();
    assertThat(loose("vulnerabilities: [{id: CVE-2026-1}]", today)).isNotEmpty();
    assertThat(loose("secrets: [{id: any}]", today)).isNotEmpty();
  }

  private static List<String> loose(String yaml, LocalDate today) {
    List<String> loose = new ArrayList<>();
    JsonNode document = Manifest.yaml(yaml);
    document
        .fieldNames()
        .forEachRemaining(it -> {
          if (!it.equals("vulnerabilities")) {
            loose.add(it);
          }
        });
    for (JsonNode entry : document.path("vulnerabilities")) {
      String until = entry.path("expired_at").asText();
      if (!until.matches("\\d{4}-\\d{2}-\\d{2}")
          || LocalDate.parse(until).isAfter(today.plusDays(90))
          || entry.path("statement").asText().length() < 20) {
        loose.add(entry.toString());
      }
    }
    return loose;
  }

  /// What the guide says is set in GitHub's settings is what the workflows ask for.
  @Test
  void every_variable_of_the_settings_is_in_the_guide() throws IOException {
    String guide = Repository.read(ArgoCd.FOLDER.resolve("README.md"));
    TreeSet<String> asked = new TreeSet<>();
    for (Workflow workflow : Workflow.all()) {
      Pattern.compile("vars\\.([A-Z_]+)")
          .matcher(workflow.text())
          .results()
          .forEach(it -> asked.add(it.group(1)));
      assertThat(workflow.text()).doesNotContain("secrets.");
    }
    assertThat(asked).contains("IMAGE", "PUSH_ROLE_ARN");
    assertThat(asked).allSatisfy(it -> assertThat(guide).contains("`" + it + "`"));
  }
}
