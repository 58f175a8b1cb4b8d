#!/bin/sh
# Logs Docker, and so cosign and trivy, in to the ECR registry of an image, as the role that the job has:
#
#   login.sh 000000000000.dkr.ecr.us-east-1.amazonaws.com/llm-copilot-agent
set -eu

registry=${1%%/*}
region=$(printf '%s\n' "$registry" | sed -n 's/^[0-9]*\.dkr\.ecr\.\([a-z0-9-]*\)\.amazonaws\.com$/\1/p')
[ -n "$region" ] || {
  printf 'login.sh: "%s" is no ECR registry (ACCOUNT.dkr.ecr.REGION.amazonaws.com)\n' "$registry" >&2
  exit 2
}
aws ecr get-login-password --region "$region" | docker login --username AWS --password-stdin "$registry"
