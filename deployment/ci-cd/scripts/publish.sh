#!/bin/sh
# Makes one image of those of several architectures, under a tag; the digest is the last line:
#
#   publish.sh IMAGE TAG DIGEST...
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 3 ] || {
  printf 'publish.sh: usage: publish.sh IMAGE TAG DIGEST...\n' >&2
  exit 2
}
image=$1
tag=$2
shift 2
for digest in "$@"; do
  shift
  sh "$here/overlay.sh" is-digest "$digest"
  set -- "$@" "$image@$digest"
done
docker buildx imagetools create --tag "$image:$tag" "$@" >&2
docker buildx imagetools inspect "$image:$tag" --format '{{.Manifest.Digest}}'
