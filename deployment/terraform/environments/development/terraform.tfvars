# The smallest that still has every part. One zone's loss, or a restart of the database, is seen by developers.
environment = "development"
owner       = "sre"

region        = "us-east-1"
second_region = "us-west-2"
standby       = false

network = {
  cidr         = "10.44.0.0/16"
  standby_cidr = "10.45.0.0/16"
  nat_per_zone = false
}

cluster = {
  version = "1.33"
  general = {
    instance_types = ["m6i.large"]
    min            = 1
    desired        = 2
    max            = 4
  }
  spot = {
    instance_types = ["m6i.large", "m5.large", "m6a.large", "m5a.large"]
    min            = 0
    desired        = 1
    max            = 4
  }
  log_days = 365
}

database = {
  engine_version      = "15.4"
  instance_class      = "db.t4g.medium"
  storage_gb          = 20
  max_storage_gb      = 50
  multi_az            = false
  read_replicas       = 0
  backup_days         = 7
  deletion_protection = false
}

redis = {
  engine_version     = "7.0"
  node_type          = "cache.t4g.small"
  shards             = 1
  replicas_per_shard = 1
  snapshot_days      = 1
}

backups = {
  lock_days    = 1
  glacier_days = 30
  keep_days    = 120
}

dns = {
  zone = "dev.example.com"
  host = "copilot.dev.example.com"
}

alert_emails       = ["sre@example.com"]
monthly_budget_usd = 600
