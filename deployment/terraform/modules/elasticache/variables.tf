variable "name" {
  description = "Name of the replication group; at most 40 characters."
  type        = string
}

variable "vpc_id" {
  description = "Network of Redis."
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
  description = "Version of Redis."
  type        = string
}

variable "node_type" {
  description = "Size of the nodes."
  type        = string
}

variable "shards" {
  description = "Number of shards."
  type        = number
}

variable "replicas_per_shard" {
  description = "Replicas of each primary."
  type        = number
}

variable "snapshot_days" {
  description = "How long daily snapshots are kept."
  type        = number
}

variable "auth_token" {
  description = "Password of the clients."
  type        = string
  sensitive   = true
}

variable "kms_key_arn" {
  description = "Key for what is on disk."
  type        = string
}

variable "log_key_arn" {
  description = "Key for the logs."
  type        = string
}

variable "log_days" {
  description = "How long the logs are kept."
  type        = number
}

variable "topic_arn" {
  description = "Where alarms go."
  type        = string
}
