# A role that exactly one service account of one cluster may take (IAM roles for service accounts).
variable "name" {
  description = "Name of the role."
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
  description = "Namespace of the service account."
  type        = string
}

variable "service_account" {
  description = "Name of the service account."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", var.service_account))
    error_message = "service_account is one exact name: a pattern would let other pods take the role."
  }
}

variable "policy" {
  description = "What the role may do, as JSON. Null: nothing but managed_policy_arns."
  type        = string
  default     = null
}

variable "attach_policy" {
  description = "Whether policy is given; apart from it, since its text may only be known after the apply."
  type        = bool
  default     = true
}

variable "managed_policy_arns" {
  description = "Policies of AWS, by name, for its own components."
  type        = map(string)
  default     = {}
}

resource "aws_iam_role" "this" {
  name                 = var.name
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.oidc_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${var.oidc_issuer}:aud" = "sts.amazonaws.com"
          "${var.oidc_issuer}:sub" = "system:serviceaccount:${var.namespace}:${var.service_account}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  count = var.attach_policy ? 1 : 0

  name   = "allow"
  role   = aws_iam_role.this.id
  policy = var.policy
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.this.name
  policy_arn = each.value
}

output "arn" {
  description = "ARN of the role, for the annotation eks.amazonaws.com/role-arn."
  value       = aws_iam_role.this.arn
}
