# Replace owner, dns, registry and alert_emails, and set account_id: example.com is nobody's.
environment = "production"
owner       = "sre"

region        = "us-east-1"
second_region = "us-west-2"
standby       = true

network = {
  cidr         = "10.40.0.0/16"
  standby_cidr = "10.41.0.0/16"
  nat_per_zone = true
}

cluster = {
  version = "1.33"
  # The API server answers inside the network only. To use kubectl from elsewhere, name your addresses:
  # endpoint_cidrs  = ["198.51.100.0/24"]
  # admin_role_arns = ["arn:aws:iam::123456789012:role/platform-admin"]

  # Five nodes in three zones: 2 + 2 + 1.
  general = {
    instance_types = ["m6i.xlarge"]
    min            = 3
    desired        = 5
    max            = 15
  }
  spot = {
    instance_types = ["m6i.large", "m5.large", "m6a.large", "m5a.large"]
    min            = 0
    desired        = 1
    max            = 10
  }
}

database = {
  engine_version = "15.4"
  instance_class = "db.r6g.xlarge"
  storage_gb     = 200
  max_storage_gb = 1000
  multi_az       = true
  read_replicas  = 2
  backup_days    = 30
}

redis = {
  engine_version     = "7.0"
  node_type          = "cache.r6g.xlarge"
  shards             = 1
  replicas_per_shard = 2
  snapshot_days      = 7
}

backups = {
  lock_days    = 30
  glacier_days = 30
  keep_days    = 365
}

# The images of all environments. Only this repository's workflows may push. If the account has an OIDC provider for GitHub
# already, name it: oidc_provider_arn.
registry = {
  github_repository = "llm-devops/llm-copilot-agent"
}

dns = {
  zone = "example.com"
  host = "copilot.example.com"
  # Stage 2, see README: once the zone is delegated and the ingress has its load balancers.
  # zone_delegated = true
  # load_balancers = {
  #   us-east-1 = "k8s-....us-east-1.elb.amazonaws.com"
  #   us-west-2 = "k8s-....us-west-2.elb.amazonaws.com"
  # }
}

alert_emails       = ["sre@example.com"]
monthly_budget_usd = 6500
