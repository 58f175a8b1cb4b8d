output "name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "endpoint" {
  description = "Address of the API server."
  value       = aws_eks_cluster.this.endpoint
}

output "security_group_id" {
  description = "Group that all nodes and pods are in; what they may reach lets it in."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "oidc_arn" {
  description = "OIDC provider, for further roles of service accounts."
  value       = aws_iam_openid_connect_provider.this.arn
}

output "oidc_issuer" {
  description = "Issuer, without https://."
  value       = local.issuer
}

output "role_arns" {
  description = "Roles of the components, by service account."
  value = {
    "kube-system/cluster-autoscaler"           = module.irsa_autoscaler.arn
    "llm-copilot/llm-copilot-secrets"          = module.irsa_secrets.arn
    "kube-system/aws-load-balancer-controller" = one(module.irsa_alb[*].arn)
  }
}
