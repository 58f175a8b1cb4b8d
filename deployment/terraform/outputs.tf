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

output "registry" {
  description = "For the settings of the pipeline (deployment/ci-cd): image and roles. Null where another environment has the registry."
  value = one([for it in module.registry : {
    IMAGE         = it.image
    AWS_REGION    = var.region
    PUSH_ROLE_ARN = it.role_arns["push"]
    PULL_ROLE_ARN = it.role_arns["pull"]
  }])
}

output "helm_values" {
  description = "By region: values for the chart llm-copilot-agent (README, From Terraform to Helm)."
  value = { for region, it in local.regions : region => merge(var.registry == null ? {} : { image = { registry = module.registry[0].hosts[region] } }, {
    host           = var.dns.host
    externalSecret = { key = "llm-copilot/${var.environment}", region = region, roleArn = it.outputs.role_arns["llm-copilot/llm-copilot-secrets"] }
    backup         = { bucket = it.bucket, region = region, roleArn = it.outputs.role_arns["llm-copilot/llm-copilot-backup"] }
    networkPolicy  = { databaseCidr = it.outputs.database_cidr }
    ingress        = { regionalHost = module.dns.regional[region] }
    # The second region is not reached under the service's name, so it proves its certificate by DNS.
    certificate = { solver = region == var.region ? "http01" : "dns01", hostedZoneId = local.zone_id, region = region }
  }) }
}

output "ingress" {
  description = "By region: the name that its health check asks for, and what an Ingress of kind alb is annotated with."
  value = { for region, it in local.regions : region => {
    regional_host   = module.dns.regional[region]
    certificate_arn = it.outputs.certificate_arn
    web_acl_arn     = it.outputs.web_acl_arn
  } }
}

locals {
  regions = merge(
    { (var.region) = { outputs = module.primary, bucket = module.backups.bucket } },
    { for standby in module.standby : (var.second_region) => { outputs = standby, bucket = module.backups.copy_bucket } },
  )
}
