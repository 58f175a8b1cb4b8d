# The copies of the backups are here in every environment; the standby only where it is asked for.
module "second_keys" {
  source   = "./modules/kms"
  for_each = merge(local.key_purposes, { logs = concat(["logs.${var.second_region}.amazonaws.com"], local.log_services) })

  name       = "${local.name}-${each.key}"
  purpose    = "llm-copilot ${var.environment}: ${each.key}"
  account_id = local.account_id
  partition  = local.partition
  services   = each.value

  providers = { aws = aws.second }
}

# Snapshots and logs of the database go to the other region within minutes: point-in-time recovery works there even
# when the first region is gone, and so does recovery from a mistake that the standby has faithfully repeated.
resource "aws_db_instance_automated_backups_replication" "this" {
  provider = aws.second

  source_db_instance_arn = module.primary.database_arn
  kms_key_id             = module.second_keys["data"].arn
  retention_period       = var.database.backup_days
}

module "second_notifications" {
  source = "./modules/notifications"
  count  = var.standby ? 1 : 0

  name        = "${local.name}-alarms"
  account_id  = local.account_id
  emails      = var.alert_emails
  kms_key_arn = module.second_keys["logs"].arn
  publishers  = local.log_services

  providers = { aws = aws.second }
}

# A warm standby and not a plan to build one: a cluster takes a quarter of an hour to come up, which is all there is.
module "standby" {
  source = "./modules/region"
  count  = var.standby ? 1 : 0

  name                = "${local.name}-${var.second_region}"
  cluster_name        = local.name
  database_name       = "${local.database_name}-${var.second_region}"
  secret_name         = "llm-copilot/${var.environment}"
  region              = var.second_region
  account_id          = local.account_id
  partition           = local.partition
  keys                = { for purpose, key in module.second_keys : purpose => key.arn }
  topic_arn           = module.second_notifications[0].arn
  cidr                = var.network.standby_cidr
  nat_per_zone        = var.network.nat_per_zone
  cluster             = merge(var.cluster, { general = local.standby_nodes, spot = merge(var.cluster.spot, { min = 0, desired = 0 }) })
  database            = merge(var.database, { read_replicas = 0 })
  database_source_arn = module.primary.database_arn
  is_standby          = true
  # One replica is enough until the region has to carry the load; nothing is kept in Redis that would be missed.
  redis                = merge(var.redis, { replicas_per_shard = 1 })
  passwords            = module.secrets.values
  backup_bucket_arn    = module.backups.copy_arn
  host                 = var.dns.host
  zone_id              = local.zone_id
  wait_for_certificate = local.certificates

  waf_requests_per_five_minutes = var.waf_requests_per_five_minutes

  providers = { aws = aws.second }
}
