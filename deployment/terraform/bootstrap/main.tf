# Where the state of everything else is kept. Applied once for an account, with its own state in this folder.
variable "region" {
  description = "Region of the state; not necessarily that of the service."
  type        = string
  default     = "us-east-1"
}

variable "lock" {
  description = "How two applies at the same time are kept apart: lockfile (in the bucket; Terraform 1.10 or newer) or table (DynamoDB; for Terraform 1.5 to 1.9)."
  type        = string
  default     = "lockfile"

  validation {
    condition     = contains(["lockfile", "table"], var.lock)
    error_message = "lock is lockfile or table."
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = "llm-copilot"
      Environment = "shared"
      Owner       = "sre"
      ManagedBy   = "terraform"
    }
  }
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  bucket = "llm-copilot-terraform-state-${data.aws_caller_identity.this.account_id}"
  table  = "llm-copilot-terraform-locks"

  # Terraform cannot read variables in a backend, so the file is written from here, once, and committed by the operator.
  backend = <<-HCL
    terraform {
      backend "s3" {
        bucket               = "${local.bucket}"
        key                  = "llm-copilot/terraform.tfstate"
        workspace_key_prefix = "llm-copilot/environments"
        region               = "${var.region}"
        encrypt              = true
        kms_key_id           = "${aws_kms_key.state.arn}"
        ${var.lock == "lockfile" ? "use_lockfile         = true" : "dynamodb_table       = \"${local.table}\""}
      }
    }
  HCL
}

# The state holds the passwords of the database and of Redis: its own key, so that reading it can be granted alone.
resource "aws_kms_key" "state" {
  description             = "llm-copilot: Terraform state"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Effect    = "Allow"
      Principal = { AWS = "arn:${data.aws_partition.this.partition}:iam::${data.aws_caller_identity.this.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_18:who read what is CloudTrail's to say (data events), which belongs to the account and not here
  #checkov:skip=CKV2_AWS_62:nothing waits for an object
  #checkov:skip=CKV_AWS_144:a failover needs no Terraform, and the state is versioned
  bucket = local.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket = aws_s3_bucket.state.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 365
      newer_noncurrent_versions = 20
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

resource "aws_dynamodb_table" "locks" {
  count = var.lock == "table" ? 1 : 0

  name         = local.table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "LockID"

  attribute {
    name = "LockID"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.state.arn
  }
}

output "backend" {
  description = "The text of deployment/terraform/backend.tf."
  value       = local.backend
}
