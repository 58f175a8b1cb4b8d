variable "name" {
  description = "Name of the web ACL."
  type        = string
}

variable "scope" {
  description = "REGIONAL for load balancers, CLOUDFRONT (in us-east-1) for the CDN."
  type        = string

  validation {
    condition     = contains(["REGIONAL", "CLOUDFRONT"], var.scope)
    error_message = "scope is REGIONAL or CLOUDFRONT."
  }
}

variable "requests_per_five_minutes" {
  description = "Limit for one address."
  type        = number
}

variable "log_key_arn" {
  description = "Key of the logs, in the region of the web ACL."
  type        = string
}

variable "log_days" {
  description = "How long the logs are kept."
  type        = number
}

locals {
  # An alert quotes logs, queries and shell commands, and up to 4 MB of them: rules that look for an attack in a body
  # see one in every third incident. The webhooks are guarded by their token and the server's own limits instead.
  webhooks = "/api/v1/webhooks/"

  managed = [
    { name = "AWSManagedRulesAmazonIpReputationList", priority = 10, webhooks = true, count = [] },
    { name = "AWSManagedRulesKnownBadInputsRuleSet", priority = 20, webhooks = false, count = [] },
    # Bodies above 8 KB are no attack here: questions with logs in them are larger.
    { name = "AWSManagedRulesCommonRuleSet", priority = 30, webhooks = false, count = ["SizeRestrictions_BODY"] },
    { name = "AWSManagedRulesSQLiRuleSet", priority = 40, webhooks = false, count = [] },
  ]
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_192:AWSManagedRulesKnownBadInputsRuleSet is there, in a dynamic block that checkov does not unfold; PolicyTest asserts it
  name        = var.name
  description = "Before the pages and the API of llm-copilot"
  scope       = var.scope

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = { for rule in local.managed : rule.name => rule }

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          dynamic "rule_action_override" {
            for_each = rule.value.count

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.webhooks ? [] : [local.webhooks]

            content {
              not_statement {
                statement {
                  byte_match_statement {
                    search_string         = scope_down_statement.value
                    positional_constraint = "STARTS_WITH"

                    field_to_match {
                      uri_path {}
                    }

                    text_transformation {
                      priority = 0
                      type     = "NONE"
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  rule {
    name     = "rate"
    priority = 50

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = var.requests_per_five_minutes
        aggregate_key_type = "IP"

        # One Alertmanager delivers for a whole company from one address.
        scope_down_statement {
          not_statement {
            statement {
              byte_match_statement {
                search_string         = local.webhooks
                positional_constraint = "STARTS_WITH"

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}

# WAF writes only to groups whose name begins so.
resource "aws_cloudwatch_log_group" "this" {
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = var.log_key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.this.arn]

  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }
}

output "arn" {
  description = "For the annotation alb.ingress.kubernetes.io/wafv2-acl-arn."
  value       = aws_wafv2_web_acl.this.arn
}
