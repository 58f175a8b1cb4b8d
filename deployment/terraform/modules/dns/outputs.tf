output "origin" {
  description = "Name that follows the failover."
  value       = local.failover
}

output "regional" {
  description = "Name of each region, for its Ingress."
  value       = local.regional
}

output "health_check_ids" {
  description = "Health check of each region."
  value       = { for region, check in aws_route53_health_check.regional : region => check.id }
}
