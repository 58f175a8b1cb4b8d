terraform {
  required_version = ">= 1.5.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.47"
      # Route 53 writes the metrics of its health checks in us-east-1 only.
      configuration_aliases = [aws.global]
    }
  }
}
