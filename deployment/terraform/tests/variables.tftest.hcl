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

run "an_unknown_environment" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "test"
  }
}

run "overlapping_networks" {
  command         = plan
  expect_failures = [var.network]

  variables {
    network = { cidr = "10.40.0.0/16", standby_cidr = "10.40.0.0/16", nat_per_zone = true }
  }
}

run "a_network_too_small_for_its_subnets" {
  command         = plan
  expect_failures = [var.network]

  variables {
    network = { cidr = "10.40.0.0/24", standby_cidr = "10.41.0.0/16", nat_per_zone = true }
  }
}

run "an_api_server_open_to_everybody" {
  command         = plan
  expect_failures = [var.cluster]

  variables {
    cluster = {
      version        = "1.33"
      endpoint_cidrs = ["0.0.0.0/0"]
      general        = { instance_types = ["m6i.xlarge"], min = 3, desired = 5, max = 15 }
      spot           = { instance_types = ["m6i.large", "m5.large", "m6a.large"], min = 0, desired = 1, max = 10 }
    }
  }
}

run "spot_nodes_of_one_kind" {
  command         = plan
  expect_failures = [var.cluster]

  variables {
    cluster = {
      version = "1.33"
      general = { instance_types = ["m6i.xlarge"], min = 3, desired = 5, max = 15 }
      spot    = { instance_types = ["m6i.large"], min = 0, desired = 1, max = 10 }
    }
  }
}

run "a_database_without_backups" {
  command         = plan
  expect_failures = [var.database]

  variables {
    database = {
      instance_class = "db.r6g.xlarge"
      storage_gb     = 200
      max_storage_gb = 1000
      multi_az       = true
      read_replicas  = 2
      backup_days    = 0
    }
  }
}

run "a_database_that_the_program_does_not_support" {
  command         = plan
  expect_failures = [var.database]

  variables {
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

run "redis_without_a_replica" {
  command         = plan
  expect_failures = [var.redis]

  variables {
    redis = { node_type = "cache.r6g.xlarge", replicas_per_shard = 0, snapshot_days = 7 }
  }
}

run "backups_locked_for_longer_than_they_are_at_hand" {
  command         = plan
  expect_failures = [var.backups]

  variables {
    backups = { lock_days = 60 }
  }
}

run "a_service_at_the_top_of_its_zone" {
  command         = plan
  expect_failures = [var.dns]

  variables {
    dns = { zone = "example.com", host = "example.com" }
  }
}

run "nobody_to_tell" {
  command         = plan
  expect_failures = [var.alert_emails]

  variables {
    alert_emails = []
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
