# Checks of the language only: the rule set for AWS is not in tflint, and would have to be downloaded.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
