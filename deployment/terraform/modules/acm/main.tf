variable "host" {
  description = "Name of the service; the certificate also holds for the names below it, the regional ones."
  type        = string
}

variable "zone_id" {
  description = "Zone for the proof of ownership."
  type        = string
}

variable "create_records" {
  description = "Whether to write the proof. It is the same for all certificates of one name, so one module writes it."
  type        = bool
}

variable "wait" {
  description = "Whether to wait until the certificate is issued. It never is before the zone is delegated."
  type        = bool
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.host
  subject_alternative_names = ["*.${var.host}"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # The host and *.host share one record.
  proof = [for option in aws_acm_certificate.this.domain_validation_options : option if option.domain_name == var.host]
}

resource "aws_route53_record" "proof" {
  count = var.create_records ? 1 : 0

  zone_id         = var.zone_id
  name            = local.proof[0].resource_record_name
  type            = local.proof[0].resource_record_type
  records         = [local.proof[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  count = var.wait ? 1 : 0

  certificate_arn = aws_acm_certificate.this.arn

  depends_on = [aws_route53_record.proof]
}

output "arn" {
  description = "ARN of the certificate; with wait, only once it is issued."
  value       = var.wait ? aws_acm_certificate_validation.this[0].certificate_arn : aws_acm_certificate.this.arn
}
