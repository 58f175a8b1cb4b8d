resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-redis"
  description = "Redis, for the cluster's pods only"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-redis" }
}

resource "aws_vpc_security_group_ingress_rule" "cluster" {
  security_group_id            = aws_security_group.this.id
  description                  = "Redis from the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

resource "aws_elasticache_parameter_group" "this" {
  name        = "${var.name}-redis7"
  family      = "redis7"
  description = "llm-copilot: cluster mode; what has an end goes first when memory is full"

  parameter {
    name  = "cluster-enabled"
    value = "yes"
  }

  parameter {
    name  = "maxmemory-policy"
    value = "volatile-lru"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["slow-log", "engine-log"])

  name              = "/llm-copilot/${var.name}/${each.key}"
  retention_in_days = var.log_days
  kms_key_id        = var.log_key_arn
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "llm-copilot: live updates between pods"
  engine               = "redis"
  engine_version       = var.engine_version
  node_type            = var.node_type
  port                 = 6379

  num_node_groups            = var.shards
  replicas_per_node_group    = var.replicas_per_shard
  automatic_failover_enabled = true
  multi_az_enabled           = true

  subnet_group_name    = aws_elasticache_subnet_group.this.name
  security_group_ids   = [aws_security_group.this.id]
  parameter_group_name = aws_elasticache_parameter_group.this.name

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = true
  auth_token                 = var.auth_token
  auth_token_update_strategy = "ROTATE"

  snapshot_retention_limit  = var.snapshot_days
  snapshot_window           = "03:00-04:00"
  maintenance_window        = "sun:05:00-sun:06:00"
  final_snapshot_identifier = "${var.name}-final"

  auto_minor_version_upgrade = false
  apply_immediately          = false

  dynamic "log_delivery_configuration" {
    for_each = aws_cloudwatch_log_group.this

    content {
      destination      = log_delivery_configuration.value.name
      destination_type = "cloudwatch-logs"
      log_format       = "json"
      log_type         = log_delivery_configuration.key
    }
  }
}

locals {
  alarms = {
    cpu       = { metric = "EngineCPUUtilization", threshold = 80, unit = "%" }
    memory    = { metric = "DatabaseMemoryUsagePercentage", threshold = 80, unit = "%" }
    evictions = { metric = "Evictions", threshold = 100, unit = " in 5 minutes" }
    lag       = { metric = "ReplicationLag", threshold = 10, unit = " seconds" }
  }
}

# The names of the nodes follow from the group's: shard 1, nodes 1 to n.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = {
    for pair in setproduct(range(1, 1 + var.shards), range(1, 2 + var.replicas_per_shard), keys(local.alarms)) :
    "${format("%04d-%03d", pair[0], pair[1])}-${pair[2]}" => merge(local.alarms[pair[2]], { node = format("%04d-%03d", pair[0], pair[1]) })
  }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.metric} of Redis above ${each.value.threshold}${each.value.unit} for 10 minutes"
  namespace           = "AWS/ElastiCache"
  metric_name         = each.value.metric
  dimensions          = { CacheClusterId = "${aws_elasticache_replication_group.this.id}-${each.value.node}" }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]
}

output "url" {
  description = "For COPILOT_REDIS_URL, without the password; COPILOT_REDIS_MODE is cluster."
  value       = "rediss://${aws_elasticache_replication_group.this.configuration_endpoint_address}:6379"
}

output "address" {
  description = "Host name of the configuration endpoint."
  value       = aws_elasticache_replication_group.this.configuration_endpoint_address
}
