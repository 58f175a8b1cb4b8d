# One bucket for the logical backups (logical/) and for Velero (velero/), and its copy in the other region.
locals {
  bucket = "llm-copilot-backups-${var.environment}-${var.account_id}-${var.region}"
  copy   = "llm-copilot-backups-${var.environment}-${var.account_id}-${var.copy_region}"
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:who read what is CloudTrail's to say (data events), which belongs to the account and not here
  #checkov:skip=CKV2_AWS_62:nothing waits for an object; that backups stop coming is alerted on in the cluster
  bucket = local.bucket
  # Cannot be switched on later: what can be deleted by whoever holds the credentials is no backup.
  object_lock_enabled = true
}

resource "aws_s3_bucket" "copy" {
  #checkov:skip=CKV_AWS_18:who read what is CloudTrail's to say (data events), which belongs to the account and not here
  #checkov:skip=CKV2_AWS_62:nothing waits for an object; that backups stop coming is alerted on in the cluster
  provider = aws.copy

  bucket              = local.copy
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    default_retention {
      # Not COMPLIANCE: that cannot be undone by anyone, and personal data must be removable when the law says so.
      mode = "GOVERNANCE"
      days = var.lock_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_object_lock_configuration" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.lock_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.copy]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.copy_kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_ownership_controls" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [merge(local.tls_only, { Resource = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"] })] })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_policy" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [merge(local.tls_only, { Resource = [aws_s3_bucket.copy.arn, "${aws_s3_bucket.copy.arn}/*"] })] })

  depends_on = [aws_s3_bucket_public_access_block.copy]
}

locals {
  tls_only = {
    Sid       = "TlsOnly"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }
}
