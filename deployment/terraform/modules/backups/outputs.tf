output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "copy_bucket" {
  description = "Name of the copy."
  value       = aws_s3_bucket.copy.bucket
}

output "copy_arn" {
  description = "ARN of the copy."
  value       = aws_s3_bucket.copy.arn
}
