# One bucket for the logical backups (logical/) and for Velero (velero/), and its copy in the other region.
module "bucket" {
  source = "../bucket"

  name        = "llm-copilot-backups-${var.environment}-${var.account_id}-${var.region}"
  kms_key_arn = var.kms_key_arn
  lock_days   = var.lock_days

  prefixes = {
    logical = { glacier_days = var.glacier_days, keep_days = var.keep_days }
    # Velero deletes its own objects by their TTL and must read them at once, so they never go to Glacier.
    velero = {}
  }
}

module "copy" {
  source = "../bucket"

  name        = "llm-copilot-backups-${var.environment}-${var.account_id}-${var.copy_region}"
  kms_key_arn = var.copy_kms_key_arn
  lock_days   = var.lock_days

  prefixes = {
    logical = { glacier_days = var.glacier_days, keep_days = var.keep_days }
    # Deletions are not replicated, so the copy needs an end of its own: a little after Velero's 30 days.
    velero = { keep_days = 45 }
  }

  providers = { aws = aws.copy }
}
