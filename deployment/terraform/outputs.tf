# An output and no `check`: a failed check would fail `terraform test`, and a first look needs no bucket.
output "state" {
  description = "Where the state is kept."
  value       = fileexists("${path.root}/backend.tf") ? "as backend.tf says" : "IN THIS FOLDER, unlocked and with passwords in it: see README, The state, before a real apply"
}

output "region" {
  description = "The first region."
  value       = var.region
}

output "update_kubeconfig" {
  description = "How kubectl gets to the clusters."
  value = compact([
    "aws eks update-kubeconfig --name ${module.primary.cluster_name} --region ${var.region}",
    var.standby ? "aws eks update-kubeconfig --name ${module.standby[0].cluster_name} --region ${var.second_region}" : "",
  ])
}

output "zone_name_servers" {
  description = "Where to delegate the zone to, before stage 2."
  value       = var.dns.create_zone ? aws_route53_zone.this[0].name_servers : null
}

output "hosted_zone_id" {
  description = "ZONE_ID of the failover command."
  value       = local.zone_id
}

output "regional_names" {
  description = "Name of each region's Ingress."
  value       = module.dns.regional
}

output "failover_dns" {
  description = "deployment/disaster-recovery/failover-dns.json with this account's names: terraform output -raw failover_dns > failover-dns.json"
  value = var.standby ? jsonencode({
    Comment = "llm-copilot: answer from ${var.second_region}, whatever the health check of ${var.region} says"
    Changes = [{
      Action = "UPSERT"
      ResourceRecordSet = {
        Name            = module.dns.origin
        Type            = "CNAME"
        SetIdentifier   = var.region
        Failover        = "PRIMARY"
        TTL             = 60
        ResourceRecords = [{ Value = module.dns.regional[var.second_region] }]
        # Route 53 wants a health check on a primary record; the second region's own is the honest one.
        HealthCheckId = module.dns.health_check_ids[var.second_region]
      }
    }]
  }) : null
}

output "backup_bucket" {
  description = "For Velero and the logical backups."
  value       = module.backups.bucket
}

output "database" {
  description = "Host names: the primary, its replicas, and the standby in the second region."
  value = {
    primary  = module.primary.database_address
    replicas = module.primary.database_replicas
    standby  = one(module.standby[*].database_address)
  }
}

output "redis" {
  description = "Configuration endpoints."
  value = {
    primary = module.primary.redis_address
    standby = one(module.standby[*].redis_address)
  }
}

output "role_arns" {
  description = "By region: the IAM role of each NAMESPACE/SERVICEACCOUNT, for the annotation eks.amazonaws.com/role-arn."
  value = merge(
    { (var.region) = module.primary.role_arns },
    { for standby in module.standby : (var.second_region) => standby.role_arns },
  )
}

output "deployment" {
  description = "By region: what the chart and the overlays are told (README, From Terraform to Helm)."
  value = merge(
    { (var.region) = local.deployment.primary },
    { for region in module.standby[*] : (var.second_region) => local.deployment.standby },
  )
}

locals {
  deployment = {
    for name, region in { primary = [module.primary], standby = module.standby[*] } : name => one([
      for it in region : {
        cluster         = it.cluster_name
        host            = var.dns.host
        regional_host   = module.dns.regional[name == "primary" ? var.region : var.second_region]
        certificate_arn = it.certificate_arn
        web_acl_arn     = it.web_acl_arn
        secret          = "llm-copilot/${var.environment}"
        secrets_role    = it.role_arns["llm-copilot/llm-copilot-secrets"]
        backup_role     = it.role_arns["llm-copilot/llm-copilot-backup"]
        backup_bucket   = name == "primary" ? module.backups.bucket : module.backups.copy_bucket
      }
    ])
  }
}
