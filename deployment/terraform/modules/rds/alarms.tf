locals {
  instances = concat([aws_db_instance.this.identifier], aws_db_instance.replica[*].identifier)

  alarms = {
    cpu         = { metric = "CPUUtilization", above = true, threshold = 80, unit = "%" }
    storage     = { metric = "FreeStorageSpace", above = false, threshold = var.storage_gb * 1073741824 * 0.1, unit = " bytes free" }
    memory      = { metric = "FreeableMemory", above = false, threshold = 536870912, unit = " bytes free" }
    connections = { metric = "DatabaseConnections", above = true, threshold = 600, unit = " connections" }
    disk-queue  = { metric = "DiskQueueDepth", above = true, threshold = 64, unit = " waiting" }
  }

  # One alarm an instance and metric, by a key that is known before anything is made.
  per_instance = merge([
    for i in range(1 + var.read_replicas) : {
      for name, alarm in local.alarms : "${i == 0 ? "primary" : "replica-${i}"}-${name}" => merge(alarm, { index = i })
    }
  ]...)

  followers = var.is_replica ? range(0, 1 + var.read_replicas) : range(1, 1 + var.read_replicas)
}

resource "aws_cloudwatch_metric_alarm" "instance" {
  for_each = local.per_instance

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.metric} of PostgreSQL ${each.value.above ? "above" : "below"} ${each.value.threshold}${each.value.unit} for 10 minutes"
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = local.instances[each.value.index] }
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 2
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "breaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]
}

# The copy in the other region is as good as its lag is small: half of the promised hour is too much already.
resource "aws_cloudwatch_metric_alarm" "lag" {
  for_each = toset([for i in local.followers : tostring(i)])

  alarm_name          = "${var.name}-replica-lag-${each.key}"
  alarm_description   = "A replica is more than 30 minutes behind; the promise is to lose one hour at most"
  namespace           = "AWS/RDS"
  metric_name         = "ReplicaLag"
  dimensions          = { DBInstanceIdentifier = local.instances[tonumber(each.key)] }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1800
  treat_missing_data  = "breaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]
}

resource "aws_db_event_subscription" "this" {
  name             = var.name
  sns_topic        = var.topic_arn
  source_type      = "db-instance"
  source_ids       = local.instances
  event_categories = ["availability", "backup", "configuration change", "deletion", "failover", "failure", "low storage", "maintenance", "recovery"]
}
