#!/bin/sh
# The image of a tag, by the digest that the tag has now:
#
#   base.sh debian:12-slim
#
# Asked once for a release, so that all architectures are built on the same, and the log says on what.
set -eu

case "$1" in
  *@sha256:*) printf '%s\n' "$1" ;;
  *)
    digest=$(docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}')
    printf '%s@%s\n' "${1%:*}" "$digest"
    ;;
esac
