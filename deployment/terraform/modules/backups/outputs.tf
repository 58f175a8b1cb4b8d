output "bucket" {
  description = "Name of the bucket."
  value       = module.bucket.name
}

output "arn" {
  description = "ARN of the bucket."
  value       = module.bucket.arn
}

output "copy_bucket" {
  description = "Name of the copy."
  value       = module.copy.name
}

output "copy_arn" {
  description = "ARN of the copy."
  value       = module.copy.arn
}
