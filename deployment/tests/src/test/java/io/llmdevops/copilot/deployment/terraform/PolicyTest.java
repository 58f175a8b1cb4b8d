package io.llmdevops.copilot.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.deployment.terraform.Rehearsals.Environment;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of [Policy] over the plans, and for each rule a plan that breaks it.
@ExtendWith(Rehearsals.Extension.class)
class PolicyTest {
  @ParameterizedTest
  @EnumSource
  void a_plan_keeps_to_every_policy(Environment environment, Rehearsals rehearsals) {
    Resources plan = rehearsals.plan(environment);
    assertThat(
            Arrays.stream(Policy.values())
                .map(it -> it.violations(plan))
                .flatMap(Collection::stream))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_policy_finds_what_breaks_it(Policy policy, Rehearsals rehearsals) {
    Resources plan = rehearsals.plan(Environment.PRODUCTION);
    assertThat(breaking(policy, plan))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(policy.violations(it)).isNotEmpty());
  }

  private static List<Resources> breaking(Policy policy, Resources plan) {
    return switch (policy) {
      case STORAGE_IS_ENCRYPTED ->
          List.of(
              plan.with("aws_db_instance", it -> it.put("storage_encrypted", false)),
              plan.with("aws_db_instance", it -> it.remove("kms_key_id")),
              plan.with(
                  "aws_elasticache_replication_group",
                  it -> it.put("at_rest_encryption_enabled", "false")),
              plan.with("aws_eks_cluster", it -> it.remove("encryption_config")),
              plan.with("aws_launch_template", it -> it.remove("block_device_mappings")),
              plan.with("aws_secretsmanager_secret", it -> it.remove("kms_key_id")),
              plan.with("aws_cloudwatch_log_group", it -> it.putNull("kms_key_id")),
              plan.with("aws_sns_topic", it -> it.remove("kms_master_key_id")),
              plan.with(
                  "aws_s3_bucket_server_side_encryption_configuration",
                  it ->
                      first(it, "rule", "apply_server_side_encryption_by_default")
                          .put("sse_algorithm", "AES256")),
              plan.without("aws_s3_bucket_server_side_encryption_configuration"));
      case KEYS_ROTATE ->
          List.of(plan.with("aws_kms_key", it -> it.put("enable_key_rotation", false)));
      case TRANSPORT_IS_ENCRYPTED ->
          List.of(
              plan.with(
                  "aws_elasticache_replication_group",
                  it -> it.put("transit_encryption_enabled", false)),
              plan.with("aws_db_parameter_group", it -> it.remove("parameter")),
              plan.with("aws_route53_health_check", it -> it.put("type", "HTTP")),
              plan.without("aws_s3_bucket_policy"));
      case NOTHING_IS_PUBLIC ->
          List.of(
              plan.with("aws_db_instance", it -> it.put("publicly_accessible", true)),
              plan.with(
                  "aws_eks_cluster",
                  it -> first(it, "vpc_config").put("endpoint_public_access", true)),
              plan.with("aws_subnet", it -> it.put("map_public_ip_on_launch", true)),
              plan.with(
                  "aws_vpc_security_group_ingress_rule",
                  it -> it.put("cidr_ipv4", "0.0.0.0/0").remove("referenced_security_group_id")),
              plan.with(
                  "aws_s3_bucket_public_access_block", it -> it.put("block_public_policy", false)),
              plan.without("aws_s3_bucket_public_access_block"));
      case BACKUPS_ARE_KEPT ->
          List.of(
              plan.with("aws_db_instance", it -> it.put("backup_retention_period", 0)),
              plan.with(
                  "aws_elasticache_replication_group", it -> it.put("snapshot_retention_limit", 0)),
              plan.with("aws_s3_bucket", it -> it.put("object_lock_enabled", false)),
              plan.with(
                  "aws_s3_bucket_versioning",
                  it -> first(it, "versioning_configuration").put("status", "Suspended")),
              plan.with("aws_cloudwatch_log_group", it -> it.put("retention_in_days", 7)),
              plan.without("aws_s3_bucket_object_lock_configuration"));
      case BACKUPS_LEAVE_THE_REGION ->
          List.of(
              plan.without("aws_db_instance_automated_backups_replication"),
              plan.with(
                  "aws_db_instance_automated_backups_replication",
                  it -> it.put("region", "us-east-1")),
              plan.with(
                  "aws_s3_bucket_replication_configuration",
                  it -> first(it, "rule").put("status", "Disabled")),
              plan.without("aws_s3_bucket_replication_configuration"));
      case ENGINES_DO_NOT_UPGRADE_BY_THEMSELVES ->
          List.of(
              plan.with("aws_db_instance", it -> it.put("auto_minor_version_upgrade", true)),
              plan.with("aws_db_instance", it -> it.put("apply_immediately", true)));
      case NODES_KEEP_THEIR_ROLE_FROM_PODS ->
          List.of(
              plan.with(
                  "aws_launch_template",
                  it -> first(it, "metadata_options").put("http_tokens", "optional")),
              plan.with(
                  "aws_launch_template",
                  it -> first(it, "metadata_options").put("http_put_response_hop_limit", 2)));
      case EVERYTHING_IS_TAGGED ->
          List.of(
              plan.with("aws_vpc", it -> ((ObjectNode) it.path("tags_all")).remove("Owner")),
              plan.with(
                  "aws_db_instance",
                  it -> ((ObjectNode) it.path("tags_all")).put("Environment", "")));
      case ALARMS_REACH_SOMEBODY ->
          List.of(
              plan.with("aws_cloudwatch_metric_alarm", it -> it.putArray("alarm_actions")),
              plan.with("aws_budgets_budget", it -> it.putArray("notification")),
              plan.without("aws_sns_topic_subscription"),
              plan.without("aws_budgets_budget"));
      case THE_FIREWALL_STOPS_THE_USUAL ->
          List.of(
              plan.without("aws_wafv2_web_acl"),
              plan.with(
                  "aws_wafv2_web_acl", it -> it.putArray("rule").addObject().put("name", "rate")));
      case IMAGES_STAY_WHAT_THEY_ARE ->
          List.of(
              plan.with("aws_ecr_repository", it -> it.put("image_tag_mutability", "MUTABLE")),
              plan.with(
                  "aws_ecr_repository",
                  it -> first(it, "image_tag_mutability_exclusion_filter").put("filter", "*")),
              plan.with(
                  "aws_ecr_repository",
                  it -> first(it, "image_scanning_configuration").put("scan_on_push", false)),
              plan.with(
                  "aws_ecr_repository",
                  it -> first(it, "encryption_configuration").put("encryption_type", "AES256")),
              plan.with("aws_ecr_repository", it -> it.put("force_delete", true)),
              plan.with("aws_ecr_repository", it -> it.put("region", "us-east-1")),
              plan.without("aws_ecr_replication_configuration"),
              plan.without("aws_ecr_lifecycle_policy"));
    };
  }

  /// The first element of a nested block, and of one inside it.
  private static ObjectNode first(ObjectNode values, String... path) {
    ObjectNode at = values;
    for (String block : path) {
      at = (ObjectNode) at.path(block).path(0);
    }
    return at;
  }

  @Test
  void the_environments_can_live_in_one_account(Rehearsals rehearsals) {
    List<String> names =
        Stream.of(Environment.values())
            .flatMap(environment -> rehearsals.plan(environment).all().stream())
            .filter(it ->
                List.of(
                        "aws_iam_role",
                        "aws_db_instance",
                        "aws_eks_cluster",
                        "aws_kms_alias",
                        "aws_elasticache_replication_group",
                        "aws_s3_bucket",
                        "aws_secretsmanager_secret",
                        "aws_sns_topic",
                        "aws_cloudwatch_log_group",
                        "aws_launch_template",
                        "aws_wafv2_web_acl",
                        "aws_budgets_budget")
                    .contains(it.type()))
            .map(it ->
                it.type()
                    + " "
                    + it.region()
                    + " "
                    + it.text("/name")
                    + it.text("/identifier")
                    + it.text("/bucket")
                    + it.text("/replication_group_id"))
            .toList();
    assertThat(names).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }
}
