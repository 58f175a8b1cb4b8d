package io.llmdevops.copilot.deployment.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.terraform.Resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who may do what, by the policy documents of a state: nothing by pattern that could be said
/// exactly.
final class Access {
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "aws_iam_role", "/assume_role_policy",
          "aws_iam_role_policy", "/policy",
          "aws_sns_topic_policy", "/policy",
          "aws_s3_bucket_policy", "/policy",
          "aws_kms_key", "/policy");

  /// AWS knows no resource for what only looks.
  private static final Pattern LOOKING =
      Pattern.compile("[a-z0-9-]+:(Describe|List|Get)[A-Z][A-Za-z]+");

  /// Policies that AWS writes and keeps, for its own parts: control plane, nodes, CNI, volumes,
  /// monitoring.
  private static final Set<String> OF_AWS =
      Set.of(
          "AmazonEKSClusterPolicy",
          "AmazonEKSWorkerNodePolicy",
          "AmazonEC2ContainerRegistryPullOnly",
          "AmazonEKS_CNI_Policy",
          "service-role/AmazonEBSCSIDriverPolicy",
          "service-role/AmazonRDSEnhancedMonitoringRole");

  /// A service account of a cluster, or an environment of one repository at GitHub.
  private static final Pattern EXACT =
      Pattern.compile(
          "system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+"
              + "|repo:[A-Za-z0-9-]+/[A-Za-z0-9._-]+:environment:[a-z]+");

  private Access() {}

  static List<String> violations(Resources state) {
    List<String> found = new ArrayList<>();
    for (Resource resource : state.all()) {
      String document = DOCUMENTS.get(resource.type());
      if (document != null) {
        JsonNode statements = parse(resource.text(document)).path("Statement");
        if (statements.isEmpty()) {
          found.add(resource.address() + ": no statement");
        }
        statements.forEach(statement -> judge(resource, statement, found));
      }
      if (resource.type().equals("aws_iam_role_policy_attachment")) {
        String policy = resource.text("/policy_arn").replaceFirst("^arn:aws:iam::aws:policy/", "");
        if (!OF_AWS.contains(policy)) {
          found.add(
              resource.address()
                  + ": "
                  + policy
                  + " is not among the policies that we take from AWS");
        }
      }
    }
    return found;
  }

  private static JsonNode parse(String document) {
    try {
      return Rehearsals.JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not a policy: " + document, e);
    }
  }

  private static void judge(Resource resource, JsonNode statement, List<String> found) {
    if (statement.path("Effect").asText().equals("Deny")) {
      return;
    }
    boolean keyOfTheAccount =
        resource.type().equals("aws_kms_key")
            && statement.at("/Principal/AWS").asText().equals("arn:aws:iam::123456789012:root");
    for (String action : texts(statement.path("Action"))) {
      if (action.contains("*") && !keyOfTheAccount) {
        found.add(resource.address() + ": action " + action);
      }
      boolean anything = texts(statement.path("Resource")).contains("*");
      // In the policy of a key, "*" is that key.
      if (anything
          && !LOOKING.matcher(action).matches()
          && !resource.type().equals("aws_kms_key")) {
        found.add(resource.address() + ": " + action + " on everything");
      }
    }
    if (texts(statement.path("Principal")).contains("*")
        || statement.at("/Principal/AWS").asText().equals("*")) {
      found.add(resource.address() + ": anybody");
    }
    if (statement.at("/Principal").has("Federated")) {
      judgeServiceAccount(resource, statement.path("Condition"), found);
    }
  }

  private static void judgeServiceAccount(
      Resource resource, JsonNode condition, List<String> found) {
    boolean exact =
        condition.path("StringEquals").properties().stream()
            .anyMatch(it ->
                it.getKey().endsWith(":sub")
                    && !texts(it.getValue()).isEmpty()
                    && texts(it.getValue()).stream().allMatch(who -> EXACT.matcher(who).matches()));
    if (!exact) {
      found.add(resource.address() + ": not exact service accounts or environments");
    }
  }

  private static List<String> texts(JsonNode oneOrMany) {
    return oneOrMany.isTextual()
        ? List.of(oneOrMany.textValue())
        : Stream.iterate(0, i -> i < oneOrMany.size(), i -> i + 1)
            .map(i -> oneOrMany.path(i).asText())
            .toList();
  }
}
