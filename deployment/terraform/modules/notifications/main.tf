variable "name" {
  description = "Name of the topic."
  type        = string
}

variable "account_id" {
  description = "Account whose services may publish."
  type        = string
}

variable "emails" {
  description = "Who is told."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "Key of the messages; its policy lets the publishing services use it."
  type        = string
}

variable "publishers" {
  description = "AWS services that publish, by principal."
  type        = list(string)
}

resource "aws_sns_topic" "this" {
  name              = var.name
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = var.publishers }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.this.arn
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.value
}

output "arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn

  # Nobody should be handed a topic that does not let them publish yet.
  depends_on = [aws_sns_topic_policy.this]
}
