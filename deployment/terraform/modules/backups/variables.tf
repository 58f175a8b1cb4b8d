variable "environment" {
  description = "Part of the names."
  type        = string
}

variable "account_id" {
  description = "Part of the names, which are unique in all of AWS."
  type        = string
}

variable "region" {
  description = "Region of the bucket."
  type        = string
}

variable "copy_region" {
  description = "Region of its copy."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the bucket."
  type        = string
}

variable "copy_kms_key_arn" {
  description = "Key of the copy."
  type        = string
}

variable "lock_days" {
  description = "How long nobody can delete or overwrite a backup."
  type        = number
}

variable "glacier_days" {
  description = "When logical backups go to Glacier."
  type        = number
}

variable "keep_days" {
  description = "When logical backups end."
  type        = number
}
