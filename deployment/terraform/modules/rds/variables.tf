variable "name" {
  description = "Identifier of the instance; replicas get a number behind it."
  type        = string
}

variable "vpc_id" {
  description = "Network of the database."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets without a route to the internet, one a zone."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "Who may connect."
  type        = string
}

variable "engine_version" {
  description = "MAJOR.MINOR of PostgreSQL."
  type        = string
}

variable "instance_class" {
  description = "Size of the instances."
  type        = string
}

variable "storage_gb" {
  description = "Storage at the start."
  type        = number
}

variable "max_storage_gb" {
  description = "Storage up to which it grows by itself."
  type        = number
}

variable "multi_az" {
  description = "Whether a second instance in another zone takes over by itself."
  type        = bool
}

variable "read_replicas" {
  description = "Replicas in the same region."
  type        = number
}

variable "backup_days" {
  description = "How far back point-in-time recovery reaches."
  type        = number
}

variable "deletion_protection" {
  description = "Whether it must be switched off before the instance can be deleted."
  type        = bool
}

variable "password" {
  description = "Password of llm_user. Not used for a replica of another region, which has its source's."
  type        = string
  sensitive   = true
  default     = null
}

variable "source_arn" {
  description = "For the second region: the instance that this one follows."
  type        = string
  default     = null
}

variable "is_replica" {
  description = "Whether source_arn is given; apart from it, since the ARN may only be known after the apply."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Key for storage, snapshots and Performance Insights."
  type        = string
}

variable "log_key_arn" {
  description = "Key for the exported logs."
  type        = string
}

variable "log_days" {
  description = "How long the exported logs are kept."
  type        = number
}

variable "topic_arn" {
  description = "Where alarms go."
  type        = string
}
