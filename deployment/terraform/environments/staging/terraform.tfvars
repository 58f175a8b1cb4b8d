# As production, smaller, and without a standby: what is not built is not tested here (the drill of a lost region).
environment = "staging"
owner       = "sre"

region        = "us-east-1"
second_region = "us-west-2"
standby       = false

network = {
  cidr         = "10.42.0.0/16"
  standby_cidr = "10.43.0.0/16"
  nat_per_zone = false
}

cluster = {
  version = "1.33"
  general = {
    instance_types = ["m6i.large"]
    min            = 3
    desired        = 3
    max            = 6
  }
  spot = {
    instance_types = ["m6i.large", "m5.large", "m6a.large", "m5a.large"]
    min            = 0
    desired        = 0
    max            = 4
  }
  log_days = 365
}

database = {
  engine_version = "15.4"
  instance_class = "db.r6g.large"
  storage_gb     = 50
  max_storage_gb = 200
  # A failover must be seen here before it is met in production.
  multi_az      = true
  read_replicas = 1
  backup_days   = 7
}

redis = {
  engine_version     = "7.0"
  node_type          = "cache.r6g.large"
  shards             = 1
  replicas_per_shard = 1
  snapshot_days      = 1
}

backups = {
  lock_days    = 7
  glacier_days = 30
  keep_days    = 120
}

dns = {
  zone = "staging.example.com"
  host = "copilot.staging.example.com"
}

alert_emails       = ["sre@example.com"]
monthly_budget_usd = 1500
