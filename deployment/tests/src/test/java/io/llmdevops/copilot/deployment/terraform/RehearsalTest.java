package io.llmdevops.copilot.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.terraform.Rehearsals.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Terraform's own judgement, and what an operator types.
@ExtendWith(Rehearsals.Extension.class)
class RehearsalTest {
  private static final String VARIABLES = "-var-file=environments/production/terraform.tfvars";

  @Test
  void the_files_are_formatted(Rehearsals rehearsals) {
    assertThat(
            rehearsals.terraform().run("fmt", "-check", "-recursive", "-diff").succeeded().output())
        .isEmpty();
  }

  @Test
  void the_configuration_is_valid_and_uses_nothing_deprecated(Rehearsals rehearsals) {
    rehearsals.terraform().run("init", "-no-color").succeeded();
    JsonNode verdict = Rehearsals.json(rehearsals.terraform().run("validate", "-json"));
    assertThat(verdict.path("diagnostics")).isEmpty();
  }

  @Test
  void a_wrong_argument_is_refused(Rehearsals rehearsals) throws IOException {
    Terraform wrong = rehearsals.fresh("wrong");
    Files.writeString(
        wrong.folder().resolve("wrong.tf"),
        "resource \"aws_vpc\" \"wrong\" {\n  cidr_blok = \"10.0.0.0/16\"\n}\n");
    wrong.run("init", "-no-color").succeeded();
    Terraform.Run run = wrong.run("validate", "-no-color");
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.output()).contains("cidr_blok");
  }

  @Test
  void its_own_tests_pass(Rehearsals rehearsals) {
    rehearsals.terraform().run("init", "-no-color").succeeded();
    assertThat(rehearsals.terraform().run("test", "-no-color").succeeded().output())
        .contains("Success! 9 passed, 0 failed.");
  }

  /// The commands of the guide, and then what matters after them: nothing is left to change, and
  /// IAM grants little.
  @Test
  void what_the_guide_says_creates_everything_and_leaves_nothing_to_change(Rehearsals rehearsals)
      throws IOException {
    Terraform operator = rehearsals.fresh("operator");
    operator.run("init", "-no-color").succeeded();
    operator.run("plan", "-no-color", VARIABLES).succeeded();
    String applied =
        operator.run("apply", "-no-color", "-auto-approve", VARIABLES).succeeded().output();
    Resources resources = Resources.ofState(Rehearsals.json(operator.run("show", "-json")));
    assertThat(applied).contains(resources.all().size() + " added, 0 changed, 0 destroyed");
    assertThat(Repository.read("deployment/terraform/README.md"))
        .contains("(" + resources.all().size() + " resources)");
    Terraform.Run again = operator.run("plan", "-no-color", "-detailed-exitcode", VARIABLES);
    assertThat(again.exitCode()).describedAs(again.output()).isZero();

    JsonNode state = Rehearsals.json(operator.run("show", "-json"));
    assertThat(resources.of("aws_iam_role_policy").count()).isGreaterThan(10);
    assertThat(Access.violations(resources)).isEmpty();
    AccessCanary.all(resources).forEach(it -> assertThat(Access.violations(it)).isNotEmpty());
    theSecretHoldsWhatTheProgramReads(resources);
    theOutputsSayWhatTheClusterIsTold(state.at("/values/outputs"));
  }

  private static void theSecretHoldsWhatTheProgramReads(Resources state) {
    String known = Repository.read("docs/use/configuration.md");
    assertThat(
            state
                .of("aws_secretsmanager_secret_version")
                .filter(it -> it.name().equals("application")))
        .hasSize(2)
        .allSatisfy(it -> {
          JsonNode secret = Rehearsals.JSON.readTree(it.text("/secret_string"));
          assertThat(secret.properties())
              .hasSizeGreaterThan(5)
              .allSatisfy(entry -> assertThat(known).contains("`" + entry.getKey() + "`"));
          assertThat(secret.path("COPILOT_DB_URL").asText())
              .startsWith("jdbc:postgresql://llm-copilot-postgres")
              .contains(it.region())
              .endsWith(":5432/llm_copilot");
          assertThat(secret.path("COPILOT_REDIS_URL").asText())
              .matches("rediss://:[^@]+@[^@]+" + it.region() + ".*:6379");
          assertThat(secret.path("COPILOT_ADMIN_TOKEN").asText()).hasSizeGreaterThanOrEqualTo(32);
        });
  }

  private static void theOutputsSayWhatTheClusterIsTold(JsonNode outputs) throws IOException {
    assertThat(outputs.at("/state/value").asText()).startsWith("IN THIS FOLDER");
    for (String region : List.of("us-east-1", "us-west-2")) {
      JsonNode values = outputs.at("/helm_values/value/" + region);
      assertThat(values.at("/externalSecret/roleArn").asText())
          .isEqualTo(
              "arn:aws:iam::123456789012:role/llm-copilot-production-" + region + "-secrets");
      assertThat(values.at("/backup/bucket").asText())
          .isEqualTo("llm-copilot-backups-production-123456789012-" + region);
      assertThat(values.at("/networkPolicy/databaseCidr").asText()).endsWith(".16.0/20");
      assertThat(outputs.at("/ingress/value/" + region).properties())
          .hasSize(3)
          .allSatisfy(
              it -> assertThat(it.getValue().asText()).describedAs(it.getKey()).isNotBlank());
    }
    JsonNode failover = Rehearsals.JSON.readTree(outputs.at("/failover_dns/value").asText());
    String ours = Repository.read("deployment/disaster-recovery/failover-dns.json");
    String healthCheck = failover.at("/Changes/0/ResourceRecordSet/HealthCheckId").asText();
    assertThat(failover)
        .isEqualTo(Rehearsals.JSON.readTree(ours.replace("HEALTH_CHECK_ID", healthCheck)));
  }

  /// Each value is one that the chart has, by its own schema.
  @Test
  void the_chart_knows_the_values_that_the_outputs_hand_it(Rehearsals rehearsals)
      throws IOException {
    JsonNode schema =
        Rehearsals.JSON.readTree(Repository.read(Repository.CHART.resolve("values.schema.json")));
    for (String region : List.of("us-east-1", "us-west-2")) {
      JsonNode values =
          rehearsals.plannedOutput(Environment.PRODUCTION, "helm_values").path(region);
      assertThat(values).isNotEmpty();
      for (var value : values.properties()) {
        JsonNode known = schema.path("properties").path(value.getKey());
        assertThat(known.isObject()).describedAs(value.getKey()).isTrue();
        for (var inner : value.getValue().properties()) {
          assertThat(known.path("properties").has(inner.getKey()))
              .describedAs(value.getKey() + "." + inner.getKey())
              .isTrue();
        }
      }
    }
  }

  @Test
  void behind_a_cdn_and_with_load_balancers_the_plan_is_as_safe(Rehearsals rehearsals) {
    Terraform operator = rehearsals.fresh("cdn");
    operator.run("init", "-no-color").succeeded();
    operator
        .run(
            "plan",
            "-no-color",
            VARIABLES,
            "-var=cdn=true",
            "-out=cdn.plan",
            "-var=dns={zone=\"example.com\","
                + "host=\"copilot.example.com\",zone_delegated=true,load_balancers={\"us-east-1\"=\"a.elb.amazonaws.com\"}}")
        .succeeded();
    Resources plan = Resources.ofPlan(Rehearsals.json(operator.run("show", "-json", "cdn.plan")));
    assertThat(plan.of("aws_cloudfront_distribution")).hasSize(1);
    assertThat(plan.of("aws_wafv2_web_acl").map(it -> it.text("/scope")))
        .contains("CLOUDFRONT", "REGIONAL");
    assertThat(plan.the("aws_route53_record", "regional").text("/records/0"))
        .isEqualTo("a.elb.amazonaws.com");
    for (Policy policy : Policy.values()) {
      assertThat(policy.violations(plan)).describedAs(policy.name()).isEmpty();
    }
  }

  @Test
  void the_bucket_of_the_state_is_valid_and_writes_a_backend_that_terraform_accepts(
      Rehearsals rehearsals) throws IOException {
    for (String lock : List.of("lockfile", "table")) {
      Terraform operator = rehearsals.fresh("state-" + lock);
      operator.run("-chdir=bootstrap", "init", "-no-color").succeeded();
      operator
          .run("-chdir=bootstrap", "apply", "-no-color", "-auto-approve", "-var=lock=" + lock)
          .succeeded();
      String backend =
          operator.run("-chdir=bootstrap", "output", "-raw", "backend").succeeded().output();
      assertThat(backend)
          .contains(
              "llm-copilot-terraform-state-123456789012",
              lock.equals("table") ? "dynamodb_table" : "use_lockfile");
      Files.writeString(operator.folder().resolve("backend.tf"), backend);
      assertThat(operator.run("fmt", "-check", "backend.tf").succeeded().output()).isEmpty();
      // Without credentials it comes as far as looking for some: every key of the backend is a
      // known one.
      assertThat(operator.run("init", "-no-color").output())
          .contains("Initializing the backend...")
          .doesNotContain("Unsupported argument")
          .contains("No valid credential sources found");
    }
  }

  @Test
  void a_state_of_production_cannot_become_another_environment(Rehearsals rehearsals) {
    Terraform operator = rehearsals.fresh("mistake");
    operator.run("init", "-no-color").succeeded();
    Terraform.Run run =
        operator.run(
            "plan",
            "-no-color",
            "-var-file=environments/" + Environment.STAGING.label() + "/terraform.tfvars");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("The workspace does not belong to this environment");
  }
}
