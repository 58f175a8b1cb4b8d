variable "name" {
  description = "Name of the budget."
  type        = string
}

variable "monthly_usd" {
  description = "Planned cost a month."
  type        = number
}

variable "environment" {
  description = "Value of the tag Environment whose cost counts."
  type        = string
}

variable "emails" {
  description = "Who is told directly."
  type        = list(string)
}

variable "topic_arn" {
  description = "Topic that is told too."
  type        = string
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.monthly_usd)
  limit_unit   = "USD"

  # Counts once the tags are switched on as cost allocation tags (README, Costs).
  filter_expression {
    and {
      tags {
        key    = "Project"
        values = ["llm-copilot"]
      }
    }

    and {
      tags {
        key    = "Environment"
        values = [var.environment]
      }
    }
  }

  dynamic "notification" {
    for_each = {
      spent-80     = { type = "ACTUAL", percent = 80 }
      spent-100    = { type = "ACTUAL", percent = 100 }
      forecast-100 = { type = "FORECASTED", percent = 100 }
    }

    content {
      notification_type          = notification.value.type
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.emails
      subscriber_sns_topic_arns  = [var.topic_arn]
    }
  }
}
