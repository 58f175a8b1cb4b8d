# What production promises, and what is refused. The provider is mocked: no account, no credentials.
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

mock_provider "aws" {
  alias = "second"
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"] }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

mock_provider "aws" {
  alias = "global"
}

variables {
  environment        = "production"
  owner              = "sre"
  standby            = true
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

run "names_and_regions" {
  command = plan

  assert {
    condition     = output.update_kubeconfig[0] == "aws eks update-kubeconfig --name llm-copilot-production --region us-east-1"
    error_message = "The guide's command for kubectl would not find the cluster."
  }

  assert {
    condition     = output.regional_names == { us-east-1 = "us-east-1.copilot.example.com", us-west-2 = "us-west-2.copilot.example.com" }
    error_message = "The regional names are what the health checks and the Ingress objects use."
  }

  assert {
    condition     = length(module.primary.zones) == 3 && length(module.standby[0].zones) == 3
    error_message = "The pods are spread over three zones, in each region."
  }
}

run "the_registry_has_a_copy_where_the_standby_pulls" {
  command = plan

  variables {
    registry = { github_repository = "llm-devops/llm-copilot-agent" }
  }

  assert {
    condition     = output.registry.IMAGE == "123456789012.dkr.ecr.us-east-1.amazonaws.com/llm-copilot-agent"
    error_message = "The pipeline pushes to the first region."
  }

  assert {
    condition     = output.helm_values["us-west-2"].image.registry == "123456789012.dkr.ecr.us-west-2.amazonaws.com"
    error_message = "The standby must not pull from the region that is lost."
  }
}

run "the_second_region_may_be_left_out" {
  command = plan

  variables {
    standby = false
  }

  assert {
    condition     = length(module.standby) == 0 && length(output.update_kubeconfig) == 1
    error_message = "Without a standby there is one cluster."
  }
}

run "load_balancers_come_in_stage_two" {
  command = plan

  variables {
    dns = {
      zone           = "example.com"
      host           = "copilot.example.com"
      zone_delegated = true
      load_balancers = { us-east-1 = "a.elb.amazonaws.com", us-west-2 = "b.elb.amazonaws.com" }
    }
    cdn = true
  }

  assert {
    condition     = module.dns.origin == "origin.copilot.example.com"
    error_message = "Behind a CDN the failover moves to a name of its own, or CloudFront would be its own origin."
  }
}

# Several at once, because each run plans everything.
run "nonsense" {
  command = plan
  expect_failures = [
    var.environment, var.owner, var.account_id, var.second_region, var.network, var.cluster, var.database, var.redis,
    var.backups, var.dns, var.registry, var.alert_emails, var.monthly_budget_usd, var.waf_requests_per_five_minutes,
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
    # Any repository of this owner could push.
    registry = { github_repository = "llm-devops/*" }
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
