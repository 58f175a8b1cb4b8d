# Everything that the service needs in one region, but for keys, topic and buckets, which both regions' parts refer to.
module "network" {
  source = "../network"

  name         = var.name
  region       = var.region
  account_id   = var.account_id
  cidr         = var.cidr
  nat_per_zone = var.nat_per_zone
  cluster_name = var.cluster_name
  log_key_arn  = var.keys.logs
  log_days     = var.cluster.log_days
}

module "eks" {
  source = "../eks"

  name               = var.cluster_name
  region             = var.region
  account_id         = var.account_id
  partition          = var.partition
  kubernetes_version = var.cluster.version
  subnet_ids         = module.network.private_subnet_ids
  endpoint_cidrs     = var.cluster.endpoint_cidrs
  admin_role_arns    = var.cluster.admin_role_arns
  general            = var.cluster.general
  spot               = var.cluster.spot
  data_key_arn       = var.keys.data
  log_key_arn        = var.keys.logs
  log_days           = var.cluster.log_days
  secret_arns        = [aws_secretsmanager_secret.application.arn]
  secrets_key_arn    = var.keys.secrets
  alb_controller     = var.cluster.alb_controller
}

module "rds" {
  source = "../rds"

  name                     = var.database_name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.database_subnet_ids
  client_security_group_id = module.eks.security_group_id
  engine_version           = var.database.engine_version
  instance_class           = var.database.instance_class
  storage_gb               = var.database.storage_gb
  max_storage_gb           = var.database.max_storage_gb
  multi_az                 = var.database.multi_az
  read_replicas            = var.database.read_replicas
  backup_days              = var.database.backup_days
  deletion_protection      = var.database.deletion_protection
  password                 = var.passwords["database"]
  source_arn               = var.database_source_arn
  is_replica               = var.is_standby
  kms_key_arn              = var.keys.data
  log_key_arn              = var.keys.logs
  log_days                 = var.cluster.log_days
  topic_arn                = var.topic_arn
}

module "elasticache" {
  source = "../elasticache"

  name                     = "${var.cluster_name}-redis"
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.database_subnet_ids
  client_security_group_id = module.eks.security_group_id
  engine_version           = var.redis.engine_version
  node_type                = var.redis.node_type
  shards                   = var.redis.shards
  replicas_per_shard       = var.redis.replicas_per_shard
  snapshot_days            = var.redis.snapshot_days
  auth_token               = var.passwords["redis"]
  kms_key_arn              = var.keys.data
  log_key_arn              = var.keys.logs
  log_days                 = var.cluster.log_days
  topic_arn                = var.topic_arn
}

module "waf" {
  source = "../waf"

  name                      = var.name
  scope                     = "REGIONAL"
  requests_per_five_minutes = var.waf_requests_per_five_minutes
  log_key_arn               = var.keys.logs
  log_days                  = var.cluster.log_days
}

module "acm" {
  source = "../acm"

  host           = var.host
  zone_id        = var.zone_id
  create_records = !var.is_standby
  wait           = var.wait_for_certificate
}

module "velero" {
  source = "../velero"

  name         = "${var.name}-velero"
  cluster_name = var.cluster_name
  region       = var.region
  account_id   = var.account_id
  partition    = var.partition
  oidc_arn     = module.eks.oidc_arn
  oidc_issuer  = module.eks.oidc_issuer
  namespace    = var.cluster.velero_namespace
  bucket_arn   = var.backup_bucket_arn
  kms_key_arn  = var.keys.data
}

# The service itself calls no API of AWS; this role is for the CronJob of the logical backups, which only adds.
module "irsa_backup" {
  source = "../irsa"

  name            = "${var.name}-backup"
  oidc_arn        = module.eks.oidc_arn
  oidc_issuer     = module.eks.oidc_issuer
  namespace       = "llm-copilot"
  service_account = "llm-copilot-backup"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "List"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [var.backup_bucket_arn]
        Condition = { StringLike = { "s3:prefix" = ["logical/*", "logical"] } }
      },
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        Resource = ["${var.backup_bucket_arn}/logical/*"]
      },
      {
        Sid       = "Key"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [var.keys.data]
        Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
      },
    ]
  })
}

# For proofs by DNS: the standby cannot be reached under the service's name, so Let's Encrypt cannot ask it by HTTP.
# It may write those proofs and nothing else, least of all where the service's name points to.
module "irsa_cert_manager" {
  source = "../irsa"

  name            = "${var.name}-cert-manager"
  oidc_arn        = module.eks.oidc_arn
  oidc_issuer     = module.eks.oidc_issuer
  namespace       = "cert-manager"
  service_account = "cert-manager"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Wait"
        Effect   = "Allow"
        Action   = ["route53:GetChange"]
        Resource = ["arn:${var.partition}:route53:::change/*"]
      },
      {
        Sid      = "Look"
        Effect   = "Allow"
        Action   = ["route53:ListResourceRecordSets"]
        Resource = ["arn:${var.partition}:route53:::hostedzone/${var.zone_id}"]
      },
      {
        Sid      = "Prove"
        Effect   = "Allow"
        Action   = ["route53:ChangeResourceRecordSets"]
        Resource = ["arn:${var.partition}:route53:::hostedzone/${var.zone_id}"]
        Condition = {
          "ForAllValues:StringEquals" = {
            "route53:ChangeResourceRecordSetsRecordTypes"           = ["TXT"]
            "route53:ChangeResourceRecordSetsNormalizedRecordNames" = ["_acme-challenge.${var.host}"]
          }
        }
      },
    ]
  })
}

# What External Secrets hands to the pods: the properties are the program's environment variables.
resource "aws_secretsmanager_secret" "application" {
  #checkov:skip=CKV2_AWS_57:a rotation must reach database, Redis and pods together; the steps stand in README
  name                    = var.secret_name
  description             = "Environment of llm-copilot-agent in ${var.region}"
  kms_key_id              = var.keys.secrets
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "application" {
  secret_id = aws_secretsmanager_secret.application.id
  secret_string = jsonencode({
    COPILOT_DB_URL        = module.rds.jdbc_url
    COPILOT_DB_USER       = "llm_user"
    COPILOT_DB_PASSWORD   = var.passwords["database"]
    COPILOT_DB_TLS        = "require"
    COPILOT_REDIS_URL     = replace(module.elasticache.url, "rediss://", "rediss://:${var.passwords["redis"]}@")
    COPILOT_REDIS_MODE    = "cluster"
    COPILOT_ADMIN_TOKEN   = var.passwords["admin-token"]
    COPILOT_WEBHOOK_TOKEN = var.passwords["webhook-token"]
  })
}
