locals {
  # Velero deletes its own objects by their TTL and must read them at once, so they never go to Glacier.
  rules = {
    logical = { prefix = "logical/", glacier = var.glacier_days, expire = var.keep_days }
    velero  = { prefix = "velero/", glacier = null, expire = null }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  dynamic "rule" {
    for_each = local.rules

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      dynamic "transition" {
        for_each = rule.value.glacier[*]

        content {
          days          = transition.value
          storage_class = "GLACIER"
        }
      }

      dynamic "expiration" {
        for_each = rule.value.expire[*]

        content {
          days = expiration.value
        }
      }

      # What was deleted or overwritten stays as long as the lock holds it, and no longer.
      noncurrent_version_expiration {
        noncurrent_days = var.lock_days
      }
    }
  }

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 3
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "copy" {
  provider = aws.copy

  bucket = aws_s3_bucket.copy.id

  dynamic "rule" {
    for_each = local.rules

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      dynamic "transition" {
        for_each = rule.value.glacier[*]

        content {
          days          = transition.value
          storage_class = "GLACIER"
        }
      }

      # Deletions are not replicated, so the copy needs an end of its own; for Velero a little after its 30 days.
      expiration {
        days = coalesce(rule.value.expire, 45)
      }

      noncurrent_version_expiration {
        noncurrent_days = var.lock_days
      }
    }
  }

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 3
    }
  }

  depends_on = [aws_s3_bucket_versioning.copy]
}
