#!/bin/sh
# Whether an image is one that our release workflow has signed, of a tag of this repository:
#
#   GITHUB_REPOSITORY=OWNER/NAME verify-image.sh IMAGE@DIGEST
#
# Checks the signature (cosign) and where and how it was built (gh). Ends with 0 only for both.
set -eu

case "${1:-}" in
  *@sha256:*) ;;
  *)
    printf 'verify-image.sh: "%s" has no digest: a tag could be another image a moment later\n' "${1:-}" >&2
    exit 2
    ;;
esac
repository=${GITHUB_REPOSITORY:?OWNER/NAME of the repository that signs}
quoted=$(printf '%s' "$repository" | sed 's/\./\\./g')

cosign verify --certificate-oidc-issuer https://token.actions.githubusercontent.com \
  --certificate-identity-regexp "^https://github\\.com/$quoted/\\.github/workflows/release\\.yml@refs/tags/v[0-9]+\\.[0-9]+\\.[0-9]+\$" \
  "$1" >/dev/null
gh attestation verify "oci://$1" --repo "$repository" \
  --signer-workflow "$repository/.github/workflows/release.yml"
