variable "environment" {
  description = "Which of the three environments this is. Decides names; the sizes stand in environments/NAME/terraform.tfvars."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "environment is development, staging or production."
  }
}

variable "owner" {
  description = "Team that answers for it; becomes the tag Owner."
  type        = string

  validation {
    condition     = length(trimspace(var.owner)) > 0
    error_message = "owner names a team; an empty one helps nobody at night."
  }
}

variable "extra_tags" {
  description = "Further tags for everything."
  type        = map(string)
  default     = {}
}

variable "account_id" {
  description = "The only AWS account that this may be applied to. Null: any."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is 12 digits."
  }
}

variable "region" {
  description = "Where the service runs."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is the name of an AWS region, such as us-east-1."
  }
}

variable "second_region" {
  description = "Where the copies of the backups go and, with standby, where the service can go on."
  type        = string
  default     = "us-west-2"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.second_region))
    error_message = "second_region is the name of an AWS region, such as us-west-2."
  }
}

variable "standby" {
  description = "Whether the second region has a warm standby: network, small cluster, replica of the database, Redis."
  type        = bool
  default     = false
}

variable "network" {
  description = "Address ranges of the two regions (they must not overlap) and whether each zone has its own NAT gateway."
  type = object({
    cidr         = string
    standby_cidr = string
    nat_per_zone = bool
  })

  validation {
    condition = alltrue([
      for cidr in [var.network.cidr, var.network.standby_cidr] :
      can(cidrhost(cidr, 0)) && try(tonumber(split("/", cidr)[1]), 0) == 16
    ])
    error_message = "network.cidr and network.standby_cidr are /16 ranges, such as 10.40.0.0/16: the subnets are cut from them."
  }

  validation {
    condition     = var.network.cidr != var.network.standby_cidr
    error_message = "network.cidr and network.standby_cidr must differ, or the regions can never be connected."
  }
}

variable "cluster" {
  description = "The EKS cluster. With no endpoint_cidrs its API answers inside the network only."
  type = object({
    version          = string
    endpoint_cidrs   = optional(list(string), [])
    admin_role_arns  = optional(list(string), [])
    general          = object({ instance_types = list(string), min = number, desired = number, max = number })
    spot             = object({ instance_types = list(string), min = number, desired = number, max = number })
    log_days         = optional(number, 365)
    standby_desired  = optional(number, 2)
    alb_controller   = optional(bool, true)
    velero_namespace = optional(string, "velero")
  })

  validation {
    condition     = can(regex("^1\\.(2[89]|[3-9][0-9])$", var.cluster.version))
    error_message = "cluster.version is a Kubernetes minor version from 1.28 on, such as 1.33."
  }

  validation {
    condition     = alltrue([for cidr in var.cluster.endpoint_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "cluster.endpoint_cidrs are ranges such as 198.51.100.0/24, never the whole internet (/0)."
  }

  validation {
    condition = alltrue([
      for group in [var.cluster.general, var.cluster.spot] :
      group.min <= group.desired && group.desired <= group.max && length(group.instance_types) > 0
    ])
    error_message = "A node group needs instance types and min <= desired <= max."
  }

  validation {
    condition     = length(var.cluster.spot.instance_types) >= 3
    error_message = "cluster.spot.instance_types: at least three, or one interruption takes all spot nodes at once."
  }

  validation {
    condition     = alltrue([for arn in var.cluster.admin_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+", arn))])
    error_message = "cluster.admin_role_arns are ARNs of IAM roles; users and root are not accepted."
  }
}

variable "database" {
  description = "PostgreSQL on RDS."
  type = object({
    engine_version      = optional(string, "15.4")
    instance_class      = string
    storage_gb          = number
    max_storage_gb      = number
    multi_az            = bool
    read_replicas       = number
    backup_days         = number
    deletion_protection = optional(bool, true)
  })

  validation {
    condition     = can(regex("^1[5-8]\\.[0-9]+$", var.database.engine_version))
    error_message = "database.engine_version is MAJOR.MINOR with a major version from 15 to 18, which the program supports."
  }

  validation {
    condition     = var.database.storage_gb >= 20 && var.database.max_storage_gb > var.database.storage_gb
    error_message = "database.storage_gb is at least 20, and max_storage_gb is above it, so that a full disk grows."
  }

  validation {
    condition     = var.database.backup_days >= 1 && var.database.backup_days <= 35
    error_message = "database.backup_days is 1 to 35, which is what RDS keeps; 0 would end point-in-time recovery."
  }

  validation {
    condition     = var.database.read_replicas >= 0 && var.database.read_replicas <= 5
    error_message = "database.read_replicas is 0 to 5."
  }
}

variable "redis" {
  description = "Redis on ElastiCache, in cluster mode: shards of one primary and some replicas."
  type = object({
    engine_version     = optional(string, "7.0")
    node_type          = string
    shards             = optional(number, 1)
    replicas_per_shard = number
    snapshot_days      = number
  })

  validation {
    condition     = can(regex("^7\\.[0-9]$", var.redis.engine_version))
    error_message = "redis.engine_version is 7.0 or 7.1."
  }

  validation {
    condition     = var.redis.replicas_per_shard >= 1 && var.redis.replicas_per_shard <= 5
    error_message = "redis.replicas_per_shard is 1 to 5: without a replica there is no automatic failover."
  }
}

variable "backups" {
  description = "The bucket for logical backups and Velero."
  type = object({
    lock_days    = number
    glacier_days = optional(number, 30)
    keep_days    = optional(number, 365)
  })

  validation {
    condition     = var.backups.lock_days >= 1 && var.backups.lock_days <= var.backups.glacier_days
    error_message = "backups.lock_days is at least 1 and not more than glacier_days."
  }

  validation {
    condition     = var.backups.keep_days >= var.backups.glacier_days + 90
    error_message = "backups.keep_days is at least 90 more than glacier_days: Glacier bills 90 days in any case."
  }
}

variable "registry" {
  description = "The registry of the image with its copy in the second region, and the pipeline's roles. One environment of an account makes it, for all. Null: none."
  type = object({
    github_repository = string
    keep_images       = optional(number, 100)
    oidc_provider_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.registry == null || can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.registry.github_repository))
    error_message = "registry.github_repository is one exact OWNER/NAME: a pattern would let other repositories push."
  }
}

variable "dns" {
  description = "The zone, the name of the service in it, and the regional load balancers once they exist (stage 2)."
  type = object({
    zone           = string
    host           = string
    create_zone    = optional(bool, true)
    zone_delegated = optional(bool, false)
    load_balancers = optional(map(string), {})
  })

  validation {
    condition     = endswith(var.dns.host, ".${var.dns.zone}")
    error_message = "dns.host lies below dns.zone, such as copilot.example.com below example.com: its records are CNAMEs, which the zone itself cannot have."
  }

  validation {
    condition     = alltrue([for region in keys(var.dns.load_balancers) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "dns.load_balancers maps a region to the DNS name of its load balancer."
  }
}

variable "cdn" {
  description = "Whether CloudFront stands before the service."
  type        = bool
  default     = false
}

variable "waf_requests_per_five_minutes" {
  description = "Requests that one address may make within five minutes before it is blocked; deliveries to the webhooks are not counted."
  type        = number
  default     = 2000

  validation {
    condition     = var.waf_requests_per_five_minutes >= 100
    error_message = "waf_requests_per_five_minutes is at least 100."
  }
}

variable "alert_emails" {
  description = "Who gets the alarms of AWS and of the budget by e-mail. Each must confirm once."
  type        = list(string)

  validation {
    condition     = length(var.alert_emails) > 0 && alltrue([for mail in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", mail))])
    error_message = "alert_emails has at least one e-mail address."
  }
}

variable "monthly_budget_usd" {
  description = "Planned cost a month. At 80 % spent, and when 100 % is forecast or spent, a message is sent."
  type        = number

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd is more than 0."
  }
}
