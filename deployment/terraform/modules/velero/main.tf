# Velero's role: its part of the backup bucket, and snapshots of the cluster's volumes.
variable "name" {
  description = "Name of the role."
  type        = string
}

variable "cluster_name" {
  description = "Cluster whose volumes may be snapshotted."
  type        = string
}

variable "region" {
  description = "Region of the cluster."
  type        = string
}

variable "account_id" {
  description = "Account of the cluster."
  type        = string
}

variable "partition" {
  description = "aws, or aws-cn and the like."
  type        = string
}

variable "oidc_arn" {
  description = "ARN of the cluster's OIDC provider."
  type        = string
}

variable "oidc_issuer" {
  description = "The cluster's issuer, without https://."
  type        = string
}

variable "namespace" {
  description = "Where Velero is installed."
  type        = string
}

variable "bucket_arn" {
  description = "The backup bucket; in the second region its copy."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of that bucket."
  type        = string
}

locals {
  volumes   = "arn:${var.partition}:ec2:${var.region}:${var.account_id}:volume/*"
  snapshots = "arn:${var.partition}:ec2:${var.region}::snapshot/*"
  owned     = "kubernetes.io/cluster/${var.cluster_name}"
}

module "role" {
  source = "../irsa"

  name            = var.name
  oidc_arn        = var.oidc_arn
  oidc_issuer     = var.oidc_issuer
  namespace       = var.namespace
  service_account = "velero-server"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "List"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [var.bucket_arn]
        Condition = { StringLike = { "s3:prefix" = ["velero/*", "velero"] } }
      },
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        Resource = ["${var.bucket_arn}/velero/*"]
      },
      {
        Sid       = "Key"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [var.kms_key_arn]
        Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
      },
      {
        # AWS knows no narrower resource for these; they read only.
        Sid      = "Look"
        Effect   = "Allow"
        Action   = ["ec2:DescribeSnapshots", "ec2:DescribeVolumes"]
        Resource = "*"
      },
      {
        # The EBS CSI driver tags its volumes so; other volumes of the account are none of Velero's business.
        Sid       = "SnapshotOfVolumes"
        Effect    = "Allow"
        Action    = ["ec2:CreateSnapshot"]
        Resource  = [local.volumes]
        Condition = { StringEquals = { "aws:ResourceTag/${local.owned}" = "owned" } }
      },
      {
        Sid      = "NewSnapshots"
        Effect   = "Allow"
        Action   = ["ec2:CreateSnapshot", "ec2:CreateTags"]
        Resource = [local.snapshots]
        Condition = {
          StringLike = { "aws:RequestTag/velero.io/backup" = "*" }
        }
      },
      {
        Sid      = "OldSnapshots"
        Effect   = "Allow"
        Action   = ["ec2:DeleteSnapshot"]
        Resource = [local.snapshots]
        Condition = {
          StringLike = { "aws:ResourceTag/velero.io/backup" = "*" }
        }
      },
      {
        Sid      = "RestoreFromSnapshots"
        Effect   = "Allow"
        Action   = ["ec2:CreateVolume"]
        Resource = [local.volumes]
        Condition = {
          StringLike = { "aws:RequestTag/velero.io/backup" = "*" }
        }
      },
      {
        Sid      = "TagRestoredVolumes"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = [local.volumes]
        Condition = {
          StringEquals = { "ec2:CreateAction" = "CreateVolume" }
        }
      },
    ]
  })
}

output "arn" {
  description = "ARN of the role."
  value       = module.role.arn
}
