package io.llmdevops.copilot.deployment.terraform;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmdevops.copilot.deployment.terraform.Resources.Resource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What must be so in every environment, whatever its size.
enum Policy {
  STORAGE_IS_ENCRYPTED,
  KEYS_ROTATE,
  TRANSPORT_IS_ENCRYPTED,
  NOTHING_IS_PUBLIC,
  BACKUPS_ARE_KEPT,
  BACKUPS_LEAVE_THE_REGION,
  ENGINES_DO_NOT_UPGRADE_BY_THEMSELVES,
  NODES_KEEP_THEIR_ROLE_FROM_PODS,
  EVERYTHING_IS_TAGGED,
  ALARMS_REACH_SOMEBODY,
  THE_FIREWALL_STOPS_THE_USUAL,
  IMAGES_STAY_WHAT_THEY_ARE;

  private static final Set<String> TAGS = Set.of("Project", "Environment", "Owner", "ManagedBy");

  private static final Set<String> FIREWALL_RULES =
      Set.of(
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesSQLiRuleSet",
          "rate");

  /// What breaks it, by address; nothing is good.
  List<String> violations(Resources all) {
    Stream<Resource> offenders =
        switch (this) {
          case STORAGE_IS_ENCRYPTED -> unencrypted(all);
          case KEYS_ROTATE -> broken(all, "aws_kms_key", it -> it.isTrue("/enable_key_rotation"));
          case TRANSPORT_IS_ENCRYPTED -> readableOnTheWay(all);
          case NOTHING_IS_PUBLIC -> open(all);
          case BACKUPS_ARE_KEPT -> forgetful(all);
          case BACKUPS_LEAVE_THE_REGION -> stayingAtHome(all);
          case ENGINES_DO_NOT_UPGRADE_BY_THEMSELVES ->
              broken(
                  all,
                  "aws_db_instance",
                  it ->
                      !it.isTrue("/auto_minor_version_upgrade")
                          && !it.isTrue("/apply_immediately"));
          case NODES_KEEP_THEIR_ROLE_FROM_PODS ->
              broken(
                  all,
                  "aws_launch_template",
                  it ->
                      it.text("/metadata_options/0/http_tokens").equals("required")
                          && it.text("/metadata_options/0/http_put_response_hop_limit")
                              .equals("1"));
          case EVERYTHING_IS_TAGGED ->
              all.all().stream()
                  .filter(it -> it.values().has("tags_all"))
                  .filter(
                      it -> TAGS.stream().anyMatch(tag -> it.text("/tags_all/" + tag).isBlank()));
          case ALARMS_REACH_SOMEBODY ->
              Stream.of(
                      broken(
                          all,
                          "aws_cloudwatch_metric_alarm",
                          it -> !it.at("/alarm_actions").isEmpty()),
                      missing(all, "aws_sns_topic_subscription"),
                      missing(all, "aws_budgets_budget"),
                      broken(all, "aws_budgets_budget", it -> it.at("/notification").size() >= 3))
                  .flatMap(it -> it);
          case THE_FIREWALL_STOPS_THE_USUAL ->
              Stream.concat(
                  missing(all, "aws_wafv2_web_acl"),
                  broken(
                      all,
                      "aws_wafv2_web_acl",
                      it -> it.at("/rule").findValuesAsText("name").containsAll(FIREWALL_RULES)));
          case IMAGES_STAY_WHAT_THEY_ARE -> changeable(all);
        };
    return offenders.map(Resource::address).distinct().sorted().toList();
  }

  private static Stream<Resource> unencrypted(Resources all) {
    return Stream.of(
            broken(
                all,
                "aws_db_instance",
                it -> it.isTrue("/storage_encrypted") && it.isSet("/kms_key_id")),
            broken(
                all,
                "aws_elasticache_replication_group",
                it -> it.isTrue("/at_rest_encryption_enabled") && it.isSet("/kms_key_id")),
            broken(
                all,
                "aws_eks_cluster",
                it ->
                    it.text("/encryption_config/0/resources/0").equals("secrets")
                        && it.isSet("/encryption_config/0/provider/0/key_arn")),
            broken(
                all,
                "aws_launch_template",
                it -> it.isTrue("/block_device_mappings/0/ebs/0/encrypted")),
            broken(all, "aws_secretsmanager_secret", it -> it.isSet("/kms_key_id")),
            broken(all, "aws_cloudwatch_log_group", it -> it.isSet("/kms_key_id")),
            broken(all, "aws_sns_topic", it -> it.isSet("/kms_master_key_id")),
            broken(
                all,
                "aws_db_instance_automated_backups_replication",
                it -> it.isSet("/kms_key_id")),
            bucketsWithout(all, "aws_s3_bucket_server_side_encryption_configuration"),
            broken(
                all,
                "aws_s3_bucket_server_side_encryption_configuration",
                it ->
                    it.text("/rule/0/apply_server_side_encryption_by_default/0/sse_algorithm")
                            .equals("aws:kms")
                        && it.isSet(
                            "/rule/0/apply_server_side_encryption_by_default/0/kms_master_key_id")))
        .flatMap(it -> it);
  }

  /// Only cosign's own tags may move. Where there is a registry its images are in two regions.
  private static Stream<Resource> changeable(Resources all) {
    List<Resource> repositories = all.of("aws_ecr_repository").toList();
    if (repositories.isEmpty()) {
      return Stream.of();
    }
    boolean inTwoRegions = repositories.stream().map(Resource::region).distinct().count() == 2;
    return Stream.of(
            broken(
                all,
                "aws_ecr_repository",
                it ->
                    it.text("/image_tag_mutability").startsWith("IMMUTABLE")
                        && it.at("/image_tag_mutability_exclusion_filter").size() <= 1
                        && it.text("/image_tag_mutability_exclusion_filter/0/filter")
                            .matches("|sha256-\\*")
                        && it.isTrue("/image_scanning_configuration/0/scan_on_push")
                        && it.text("/encryption_configuration/0/encryption_type").equals("KMS")
                        && it.isSet("/encryption_configuration/0/kms_key")
                        && !it.isTrue("/force_delete")),
            missing(all, "aws_ecr_replication_configuration"),
            missing(all, "aws_ecr_lifecycle_policy"),
            inTwoRegions ? Stream.<Resource>of() : repositories.stream())
        .flatMap(it -> it);
  }

  private static Stream<Resource> readableOnTheWay(Resources all) {
    return Stream.of(
            broken(
                all,
                "aws_elasticache_replication_group",
                it -> it.isTrue("/transit_encryption_enabled")),
            broken(all, "aws_db_parameter_group", Policy::forcesTls),
            bucketsWithout(all, "aws_s3_bucket_policy"),
            broken(
                all,
                "aws_cloudfront_distribution",
                it ->
                    it.text("/viewer_certificate/0/minimum_protocol_version").startsWith("TLSv1.2")
                        && it.text("/origin/0/custom_origin_config/0/origin_protocol_policy")
                            .equals("https-only")),
            broken(all, "aws_route53_health_check", it -> it.text("/type").equals("HTTPS")))
        .flatMap(it -> it);
  }

  private static boolean forcesTls(Resource group) {
    for (var parameter : group.at("/parameter")) {
      if (parameter.path("name").asText().equals("rds.force_ssl")) {
        return parameter.path("value").asText().equals("1");
      }
    }
    return false;
  }

  private static Stream<Resource> open(Resources all) {
    return Stream.of(
            broken(all, "aws_db_instance", it -> it.text("/publicly_accessible").equals("false")),
            broken(
                all,
                "aws_eks_cluster",
                it -> it.text("/vpc_config/0/endpoint_public_access").equals("false")),
            broken(all, "aws_subnet", it -> !it.isTrue("/map_public_ip_on_launch")),
            broken(
                all,
                "aws_vpc_security_group_ingress_rule",
                it -> it.isSet("/referenced_security_group_id")),
            // Rules inside a group would be a second, unwatched way in.
            broken(
                all,
                "aws_security_group",
                it -> !it.at("/ingress").isArray() || it.at("/ingress").isEmpty()),
            bucketsWithout(all, "aws_s3_bucket_public_access_block"),
            broken(
                all,
                "aws_s3_bucket_public_access_block",
                it ->
                    it.isTrue("/block_public_acls")
                        && it.isTrue("/block_public_policy")
                        && it.isTrue("/ignore_public_acls")
                        && it.isTrue("/restrict_public_buckets")))
        .flatMap(it -> it);
  }

  private static Stream<Resource> forgetful(Resources all) {
    return Stream.of(
            broken(all, "aws_db_instance", it -> it.at("/backup_retention_period").asInt() >= 7),
            broken(
                all,
                "aws_elasticache_replication_group",
                it -> it.at("/snapshot_retention_limit").asInt() >= 1),
            broken(all, "aws_s3_bucket", it -> it.isTrue("/object_lock_enabled")),
            bucketsWithout(all, "aws_s3_bucket_object_lock_configuration"),
            bucketsWithout(all, "aws_s3_bucket_versioning"),
            broken(
                all,
                "aws_s3_bucket_versioning",
                it -> it.text("/versioning_configuration/0/status").equals("Enabled")),
            broken(
                all, "aws_cloudwatch_log_group", it -> it.at("/retention_in_days").asInt() >= 365))
        .flatMap(it -> it);
  }

  private static Stream<Resource> stayingAtHome(Resources all) {
    String copies = "aws_db_instance_automated_backups_replication";
    return Stream.of(
            missing(all, copies),
            // The resource stands in the region that the copies go to.
            broken(all, copies, it -> !it.region().equals(primaryDatabase(all).region())),
            broken(all, copies, it -> it.at("/retention_period").asInt() >= 7),
            missing(all, "aws_s3_bucket_replication_configuration"),
            broken(
                all,
                "aws_s3_bucket_replication_configuration",
                it -> it.text("/rule/0/status").equals("Enabled")),
            broken(
                all,
                "aws_s3_bucket",
                it -> all.of("aws_s3_bucket").map(Resource::region).distinct().count() > 1))
        .flatMap(it -> it);
  }

  private static Resource primaryDatabase(Resources all) {
    return all.of("aws_db_instance")
        .filter(it -> !it.isSet("/replicate_source_db"))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Resource> broken(Resources all, String type, Predicate<Resource> rule) {
    return all.of(type).filter(not(rule));
  }

  private static Stream<Resource> missing(Resources all, String type) {
    return all.of(type).findAny().isPresent()
        ? Stream.empty()
        : Stream.of(new Resource("no " + type, type, "", JsonNodeFactory.instance.objectNode()));
  }

  /// By our habit what belongs to a bucket has its name and stands beside it.
  private static Stream<Resource> bucketsWithout(Resources all, String type) {
    return broken(
        all,
        "aws_s3_bucket",
        bucket ->
            all.of(type)
                .anyMatch(
                    it -> it.name().equals(bucket.name()) && it.module().equals(bucket.module())));
  }
}
