#!/bin/sh
# Builds the image for the architecture of this machine and pushes it without a tag; the digest is the
# last line:
#
#   build.sh IMAGE VERSION REVISION BUILD_BASE RUNTIME_BASE
#
# Nothing is found by a tag before it is scanned and signed (publish.sh).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
[ $# = 5 ] || {
  printf 'build.sh: usage: build.sh IMAGE VERSION REVISION BUILD_BASE RUNTIME_BASE\n' >&2
  exit 2
}
for base in "$4" "$5"; do
  case "$base" in
    *@sha256:*) ;;
    *)
      printf 'build.sh: the base "%s" has no digest: two builds could differ\n' "$base" >&2
      exit 1
      ;;
  esac
done

told=$(mktemp)
trap 'rm -f "$told"' EXIT
docker buildx build --file "$root/deployment/docker/Dockerfile" \
  --build-arg "VERSION=$2" --build-arg "REVISION=$3" \
  --build-arg "BUILD_BASE=$4" --build-arg "RUNTIME_BASE=$5" \
  --provenance=mode=max --metadata-file "$told" \
  --output "type=image,name=$1,push-by-digest=true,name-canonical=true,push=true" "$root" >&2
jq -er '."containerimage.digest"' "$told"
