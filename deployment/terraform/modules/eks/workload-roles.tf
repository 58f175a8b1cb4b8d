# Cluster Autoscaler and not Karpenter: two managed node groups are what operators know here (`eksctl upgrade nodegroup`),
# and it needs no resources of its own in the cluster.
module "irsa_autoscaler" {
  source = "../irsa"

  name            = "${var.name}-${var.region}-autoscaler"
  oidc_arn        = aws_iam_openid_connect_provider.this.arn
  oidc_issuer     = local.issuer
  namespace       = "kube-system"
  service_account = "cluster-autoscaler"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # AWS knows no narrower resource for these; they read only.
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeAutoScalingInstances",
          "autoscaling:DescribeLaunchConfigurations",
          "autoscaling:DescribeScalingActivities",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:GetInstanceTypesFromInstanceRequirements",
        ]
        Resource = "*"
      },
      {
        Sid      = "Scale"
        Effect   = "Allow"
        Action   = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
        Resource = "arn:${var.partition}:autoscaling:${var.region}:${var.account_id}:autoScalingGroup:*:autoScalingGroupName/eks-*"
        Condition = {
          StringEquals = { "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.name}" = "owned" }
        }
      },
      {
        Sid      = "Groups"
        Effect   = "Allow"
        Action   = ["eks:DescribeNodegroup"]
        Resource = "arn:${var.partition}:eks:${var.region}:${var.account_id}:nodegroup/${var.name}/*/*"
      },
    ]
  })
}

# The role of the SecretStore aws-secrets-manager: it reads the application's secrets, and no others.
module "irsa_secrets" {
  source = "../irsa"

  name            = "${var.name}-${var.region}-secrets"
  oidc_arn        = aws_iam_openid_connect_provider.this.arn
  oidc_issuer     = local.issuer
  namespace       = "llm-copilot"
  service_account = "llm-copilot-secrets"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = var.secret_arns
      },
      {
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = [var.secrets_key_arn]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.amazonaws.com" } }
      },
    ]
  })
}

module "irsa_alb" {
  source = "../irsa"
  count  = var.alb_controller ? 1 : 0

  name            = "${var.name}-${var.region}-alb"
  oidc_arn        = aws_iam_openid_connect_provider.this.arn
  oidc_issuer     = local.issuer
  namespace       = "kube-system"
  service_account = "aws-load-balancer-controller"

  policy = jsonencode(local.alb_policy)
}
