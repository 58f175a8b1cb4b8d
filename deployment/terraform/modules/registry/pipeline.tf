# The workflows of deployment/ci-cd come without keys: GitHub says which repository and environment a job is of, and each
# role trusts exact ones. What else an environment asks for (reviewers, tags only) is set at GitHub.
locals {
  issuer            = "token.actions.githubusercontent.com"
  oidc_provider_arn = var.oidc_provider_arn == null ? aws_iam_openid_connect_provider.github[0].arn : var.oidc_provider_arn

  roles = {
    push = {
      environments = ["registry"]
      actions = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ]
    }
    # To verify signatures before a promotion. The clusters pull by the role of their nodes.
    pull = {
      environments = ["development", "staging", "production"]
      actions = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ]
    }
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.oidc_provider_arn == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "pipeline" {
  for_each = local.roles

  name                 = "llm-copilot-pipeline-${each.key}"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = local.oidc_provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = [for environment in each.value.environments : "repo:${var.github_repository}:environment:${environment}"]
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "pipeline" {
  for_each = local.roles

  name = "allow"
  role = aws_iam_role.pipeline[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # A token for the registry; AWS knows no narrower resource. What it is good for stands below.
        Sid      = "LogIn"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*"
      },
      {
        Sid      = "Images"
        Effect   = "Allow"
        Action   = each.value.actions
        Resource = [aws_ecr_repository.this.arn]
      },
    ]
  })
}
