package io.llmdevops.copilot.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.terraform.Rehearsals.Environment;
import io.llmdevops.copilot.deployment.terraform.Resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The names and figures that operators were promised, in production's plan.
@ExtendWith(Rehearsals.Extension.class)
class ProductionTest {
  private final Resources plan;

  ProductionTest(Rehearsals rehearsals) {
    plan = rehearsals.plan(Environment.PRODUCTION);
  }

  private Resource in(String region, String type, String name) {
    return new Resources(plan.all().stream().filter(it -> it.region().equals(region)).toList())
        .the(type, name);
  }

  @Test
  void the_cluster_has_its_name_in_both_regions_and_its_node_groups_over_three_zones() {
    assertThat(plan.of("aws_eks_cluster").map(it -> it.region() + " " + it.text("/name")))
        .containsExactlyInAnyOrder(
            "us-east-1 llm-copilot-production", "us-west-2 llm-copilot-production");
    Map<String, Long> groups =
        plan.of("aws_eks_node_group")
            .collect(
                Collectors.groupingBy(it -> it.text("/node_group_name"), Collectors.counting()));
    assertThat(groups).isEqualTo(Map.of("general-nodes", 2L, "spot-nodes", 2L));
    assertThat(
            plan.of("aws_eks_node_group")
                .filter(it -> it.region().equals("us-east-1"))
                .filter(it -> it.text("/node_group_name").equals("general-nodes"))
                .map(it -> it.at("/scaling_config/0/desired_size").asInt()))
        .containsExactly(5);
    for (String region : List.of("us-east-1", "us-west-2")) {
      assertThat(
              plan.of("aws_subnet")
                  .filter(it -> it.region().equals(region) && it.name().equals("private"))
                  .map(it -> it.text("/availability_zone")))
          .containsExactlyInAnyOrder(region + "a", region + "b", region + "c");
      assertThat(plan.of("aws_nat_gateway").filter(it -> it.region().equals(region))).hasSize(3);
    }
  }

  @Test
  void the_database_is_as_large_and_as_safe_as_promised() {
    Resource database = in("us-east-1", "aws_db_instance", "this");
    assertThat(database.text("/identifier")).isEqualTo("llm-copilot-postgres");
    assertThat(database.text("/engine")).isEqualTo("postgres");
    assertThat(database.text("/engine_version")).isEqualTo("15.4");
    assertThat(database.text("/instance_class")).isEqualTo("db.r6g.xlarge");
    assertThat(database.text("/allocated_storage")).isEqualTo("200");
    assertThat(database.text("/storage_type")).isEqualTo("gp3");
    assertThat(database.text("/db_name")).isEqualTo("llm_copilot");
    assertThat(database.text("/username")).isEqualTo("llm_user");
    assertThat(database.isTrue("/multi_az")).isTrue();
    assertThat(database.isTrue("/performance_insights_enabled")).isTrue();
    assertThat(database.isTrue("/deletion_protection")).isTrue();
    assertThat(database.text("/backup_retention_period")).isEqualTo("30");
    // RDS refuses read replicas of a PostgreSQL whose password it manages itself.
    assertThat(database.isTrue("/manage_master_user_password")).isFalse();
    assertThat(
            plan.of("aws_db_instance")
                .filter(it -> it.name().equals("replica"))
                .map(Resource::region))
        .containsExactly("us-east-1", "us-east-1");
  }

  @Test
  void the_database_has_copies_in_the_second_region() {
    Resource standby = in("us-west-2", "aws_db_instance", "this");
    assertThat(standby.text("/replicate_source_db")).isEqualTo(Resources.LATER);
    assertThat(standby.isTrue("/multi_az")).isTrue();
    assertThat(standby.text("/backup_retention_period")).isEqualTo("30");
    Resource copies = plan.the("aws_db_instance_automated_backups_replication", "this");
    assertThat(copies.region()).isEqualTo("us-west-2");
    assertThat(copies.text("/retention_period")).isEqualTo("30");
  }

  @Test
  void redis_is_a_cluster_of_one_primary_and_two_replicas() {
    Resource redis = in("us-east-1", "aws_elasticache_replication_group", "this");
    assertThat(redis.text("/engine_version")).isEqualTo("7.0");
    assertThat(redis.text("/node_type")).isEqualTo("cache.r6g.xlarge");
    assertThat(redis.text("/num_node_groups")).isEqualTo("1");
    assertThat(redis.text("/replicas_per_node_group")).isEqualTo("2");
    assertThat(redis.isTrue("/automatic_failover_enabled")).isTrue();
    assertThat(redis.isTrue("/multi_az_enabled")).isTrue();
    assertThat(
            in("us-east-1", "aws_elasticache_parameter_group", "this").at("/parameter").toString())
        .contains("{\"name\":\"cluster-enabled\",\"value\":\"yes\"}");
  }

  @Test
  void the_failover_follows_a_check_every_30_seconds_after_3_failures() {
    assertThat(plan.of("aws_route53_health_check"))
        .hasSize(2)
        .allSatisfy(it -> {
          assertThat(it.text("/request_interval")).isEqualTo("30");
          assertThat(it.text("/failure_threshold")).isEqualTo("3");
          // /health is 200 as long as the process lives, also without its database.
          assertThat(it.text("/resource_path")).isEqualTo("/health/ready");
        });
    assertThat(plan.the("aws_route53_record", "primary").text("/failover_routing_policy/0/type"))
        .isEqualTo("PRIMARY");
    assertThat(plan.the("aws_route53_record", "primary").text("/records/0"))
        .isEqualTo("us-east-1.copilot.example.com");
    assertThat(plan.the("aws_route53_record", "secondary").text("/failover_routing_policy/0/type"))
        .isEqualTo("SECONDARY");
    assertThat(plan.the("aws_route53_record", "secondary").text("/records/0"))
        .isEqualTo("us-west-2.copilot.example.com");
  }

  @Test
  void the_image_is_pushed_by_one_environment_and_copied_to_the_second_region() {
    assertThat(plan.of("aws_ecr_repository").map(it -> it.region() + " " + it.text("/name")))
        .containsExactlyInAnyOrder("us-east-1 llm-copilot-agent", "us-west-2 llm-copilot-agent");
    Resource replication = plan.the("aws_ecr_replication_configuration", "this");
    assertThat(replication.region()).isEqualTo("us-east-1");
    assertThat(replication.text("/replication_configuration/0/rule/0/destination/0/region"))
        .isEqualTo("us-west-2");
    assertThat(
            plan.of("aws_iam_role")
                .filter(it -> it.name().equals("pipeline"))
                .map(it -> it.text("/name")))
        .containsExactlyInAnyOrder("llm-copilot-pipeline-push", "llm-copilot-pipeline-pull");
  }

  @Test
  void logical_backups_go_to_glacier_and_veleros_do_not() {
    assertThat(plan.of("aws_s3_bucket_lifecycle_configuration"))
        .hasSize(2)
        .allSatisfy(it -> {
          for (var rule : it.at("/rule")) {
            boolean logical = rule.at("/filter/0/prefix").asText().equals("logical/");
            assertThat(rule.path("transition").findValuesAsText("storage_class"))
                .isEqualTo(logical ? List.of("GLACIER") : List.of());
          }
          assertThat(it.at("/rule").findValuesAsText("id"))
              .containsExactlyInAnyOrder("logical", "velero", "unfinished-uploads");
        });
  }
}
