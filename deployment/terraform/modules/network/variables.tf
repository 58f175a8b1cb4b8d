variable "name" {
  description = "Prefix of all names; unique in the account."
  type        = string
}

variable "region" {
  description = "Region of the network."
  type        = string
}

variable "account_id" {
  description = "Account that the network belongs to."
  type        = string
}

variable "cidr" {
  description = "A /16 range."
  type        = string
}

variable "nat_per_zone" {
  description = "One NAT gateway a zone (the loss of a zone stays the loss of a zone), or one for all (cheaper)."
  type        = bool
}

variable "cluster_name" {
  description = "Cluster whose load balancers go into these subnets."
  type        = string
}

variable "log_key_arn" {
  description = "Key for the flow logs."
  type        = string
}

variable "log_days" {
  description = "How long flow logs are kept."
  type        = number
}
