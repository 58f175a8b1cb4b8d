variable "name" {
  description = "Name of the bucket, unique in all of AWS."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the bucket, in its region."
  type        = string
}

variable "lock_days" {
  description = "How long nobody can delete or overwrite an object."
  type        = number
}

variable "prefixes" {
  description = "For each folder: when it goes to Glacier and when it ends; null: never."
  type        = map(object({ glacier_days = optional(number), keep_days = optional(number) }))
}
