package io.llmdevops.copilot.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.terraform.Rehearsals.Environment;
import io.llmdevops.copilot.deployment.terraform.Resources.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The files that two commands of the guide read, in the shape of the APIs (Route 53 2013-04-01,
/// Cost Explorer 2017-10-25) and in step with the plan.
@ExtendWith(Rehearsals.Extension.class)
class DisasterRecoveryFilesTest {
  private static JsonNode read(String name) throws Exception {
    return Rehearsals.JSON.readTree(Repository.read("deployment/disaster-recovery/" + name));
  }

  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void the_change_of_dns_is_a_change_batch_of_route_53() throws Exception {
    JsonNode batch = read("failover-dns.json");
    assertThat(keys(batch)).containsExactly("Changes", "Comment");
    assertThat(batch.path("Comment").asText()).hasSizeLessThanOrEqualTo(256);
    assertThat(batch.path("Changes")).hasSize(1);
    JsonNode change = batch.at("/Changes/0");
    assertThat(keys(change)).containsExactly("Action", "ResourceRecordSet");
    assertThat(change.path("Action").asText()).isEqualTo("UPSERT");
    JsonNode records = change.path("ResourceRecordSet");
    assertThat(keys(records))
        .containsExactly(
            "Failover", "HealthCheckId", "Name", "ResourceRecords", "SetIdentifier", "TTL", "Type");
    assertThat(records.path("TTL").isIntegralNumber()).isTrue();
    assertThat(records.path("ResourceRecords")).hasSize(1);
    assertThat(keys(records.at("/ResourceRecords/0"))).containsExactly("Value");
  }

  @Test
  void it_replaces_the_primary_record_of_the_plan_and_points_at_the_second_region(
      Rehearsals rehearsals) throws Exception {
    Resources plan = rehearsals.plan(Environment.PRODUCTION);
    Resource primary = plan.the("aws_route53_record", "primary");
    JsonNode records = read("failover-dns.json").at("/Changes/0/ResourceRecordSet");
    // Anything else than the same name, type and identifier would add a record and leave the
    // primary as it is.
    assertThat(records.path("Name").asText()).isEqualTo(primary.text("/name"));
    assertThat(records.path("Type").asText()).isEqualTo(primary.text("/type"));
    assertThat(records.path("SetIdentifier").asText()).isEqualTo(primary.text("/set_identifier"));
    assertThat(records.path("Failover").asText())
        .isEqualTo(primary.text("/failover_routing_policy/0/type"));
    assertThat(records.path("TTL").asText()).isEqualTo(primary.text("/ttl"));
    assertThat(records.at("/ResourceRecords/0/Value").asText())
        .isEqualTo(plan.the("aws_route53_record", "secondary").text("/records/0"));
  }

  /// A health check asks by the regional name, which the rule of the service's name does not know:
  /// its answer would be 404.
  @Test
  void each_regions_ingress_answers_what_its_health_check_asks(Rehearsals rehearsals) {
    List<String> asked =
        rehearsals
            .plan(Environment.PRODUCTION)
            .of("aws_route53_health_check")
            .map(it -> it.text("/fqdn") + " " + it.text("/resource_path"))
            .sorted()
            .toList();
    assertThat(asked)
        .hasSize(2)
        .containsExactly(regionalRule("production"), regionalRule("production-standby"));
    // The drill of a lost region asks the same.
    assertThat(Repository.read("deployment/drills/region.py"))
        .contains('"' + asked.getFirst().split(" ")[1] + '"');
  }

  private static String regionalRule(String overlay) {
    Manifest ingress =
        Manifest.named(
            Manifest.parse(
                Rendering.kustomize(
                    Repository.ROOT.resolve("deployment/kubernetes/overlays/" + overlay))),
            "Ingress",
            "llm-copilot-agent-ingress");
    JsonNode rule = ingress.at("/spec/rules/1");
    assertThat(rule.at("/http/paths")).hasSize(1);
    assertThat(rule.at("/http/paths/0/pathType").asText()).isEqualTo("Exact");
    return rule.path("host").asText() + " " + rule.at("/http/paths/0/path").asText();
  }

  /// It waits for a promotion: everything else is production's.
  @Test
  void the_standbys_values_are_those_that_terraform_prints(Rehearsals rehearsals) throws Exception {
    JsonNode printed =
        rehearsals.plannedOutput(Environment.PRODUCTION, "helm_values").path("us-west-2");
    JsonNode ours =
        Manifest.yaml(
            Repository.read("deployment/helm/llm-copilot-agent/values-standby.yaml")
                .replace("000000000000", "123456789012"));
    assertThat(printed).hasSizeGreaterThan(4);
    for (var group : printed.properties()) {
      JsonNode inProduction =
          Manifest.yaml(Repository.read("deployment/helm/llm-copilot-agent/values.yaml"));
      for (var value : group.getValue().properties()) {
        String printedText = value.getValue().asText();
        JsonNode told = ours.path(group.getKey()).path(value.getKey());
        JsonNode preset = inProduction.path(group.getKey()).path(value.getKey());
        // What is known only after the apply must be one of the file's, the rest be the same.
        assertThat(told.isMissingNode() ? preset.asText() : told.asText())
            .as(group.getKey() + "." + value.getKey())
            .satisfies(it -> {
              if (printedText.equals(Resources.LATER)) {
                assertThat(it).isNotBlank();
              } else {
                assertThat(it).isEqualTo(printedText);
              }
            });
      }
    }
  }

  @Test
  void the_filter_of_costs_is_an_expression_of_cost_explorer_over_tags_that_everything_has(
      Rehearsals rehearsals) throws Exception {
    JsonNode filter = read("cost-filter.json");
    assertThat(keys(filter)).containsExactly("And");
    // Cost Explorer refuses an And of one.
    assertThat(filter.path("And").size()).isGreaterThanOrEqualTo(2);
    Resource database =
        rehearsals.plan(Environment.PRODUCTION).of("aws_db_instance").findFirst().orElseThrow();
    for (JsonNode operand : filter.path("And")) {
      assertThat(keys(operand)).containsExactly("Tags");
      JsonNode tags = operand.path("Tags");
      assertThat(keys(tags)).containsExactly("Key", "MatchOptions", "Values");
      assertThat(tags.path("MatchOptions").path(0).asText()).isEqualTo("EQUALS");
      assertThat(tags.path("Values").path(0).asText())
          .isEqualTo(database.text("/tags_all/" + tags.path("Key").asText()));
    }
  }

  /// The role that Terraform makes for it may write there and nowhere else.
  @Test
  void velero_writes_where_its_role_may(Rehearsals rehearsals) throws Exception {
    Resources plan = rehearsals.plan(Environment.PRODUCTION);
    String locations =
        Repository.read("deployment/disaster-recovery/velero/locations.yaml")
            + Repository.read("deployment/disaster-recovery/velero-standby/kustomization.yaml");
    assertThat(plan.of("aws_s3_bucket").map(it -> it.text("/bucket")))
        .hasSize(2)
        .allSatisfy(it ->
            assertThat(locations).contains(it.replaceFirst("-\\d{12}-", "-000000000000-") + "\n"));
    assertThat(locations).contains("prefix: velero\n");
    assertThat(Repository.read("deployment/terraform/modules/velero/main.tf"))
        .contains("service_account = \"velero-server\"", "/velero/*\"]");
    assertThat(locations).contains("namespace: velero\n");
    assertThat(Repository.read("deployment/terraform/variables.tf"))
        .contains("velero_namespace = optional(string, \"velero\")");
  }
}
