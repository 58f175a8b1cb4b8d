# How people and alerts come in: zone, failover between the regions, and the CDN where it is wanted.
resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:DNSSEC needs a step at the registrar, and a mistake there takes the zone off the net
  #checkov:skip=CKV2_AWS_39:the names are public and few; the questions are the resolvers', not the people's
  count = var.dns.create_zone ? 1 : 0

  name = var.dns.zone
}

data "aws_route53_zone" "this" {
  count = var.dns.create_zone ? 0 : 1

  name = var.dns.zone
}

module "dns" {
  source = "./modules/dns"

  host           = var.dns.host
  zone_id        = local.zone_id
  region         = var.region
  second_region  = var.second_region
  standby        = var.standby
  load_balancers = var.dns.load_balancers
  behind_cdn     = var.cdn
  topic_arn      = module.global_notifications.arn

  providers = {
    aws        = aws
    aws.global = aws.global
  }
}

module "global_keys" {
  source   = "./modules/kms"
  for_each = { logs = concat(["logs.us-east-1.amazonaws.com"], local.log_services) }

  name       = "${local.name}-global-${each.key}"
  purpose    = "llm-copilot ${var.environment}: ${each.key} of what AWS keeps in us-east-1"
  account_id = local.account_id
  partition  = local.partition
  services   = each.value

  providers = { aws = aws.global }
}

module "global_notifications" {
  source = "./modules/notifications"

  name        = "${local.name}-global-alarms"
  account_id  = local.account_id
  emails      = var.alert_emails
  kms_key_arn = module.global_keys["logs"].arn
  publishers  = local.log_services

  providers = { aws = aws.global }
}

module "cdn_certificate" {
  source = "./modules/acm"
  count  = var.cdn ? 1 : 0

  host           = var.dns.host
  zone_id        = local.zone_id
  create_records = false
  wait           = local.certificates

  providers = { aws = aws.global }
}

module "cdn_waf" {
  source = "./modules/waf"
  count  = var.cdn ? 1 : 0

  name                      = "${local.name}-cdn"
  scope                     = "CLOUDFRONT"
  requests_per_five_minutes = var.waf_requests_per_five_minutes
  log_key_arn               = module.global_keys["logs"].arn
  log_days                  = var.cluster.log_days

  providers = { aws = aws.global }
}

module "cdn" {
  source = "./modules/cdn"
  count  = var.cdn ? 1 : 0

  host            = var.dns.host
  origin          = module.dns.origin
  zone_id         = local.zone_id
  certificate_arn = module.cdn_certificate[0].arn
  web_acl_arn     = module.cdn_waf[0].arn
}
