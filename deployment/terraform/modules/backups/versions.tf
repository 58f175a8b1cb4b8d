terraform {
  required_version = ">= 1.5.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.47"
      # The copy lives in another region, so that the loss of one region is not the loss of the backups.
      configuration_aliases = [aws.copy]
    }
  }
}
