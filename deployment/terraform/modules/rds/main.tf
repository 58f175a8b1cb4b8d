locals {
  major    = split(".", var.engine_version)[0]
  replicas = [for i in range(var.read_replicas) : "${var.name}-replica-${i + 1}"]
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "PostgreSQL, for the cluster's pods only"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "cluster" {
  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_db_parameter_group" "this" {
  name        = "${var.name}-pg${local.major}"
  family      = "postgres${local.major}"
  description = "llm-copilot: TLS only, slow statements and lock waits logged"

  dynamic "parameter" {
    for_each = {
      "rds.force_ssl"                       = "1"
      "log_min_duration_statement"          = "1000"
      "log_lock_waits"                      = "1"
      "log_connections"                     = "1"
      "log_disconnections"                  = "1"
      "idle_in_transaction_session_timeout" = "300000"
    }

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }

  # A new major version needs a new group while the old one is still in use.
  lifecycle {
    create_before_destroy = true
  }
}

# Made here, because RDS itself would make them without a key and without an end.
resource "aws_cloudwatch_log_group" "postgresql" {
  for_each = toset([
    for pair in setproduct(concat([var.name], local.replicas), ["postgresql", "upgrade"]) : "${pair[0]}/${pair[1]}"
  ])

  name              = "/aws/rds/instance/${each.key}"
  retention_in_days = var.log_days
  kms_key_id        = var.log_key_arn
}

resource "aws_db_instance" "this" {
  identifier = var.name

  # A replica takes engine, storage, database and user from its source and refuses to be told.
  replicate_source_db = var.is_replica ? var.source_arn : null
  engine              = var.is_replica ? null : "postgres"
  engine_version      = var.is_replica ? null : var.engine_version
  allocated_storage   = var.is_replica ? null : var.storage_gb
  db_name             = var.is_replica ? null : "llm_copilot"
  username            = var.is_replica ? null : "llm_user"
  # Not manage_master_user_password: RDS refuses read replicas of a PostgreSQL whose password it manages.
  password = var.is_replica ? null : var.password

  instance_class        = var.instance_class
  storage_type          = "gp3"
  max_allocated_storage = var.max_storage_gb
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  multi_az               = var.multi_az
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name
  port                   = 5432

  iam_database_authentication_enabled = true

  # A replica backs up too, so that it can be the primary at once. The windows do not overlap, which RDS demands.
  backup_retention_period  = var.backup_days
  backup_window            = "02:00-03:00"
  maintenance_window       = "sun:04:00-sun:05:00"
  copy_tags_to_snapshot    = true
  delete_automated_backups = false
  # RDS makes none of a replica.
  skip_final_snapshot       = var.is_replica
  final_snapshot_identifier = "${var.name}-final"
  deletion_protection       = var.deletion_protection

  #checkov:skip=CKV_AWS_226:a minor upgrade is an outage; somebody decides when
  # Upgrades are outages (README, "Engine versions"): somebody decides when.
  auto_minor_version_upgrade  = false
  allow_major_version_upgrade = false
  apply_immediately           = false

  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]

  depends_on = [aws_cloudwatch_log_group.postgresql]

  # After the promotion in a failover the instance has no source any more; the next apply must not make a replica of it again.
  lifecycle {
    ignore_changes = [replicate_source_db]
  }
}

resource "aws_db_instance" "replica" {
  count = var.read_replicas

  identifier          = local.replicas[count.index]
  replicate_source_db = aws_db_instance.this.identifier

  instance_class        = var.instance_class
  storage_type          = "gp3"
  max_allocated_storage = var.max_storage_gb
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  #checkov:skip=CKV_AWS_157:a lost replica is made anew; it is the primary that another zone stands by for
  multi_az               = false
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  iam_database_authentication_enabled = true

  #checkov:skip=CKV_AWS_226:a minor upgrade is an outage; somebody decides when
  # The source has the backups; seven days here let a promoted replica start with some.
  backup_retention_period    = 7
  backup_window              = "03:00-03:30"
  maintenance_window         = "sun:05:00-sun:06:00"
  copy_tags_to_snapshot      = true
  skip_final_snapshot        = true
  deletion_protection        = var.deletion_protection
  auto_minor_version_upgrade = false
  apply_immediately          = false

  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]

  depends_on = [aws_cloudwatch_log_group.postgresql]
}

resource "aws_iam_role" "monitoring" {
  name = "${var.name}-monitoring"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

data "aws_partition" "this" {}
