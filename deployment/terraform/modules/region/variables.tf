variable "name" {
  description = "Prefix of global names, such as llm-copilot-production-us-west-2."
  type        = string
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
}

variable "database_name" {
  description = "Identifier of the database."
  type        = string
}

variable "secret_name" {
  description = "Name of the application's secret in Secrets Manager."
  type        = string
}

variable "region" {
  description = "This region."
  type        = string
}

variable "account_id" {
  description = "The account."
  type        = string
}

variable "partition" {
  description = "aws, or aws-cn and the like."
  type        = string
}

variable "keys" {
  description = "ARNs of this region's keys: data, secrets, logs."
  type        = object({ data = string, secrets = string, logs = string })
}

variable "topic_arn" {
  description = "Where this region's alarms go."
  type        = string
}

variable "cidr" {
  description = "Address range of the network."
  type        = string
}

variable "nat_per_zone" {
  description = "One NAT gateway a zone, or one for all."
  type        = bool
}

variable "cluster" {
  description = "As the variable cluster of the root."
  type = object({
    version          = string
    endpoint_cidrs   = list(string)
    admin_role_arns  = list(string)
    general          = object({ instance_types = list(string), min = number, desired = number, max = number })
    spot             = object({ instance_types = list(string), min = number, desired = number, max = number })
    log_days         = number
    alb_controller   = bool
    velero_namespace = string
  })
}

variable "database" {
  description = "As the variable database of the root."
  type = object({
    engine_version      = string
    instance_class      = string
    storage_gb          = number
    max_storage_gb      = number
    multi_az            = bool
    read_replicas       = number
    backup_days         = number
    deletion_protection = bool
  })
}

variable "database_source_arn" {
  description = "In the second region: the database to follow."
  type        = string
  default     = null
}

variable "is_standby" {
  description = "Whether this is the second region."
  type        = bool
}

variable "redis" {
  description = "As the variable redis of the root."
  type = object({
    engine_version     = string
    node_type          = string
    shards             = number
    replicas_per_shard = number
    snapshot_days      = number
  })
}

variable "passwords" {
  description = "database, redis, admin-token, webhook-token."
  type        = map(string)
  sensitive   = true
}

variable "backup_bucket_arn" {
  description = "The backup bucket of this region."
  type        = string
}

variable "host" {
  description = "Name of the service."
  type        = string
}

variable "zone_id" {
  description = "Zone of the name."
  type        = string
}

variable "wait_for_certificate" {
  description = "Whether the zone is delegated, so that certificates are issued."
  type        = bool
}

variable "waf_requests_per_five_minutes" {
  description = "Limit for one address."
  type        = number
}
