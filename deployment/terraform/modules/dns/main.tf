# HOST -> (failover) -> REGION.HOST -> the region's load balancer. The middle names are there before the load balancers,
# which Kubernetes makes, and the health checks ask by them, so that a check never follows the failover itself.
locals {
  # distinct, so that two equal regions are refused with the root's own words and not with a duplicate key.
  regions  = distinct(var.standby ? [var.region, var.second_region] : [var.region])
  regional = { for region in local.regions : region => "${region}.${var.host}" }
  failover = var.behind_cdn ? "origin.${var.host}" : var.host
}

resource "aws_route53_record" "regional" {
  for_each = { for region, name in local.regional : region => name if contains(keys(var.load_balancers), region) }

  zone_id = var.zone_id
  name    = each.value
  type    = "CNAME"
  ttl     = 60
  records = [var.load_balancers[each.key]]
}

# Readiness, since /health is 200 as long as the process lives: a region without its database cannot work. A failover of
# RDS is shorter than the three checks. When neither region is ready, Route 53 stays with the first.
# Every 30 s, down after 3 failures: 90 s, and at most 60 s more until the last resolver has forgotten the old answer.
resource "aws_route53_health_check" "regional" {
  for_each = local.regional

  fqdn              = each.value
  type              = "HTTPS"
  port              = 443
  resource_path     = "/health/ready"
  request_interval  = 30
  failure_threshold = 3
  measure_latency   = true
  enable_sni        = true

  tags = { Name = each.value }
}

resource "aws_route53_record" "primary" {
  zone_id         = var.zone_id
  name            = local.failover
  type            = "CNAME"
  ttl             = 60
  records         = [local.regional[var.region]]
  set_identifier  = var.region
  health_check_id = aws_route53_health_check.regional[var.region].id

  failover_routing_policy {
    type = "PRIMARY"
  }
}

resource "aws_route53_record" "secondary" {
  count = var.standby ? 1 : 0

  zone_id         = var.zone_id
  name            = local.failover
  type            = "CNAME"
  ttl             = 60
  records         = [local.regional[var.second_region]]
  set_identifier  = var.second_region
  health_check_id = aws_route53_health_check.regional[var.second_region].id

  failover_routing_policy {
    type = "SECONDARY"
  }
}

resource "aws_cloudwatch_metric_alarm" "region" {
  provider = aws.global
  for_each = local.regional

  alarm_name          = "${each.value}-down"
  alarm_description   = "Route 53 cannot reach ${each.value}; with a standby, DNS has switched"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.regional[each.key].id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]
}
