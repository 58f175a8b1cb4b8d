variable "host" {
  description = "Name of the service."
  type        = string
}

variable "zone_id" {
  description = "Zone of the name."
  type        = string
}

variable "region" {
  description = "Region that answers as long as it is healthy."
  type        = string
}

variable "second_region" {
  description = "Region that answers otherwise."
  type        = string
}

variable "standby" {
  description = "Whether there is anything in the second region."
  type        = bool
}

variable "load_balancers" {
  description = "DNS name of each region's load balancer; empty until the ingress has made them."
  type        = map(string)
}

variable "behind_cdn" {
  description = "Whether CloudFront has the host's name; the failover records are then at origin.HOST."
  type        = bool
}

variable "topic_arn" {
  description = "Where to say that a region is down; in us-east-1, where Route 53 writes its metrics."
  type        = string
}
