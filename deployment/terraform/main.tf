data "aws_partition" "this" {}

data "aws_caller_identity" "this" {
  lifecycle {
    postcondition {
      condition     = var.account_id == null || self.account_id == var.account_id
      error_message = "These credentials belong to another AWS account than account_id names."
    }

    # The facts' command has no word about workspaces, so the default one is production's.
    precondition {
      condition     = terraform.workspace == (var.environment == "production" ? "default" : var.environment)
      error_message = "The workspace does not belong to this environment: its state would be turned into another environment. Production is the workspace default, the others have their own name: terraform workspace select -or-create NAME."
    }

    precondition {
      condition     = var.region != var.second_region
      error_message = "second_region must be another region than region."
    }
  }
}

locals {
  account_id = data.aws_caller_identity.this.account_id
  partition  = data.aws_partition.this.partition

  name = "llm-copilot-${var.environment}"
  # Production's names are fixed; the others may share its account.
  database_name = var.environment == "production" ? "llm-copilot-postgres" : "llm-copilot-postgres-${var.environment}"

  log_services  = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.rds.amazonaws.com"]
  zone_id       = var.dns.create_zone ? aws_route53_zone.this[0].zone_id : data.aws_route53_zone.this[0].zone_id
  certificates  = !var.dns.create_zone || var.dns.zone_delegated
  key_purposes  = { data = [], secrets = [] }
  passwords     = { database = 32, redis = 32, admin-token = 48, webhook-token = 48 }
  standby_nodes = merge(var.cluster.general, { min = var.cluster.standby_desired, desired = var.cluster.standby_desired })
}

module "keys" {
  source   = "./modules/kms"
  for_each = merge(local.key_purposes, { logs = concat(["logs.${var.region}.amazonaws.com"], local.log_services) })

  name       = "${local.name}-${each.key}"
  purpose    = "llm-copilot ${var.environment}: ${each.key}"
  account_id = local.account_id
  partition  = local.partition
  services   = each.value
}

module "notifications" {
  source = "./modules/notifications"

  name        = "${local.name}-alarms"
  account_id  = local.account_id
  emails      = var.alert_emails
  kms_key_arn = module.keys["logs"].arn
  publishers  = local.log_services
}

module "secrets" {
  source = "./modules/secrets"

  prefix      = "llm-copilot/${var.environment}/made"
  kms_key_arn = module.keys["secrets"].arn
  lengths     = local.passwords
}

module "primary" {
  source = "./modules/region"

  name                          = local.name
  cluster_name                  = local.name
  database_name                 = local.database_name
  secret_name                   = "llm-copilot/${var.environment}"
  region                        = var.region
  account_id                    = local.account_id
  partition                     = local.partition
  keys                          = { for purpose, key in module.keys : purpose => key.arn }
  topic_arn                     = module.notifications.arn
  cidr                          = var.network.cidr
  nat_per_zone                  = var.network.nat_per_zone
  cluster                       = var.cluster
  database                      = var.database
  is_standby                    = false
  redis                         = var.redis
  passwords                     = module.secrets.values
  backup_bucket_arn             = module.backups.arn
  host                          = var.dns.host
  zone_id                       = local.zone_id
  wait_for_certificate          = local.certificates
  waf_requests_per_five_minutes = var.waf_requests_per_five_minutes
}

module "backups" {
  source = "./modules/backups"

  environment      = var.environment
  account_id       = local.account_id
  region           = var.region
  copy_region      = var.second_region
  kms_key_arn      = module.keys["data"].arn
  copy_kms_key_arn = module.second_keys["data"].arn
  lock_days        = var.backups.lock_days
  glacier_days     = var.backups.glacier_days
  keep_days        = var.backups.keep_days

  providers = {
    aws      = aws
    aws.copy = aws.second
  }
}

module "registry" {
  source = "./modules/registry"
  count  = var.registry == null ? 0 : 1

  account_id        = local.account_id
  region            = var.region
  copy_region       = var.second_region
  kms_key_arn       = module.keys["data"].arn
  copy_kms_key_arn  = module.second_keys["data"].arn
  keep_images       = var.registry.keep_images
  github_repository = var.registry.github_repository
  oidc_provider_arn = var.registry.oidc_provider_arn

  providers = {
    aws      = aws
    aws.copy = aws.second
  }
}

module "budget" {
  source = "./modules/budget"

  name        = local.name
  monthly_usd = var.monthly_budget_usd
  environment = var.environment
  emails      = var.alert_emails
  topic_arn   = module.notifications.arn
}
