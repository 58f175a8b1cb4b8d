package io.llmdevops.copilot.deployment.terraform;

import java.util.List;

/// States in which somebody may do too much.
final class AccessCanary {
  private AccessCanary() {}

  static List<Resources> all(Resources state) {
    return List.of(
        granting(
            state,
            "aws_iam_role_policy",
            "policy",
            "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b\""),
        granting(
            state,
            "aws_iam_role_policy",
            "policy",
            "\"Action\":[\"s3:PutObject\"],\"Resource\":[\"*\"]"),
        granting(
            state,
            "aws_iam_role_policy",
            "policy",
            "\"Action\":\"iam:PassRole\",\"Resource\":\"*\""),
        granting(
            state,
            "aws_iam_role",
            "assume_role_policy",
            "\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\""),
        granting(
            state,
            "aws_iam_role",
            "assume_role_policy",
            "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"*\"}"),
        granting(
            state,
            "aws_iam_role",
            "assume_role_policy",
            "\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"arn\"},"
                + "\"Condition\":{\"StringLike\":{\"issuer:sub\":\"system:serviceaccount:llm-copilot:*\"}}"),
        granting(
            state,
            "aws_iam_role",
            "assume_role_policy",
            "\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"arn\"},"
                + "\"Condition\":{\"StringEquals\":{\"issuer:sub\":"
                + "[\"repo:a/b:environment:c\",\"repo:a/*:ref:refs/heads/main\"]}}"),
        granting(
            state,
            "aws_s3_bucket_policy",
            "policy",
            "\"Action\":\"s3:GetObject\",\"Principal\":\"*\",\"Resource\":\"x\""),
        state.with(
            "aws_iam_role_policy_attachment",
            it -> it.put("policy_arn", "arn:aws:iam::aws:policy/AdministratorAccess")));
  }

  private static Resources granting(Resources state, String type, String attribute, String grant) {
    return state.with(
        type, it -> it.put(attribute, "{\"Statement\":[{\"Effect\":\"Allow\"," + grant + "}]}"));
  }
}
