locals {
  tags = merge({
    Project     = "llm-copilot"
    Environment = var.environment
    Owner       = var.owner
    ManagedBy   = "terraform"
  }, var.extra_tags)
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "second"
  region = var.second_region

  default_tags {
    tags = local.tags
  }
}

# CloudFront reads certificates and web ACLs, and Route 53 writes the metrics of its health checks, in us-east-1 only.
provider "aws" {
  alias  = "global"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}
