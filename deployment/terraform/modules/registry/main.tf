# The images: pushed to one region by the pipeline, copied to the other by ECR, pulled in each from its own.
locals {
  # The newest releases, and for a while what a build left behind that was never tagged. ECR keeps the parts of an image of
  # several architectures as long as the image itself.
  lifecycle = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "never tagged: builds that failed a scan"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 90 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "releases"
        selection    = { tagStatus = "tagged", tagPatternList = ["*.*.*"], countType = "imageCountMoreThan", countNumber = var.keep_images }
        action       = { type = "expire" }
      },
    ]
  })
}

resource "aws_ecr_repository" "this" {
  #checkov:skip=CKV_AWS_51:tags are immutable but for sha256-*, which cosign rewrites where a registry lists no referrers
  name                 = var.name
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "sha256-*"
    filter_type = "WILDCARD"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }
}

# Made here and not by the replication, which would give it a key of AWS's and tags that move.
resource "aws_ecr_repository" "copy" {
  #checkov:skip=CKV_AWS_51:as the repository itself
  provider = aws.copy

  name                 = var.name
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "sha256-*"
    filter_type = "WILDCARD"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.copy_kms_key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy     = local.lifecycle
}

resource "aws_ecr_lifecycle_policy" "copy" {
  provider = aws.copy

  repository = aws_ecr_repository.copy.name
  policy     = local.lifecycle
}

# One for all repositories of the account in this region: whoever replicates others already adds this rule to theirs.
resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = var.copy_region
        registry_id = var.account_id
      }

      repository_filter {
        filter      = var.name
        filter_type = "PREFIX_MATCH"
      }
    }
  }

  depends_on = [aws_ecr_repository.this, aws_ecr_repository.copy]
}
