# Nodes become ready only with a network, so these two come before them.
resource "aws_eks_addon" "before_nodes" {
  for_each = {
    vpc-cni    = module.irsa_cni.arn
    kube-proxy = null
  }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  service_account_role_arn    = each.value
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"

  # Network policies of Kubernetes have no effect on EKS until the CNI is told to carry them out.
  configuration_values = each.key == "vpc-cni" ? jsonencode({ enableNetworkPolicy = "true" }) : null
}

resource "aws_eks_addon" "on_nodes" {
  for_each = {
    coredns            = null
    aws-ebs-csi-driver = module.irsa_ebs.arn
    metrics-server     = null
  }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  service_account_role_arn    = each.value
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"

  depends_on = [aws_eks_node_group.this]
}

module "irsa_cni" {
  source = "../irsa"

  name            = "${var.name}-${var.region}-vpc-cni"
  oidc_arn        = aws_iam_openid_connect_provider.this.arn
  oidc_issuer     = local.issuer
  namespace       = "kube-system"
  service_account = "aws-node"
  attach_policy   = false

  managed_policy_arns = { cni = "arn:${var.partition}:iam::aws:policy/AmazonEKS_CNI_Policy" }
}

module "irsa_ebs" {
  source = "../irsa"

  name            = "${var.name}-${var.region}-ebs-csi"
  oidc_arn        = aws_iam_openid_connect_provider.this.arn
  oidc_issuer     = local.issuer
  namespace       = "kube-system"
  service_account = "ebs-csi-controller-sa"
  attach_policy   = false

  managed_policy_arns = { ebs = "arn:${var.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" }
}
