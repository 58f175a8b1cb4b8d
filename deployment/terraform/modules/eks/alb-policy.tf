# What the AWS Load Balancer Controller does, narrower than its own documentation: this region, this account, and
# changes only to what it has tagged as this cluster's.
locals {
  alb_arns = "arn:${var.partition}:elasticloadbalancing:${var.region}:${var.account_id}"
  ec2_arns = "arn:${var.partition}:ec2:${var.region}:${var.account_id}"

  alb_ours     = { StringEquals = { "aws:ResourceTag/elbv2.k8s.aws/cluster" = var.name } }
  alb_becoming = { StringEquals = { "aws:RequestTag/elbv2.k8s.aws/cluster" = var.name } }

  alb_load_balancers = ["${local.alb_arns}:loadbalancer/app/*/*", "${local.alb_arns}:loadbalancer/net/*/*"]
  alb_target_groups  = ["${local.alb_arns}:targetgroup/*/*"]
  alb_listeners = [
    "${local.alb_arns}:listener/app/*/*/*", "${local.alb_arns}:listener/net/*/*/*",
    "${local.alb_arns}:listener-rule/app/*/*/*/*", "${local.alb_arns}:listener-rule/net/*/*/*/*",
  ]

  alb_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        # AWS knows no narrower resource for these; they read only.
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "acm:DescribeCertificate",
          "acm:ListCertificates",
          "ec2:DescribeAccountAttributes",
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeInstances",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeTags",
          "ec2:DescribeVpcs",
          "elasticloadbalancing:DescribeListenerAttributes",
          "elasticloadbalancing:DescribeListenerCertificates",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancerAttributes",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeSSLPolicies",
          "elasticloadbalancing:DescribeTags",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ]
        Resource = "*"
      },
      {
        Sid      = "FirstLoadBalancerOfTheAccount"
        Effect   = "Allow"
        Action   = ["iam:CreateServiceLinkedRole"]
        Resource = "arn:${var.partition}:iam::${var.account_id}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing"
        Condition = {
          StringEquals = { "iam:AWSServiceName" = "elasticloadbalancing.amazonaws.com" }
        }
      },
      {
        Sid    = "Firewall"
        Effect = "Allow"
        Action = ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource"]
        Resource = concat(
          ["arn:${var.partition}:wafv2:${var.region}:${var.account_id}:regional/webacl/*/*"],
          local.alb_load_balancers,
        )
      },
      {
        Sid      = "FirewallOfItsLoadBalancers"
        Effect   = "Allow"
        Action   = ["elasticloadbalancing:SetWebACL"]
        Resource = local.alb_load_balancers
      },
      {
        Sid       = "OpenTheNodes"
        Effect    = "Allow"
        Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
        Resource  = "${local.ec2_arns}:security-group/*"
        Condition = { StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/${var.name}" = "owned" } }
      },
      {
        Sid       = "OwnSecurityGroups"
        Effect    = "Allow"
        Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:CreateTags", "ec2:DeleteTags"]
        Resource  = "${local.ec2_arns}:security-group/*"
        Condition = local.alb_ours
      },
      {
        Sid       = "NewSecurityGroups"
        Effect    = "Allow"
        Action    = ["ec2:CreateSecurityGroup"]
        Resource  = "${local.ec2_arns}:security-group/*"
        Condition = local.alb_becoming
      },
      {
        Sid      = "InWhichNetwork"
        Effect   = "Allow"
        Action   = ["ec2:CreateSecurityGroup"]
        Resource = "${local.ec2_arns}:vpc/*"
      },
      {
        Sid      = "TagNewSecurityGroups"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = "${local.ec2_arns}:security-group/*"
        Condition = {
          StringEquals = {
            "ec2:CreateAction"                     = "CreateSecurityGroup"
            "aws:RequestTag/elbv2.k8s.aws/cluster" = var.name
          }
        }
      },
      {
        Sid       = "Create"
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"]
        Resource  = concat(local.alb_load_balancers, local.alb_target_groups, local.alb_listeners)
        Condition = local.alb_becoming
      },
      {
        Sid    = "Change"
        Effect = "Allow"
        Action = [
          "elasticloadbalancing:AddListenerCertificates",
          "elasticloadbalancing:CreateListener",
          "elasticloadbalancing:CreateRule",
          "elasticloadbalancing:DeleteListener",
          "elasticloadbalancing:DeleteLoadBalancer",
          "elasticloadbalancing:DeleteRule",
          "elasticloadbalancing:DeleteTargetGroup",
          "elasticloadbalancing:DeregisterTargets",
          "elasticloadbalancing:ModifyListener",
          "elasticloadbalancing:ModifyListenerAttributes",
          "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:ModifyRule",
          "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes",
          "elasticloadbalancing:RegisterTargets",
          "elasticloadbalancing:RemoveListenerCertificates",
          "elasticloadbalancing:RemoveTags",
          "elasticloadbalancing:SetIpAddressType",
          "elasticloadbalancing:SetSecurityGroups",
          "elasticloadbalancing:SetSubnets",
        ]
        Resource  = concat(local.alb_load_balancers, local.alb_target_groups, local.alb_listeners)
        Condition = local.alb_ours
      },
    ]
  }
}
