# Each validation refuses what it is there for.
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

mock_provider "aws" {
  alias = "second"
}

mock_provider "aws" {
  alias = "global"
}

variables {
  environment        = "production"
  owner              = "sre"
  alert_emails       = ["sre@example.com"]
  network            = { cidr = "10.40.0.0/16", standby_cidr = "10.41.0.0/16", nat_per_zone = true }
  backups            = { lock_days = 30 }
  redis              = { node_type = "cache.r6g.xlarge", replicas_per_shard = 2, snapshot_days = 7 }
  dns                = { zone = "example.com", host = "copilot.example.com" }
  monthly_budget_usd = 6500
  cluster = {
    version = "1.33"
    general = { instance_types = ["m6i.xlarge"], min = 3, desired = 5, max = 15 }
    spot    = { instance_types = ["m6i.large", "m5.large", "m6a.large"], min = 0, desired = 1, max = 10 }
  }
  database = {
    instance_class = "db.r6g.xlarge"
    storage_gb     = 200
    max_storage_gb = 1000
    multi_az       = true
    read_replicas  = 2
    backup_days    = 30
  }
}

# Several at once, because each run plans everything.
run "nonsense" {
  command = plan
  expect_failures = [
    var.environment, var.owner, var.account_id, var.second_region, var.network, var.cluster, var.database, var.redis,
    var.backups, var.dns, var.alert_emails, var.monthly_budget_usd, var.waf_requests_per_five_minutes,
  ]

  variables {
    environment   = "test"
    owner         = " "
    account_id    = "1234"
    second_region = "Oregon"
    # Overlapping, so that the regions could never be connected.
    network = { cidr = "10.40.0.0/16", standby_cidr = "10.40.0.0/16", nat_per_zone = true }
    # An API server open to everybody.
    cluster = {
      version        = "1.33"
      endpoint_cidrs = ["0.0.0.0/0"]
      general        = { instance_types = ["m6i.xlarge"], min = 3, desired = 5, max = 15 }
      spot           = { instance_types = ["m6i.large", "m5.large", "m6a.large"], min = 0, desired = 1, max = 10 }
    }
    # No backups.
    database = {
      instance_class = "db.r6g.xlarge"
      storage_gb     = 200
      max_storage_gb = 1000
      multi_az       = true
      read_replicas  = 2
      backup_days    = 0
    }
    # No replica to fail over to.
    redis = { node_type = "cache.r6g.xlarge", replicas_per_shard = 0, snapshot_days = 7 }
    # Locked for longer than they are at hand.
    backups = { lock_days = 60 }
    # At the top of the zone, where no CNAME can be.
    dns                           = { zone = "example.com", host = "example.com" }
    alert_emails                  = []
    monthly_budget_usd            = 0
    waf_requests_per_five_minutes = 1
  }
}

run "more_nonsense" {
  command         = plan
  expect_failures = [var.network, var.cluster, var.database]

  variables {
    # Too small for its subnets.
    network = { cidr = "10.40.0.0/24", standby_cidr = "10.41.0.0/16", nat_per_zone = true }
    # Spot nodes of one kind, which one interruption takes all at once.
    cluster = {
      version = "1.33"
      general = { instance_types = ["m6i.xlarge"], min = 3, desired = 5, max = 15 }
      spot    = { instance_types = ["m6i.large"], min = 0, desired = 1, max = 10 }
    }
    # A PostgreSQL that the program does not support.
    database = {
      engine_version = "14.9"
      instance_class = "db.r6g.xlarge"
      storage_gb     = 200
      max_storage_gb = 1000
      multi_az       = true
      read_replicas  = 2
      backup_days    = 30
    }
  }
}

run "both_regions_the_same" {
  command         = plan
  expect_failures = [data.aws_caller_identity.this]

  variables {
    second_region = "us-east-1"
  }
}

run "another_account" {
  command         = plan
  expect_failures = [data.aws_caller_identity.this]

  variables {
    account_id = "210987654321"
  }
}

run "an_environment_in_the_workspace_of_another" {
  command         = plan
  expect_failures = [data.aws_caller_identity.this]

  variables {
    environment = "staging"
  }
}
