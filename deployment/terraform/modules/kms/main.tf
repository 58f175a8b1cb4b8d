variable "name" {
  description = "Name of the key, without alias/."
  type        = string
}

variable "purpose" {
  description = "What is encrypted with it."
  type        = string
}

variable "account_id" {
  description = "Account whose IAM policies decide who may use the key."
  type        = string
}

variable "partition" {
  description = "aws, or aws-cn and the like."
  type        = string
}

variable "services" {
  description = "AWS services that use the key on their own, by principal."
  type        = list(string)
  default     = []
}

locals {
  # Without this statement IAM policies have no effect and a mistake makes the key unmanageable for ever.
  account = {
    Sid       = "Account"
    Effect    = "Allow"
    Principal = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }
    Action    = "kms:*"
    Resource  = "*"
  }
  services = {
    Sid       = "Services"
    Effect    = "Allow"
    Principal = { Service = var.services }
    Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"]
    Resource  = "*"
  }
}

resource "aws_kms_key" "this" {
  description             = var.purpose
  enable_key_rotation     = true
  deletion_window_in_days = 30

  # In a key's policy the resource "*" is this key and nothing else.
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.account], length(var.services) == 0 ? [] : [local.services])
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

output "arn" {
  description = "ARN of the key."
  value       = aws_kms_key.this.arn
}
