# CloudFront before the service: nearer to people, and a first place to stop an attack. Nothing but the fingerprinted
# assets is cached; streams and API pass through.
variable "host" {
  description = "Name of the service."
  type        = string
}

variable "origin" {
  description = "Name that follows the failover."
  type        = string
}

variable "zone_id" {
  description = "Zone of the name."
  type        = string
}

variable "certificate_arn" {
  description = "Issued certificate, in us-east-1."
  type        = string
}

variable "web_acl_arn" {
  description = "Web ACL of scope CLOUDFRONT."
  type        = string
}

locals {
  # The policies that AWS manages have the same identifiers in every account.
  caching_disabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  all_viewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  security_headers  = "67f7725c-6f97-4210-82d7-5512b31e9d03"
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_86:the web ACL logs each request, with credentials left out
  #checkov:skip=CKV_AWS_305:the service answers / itself
  #checkov:skip=CKV_AWS_310:the origin's name follows the failover of Route 53
  #checkov:skip=CKV_AWS_374:an on-call engineer may be anywhere
  #checkov:skip=CKV2_AWS_32:it has one; checkov does not follow the local value
  #checkov:skip=CKV2_AWS_47:the web ACL has the rule, in a dynamic block that checkov does not unfold
  comment         = "llm-copilot ${var.host}"
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  aliases         = [var.host]
  web_acl_id      = var.web_acl_arn
  price_class     = "PriceClass_100"

  origin {
    origin_id   = "service"
    domain_name = var.origin

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      # An event stream is silent for up to its heartbeat; 60 s is the most that CloudFront grants unasked.
      origin_read_timeout = 60
    }
  }

  default_cache_behavior {
    target_origin_id           = "service"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_disabled
    origin_request_policy_id   = local.all_viewer
    response_headers_policy_id = local.security_headers
  }

  ordered_cache_behavior {
    path_pattern               = "/assets/*"
    target_origin_id           = "service"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = local.security_headers
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource "aws_route53_record" "this" {
  for_each = toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = var.host
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}

output "domain_name" {
  description = "CloudFront's own name."
  value       = aws_cloudfront_distribution.this.domain_name
}
