output "cluster_name" {
  description = "Name of the cluster."
  value       = module.eks.name
}

output "zones" {
  description = "The zones."
  value       = module.network.zones
}

output "database_cidr" {
  description = "Range that PostgreSQL and Redis are in."
  value       = module.network.database_cidr
}

output "database_arn" {
  description = "ARN of the database."
  value       = module.rds.arn
}

output "database_address" {
  description = "Host name of the database."
  value       = module.rds.address
}

output "database_replicas" {
  description = "Host names of its replicas."
  value       = module.rds.replica_addresses
}

output "redis_address" {
  description = "Configuration endpoint of Redis."
  value       = module.elasticache.address
}

output "certificate_arn" {
  description = "Certificate of the service."
  value       = module.acm.arn
}

output "web_acl_arn" {
  description = "Web ACL for the load balancer."
  value       = module.waf.arn
}

output "secret_arn" {
  description = "The application's secret."
  value       = aws_secretsmanager_secret.application.arn
}

output "role_arns" {
  description = "Role of each service account, by NAMESPACE/NAME."
  value = merge(module.eks.role_arns, {
    "cert-manager/cert-manager"                     = module.irsa_cert_manager.arn
    "llm-copilot/llm-copilot-backup"                = module.irsa_backup.arn
    "${var.cluster.velero_namespace}/velero-server" = module.velero.arn
  })
}
