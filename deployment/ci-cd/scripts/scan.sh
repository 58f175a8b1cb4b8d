#!/bin/sh
# Scans an image, and writes down what it consists of:
#
#   scan.sh IMAGE@DIGEST PLATFORM FILE.spdx.json
#
# Ends with 1 for a critical finding that ../trivyignore.yaml does not name, or names no longer. High
# ones are shown.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
case "${1:-}" in
  *@sha256:*) ;;
  *)
    printf 'scan.sh: "%s" has no digest: what is scanned must be what is published\n' "${1:-}" >&2
    exit 2
    ;;
esac
trivy image --platform "$2" --format spdx-json --output "$3" "$1"
trivy image --platform "$2" --scanners vuln --severity HIGH --exit-code 0 "$1"
trivy image --platform "$2" --scanners vuln,secret --severity CRITICAL --exit-code 1 \
  --ignorefile "$here/trivyignore.yaml" --show-suppressed "$1"
