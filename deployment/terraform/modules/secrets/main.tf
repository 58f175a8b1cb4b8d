# Passwords that are made once, by AWS, so that nobody has to think one up and no provider but aws is needed.
variable "prefix" {
  description = "Beginning of the names, such as llm-copilot/production."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the secrets."
  type        = string
}

variable "lengths" {
  description = "Which passwords, and how long."
  type        = map(number)
}

# Read anew at each plan, and so another one each time; only the first is stored (ignore_changes below).
data "aws_secretsmanager_random_password" "this" {
  for_each = var.lengths

  password_length = each.value
  # They become part of URLs, and Redis accepts few other characters.
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV2_AWS_57:a rotation must reach database, Redis and pods together; the steps stand in README
  for_each = var.lengths

  name                    = "${var.prefix}/${each.key}"
  description             = "Made by Terraform once; to change it, put a new value and apply (README, Secrets)"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each = var.lengths

  secret_id     = aws_secretsmanager_secret.this[each.key].id
  secret_string = data.aws_secretsmanager_random_password.this[each.key].random_password

  # A value that was put by hand is read back, stays, and goes on to the database, Redis and the application.
  lifecycle {
    ignore_changes = [secret_string]
  }
}

output "values" {
  description = "The passwords by name."
  value       = { for name, version in aws_secretsmanager_secret_version.this : name => version.secret_string }
  sensitive   = true
}
