output "hosts" {
  description = "By region: the registry to pull from."
  value = {
    (var.region)      = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
    (var.copy_region) = "${var.account_id}.dkr.ecr.${var.copy_region}.amazonaws.com"
  }
}

output "image" {
  description = "The image, without tag and digest, as the pipeline pushes it."
  value       = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/${aws_ecr_repository.this.name}"
}

output "role_arns" {
  description = "Roles of the pipeline: push, pull."
  value       = { for name, role in aws_iam_role.pipeline : name => role.arn }
}
