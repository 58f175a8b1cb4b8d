output "arn" {
  description = "ARN of the instance."
  value       = aws_db_instance.this.arn
}

output "address" {
  description = "Host name for reading and writing (for reading only while it is a replica)."
  value       = aws_db_instance.this.address
}

output "jdbc_url" {
  description = "For COPILOT_DB_URL."
  value       = "jdbc:postgresql://${aws_db_instance.this.address}:5432/llm_copilot"
}

output "replica_addresses" {
  description = "Host names of the replicas, for reports."
  value       = aws_db_instance.replica[*].address
}
