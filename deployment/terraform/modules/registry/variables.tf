variable "name" {
  description = "Name of the repository of images."
  type        = string
  default     = "llm-copilot-agent"
}

variable "account_id" {
  description = "Account of both registries."
  type        = string
}

variable "region" {
  description = "Where images are pushed to."
  type        = string
}

variable "copy_region" {
  description = "Where they are copied to, so that a lost region does not take them along."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the repository."
  type        = string
}

variable "copy_kms_key_arn" {
  description = "Key of the copy, in its region."
  type        = string
}

variable "keep_images" {
  description = "How many releases are kept."
  type        = number

  validation {
    condition     = var.keep_images >= 20
    error_message = "keep_images is at least 20: what is rolled back to must still be there."
  }
}

variable "github_repository" {
  description = "OWNER/NAME of the repository on GitHub whose workflows push and verify."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository is one exact OWNER/NAME: a pattern would let other repositories push."
  }
}

variable "oidc_provider_arn" {
  description = "The account's OIDC provider for GitHub, if it has one (an account has at most one). Null: it is made."
  type        = string
  default     = null
}
