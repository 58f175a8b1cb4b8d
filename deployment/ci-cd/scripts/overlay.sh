#!/bin/sh
# What a stage of the pipeline runs, as its overlay says:
#
#   overlay.sh file STAGE           the file that says it
#   overlay.sh image STAGE          the image, without tag and digest
#   overlay.sh digest STAGE         the digest; nothing if it has a tag
#   overlay.sh digest-in STAGE      the same, of a kustomization.yaml on standard input
#   overlay.sh is-digest WORD       says nothing, or what is wrong with it (2)
#   overlay.sh set STAGE DIGEST     writes the digest, renders the overlay, and takes it back if the
#                                   rendered manifests do not run exactly this digest
#
# Exit codes: 0 done, 1 refused, 2 wrong usage. Needs kubectl or kustomize for `set`.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
name=llm-copilot-agent

fail() {
  code=$1
  shift
  printf 'overlay.sh: %s\n' "$*" >&2
  exit "$code"
}

# The whole word, not one of its lines: grep would be content with that.
check() {
  hash=${1#sha256:}
  case "$hash" in
    "$1" | *[!0123456789abcdef]*) hash='' ;;
  esac
  [ "${#hash}" = 64 ] ||
    fail 2 "\"$1\" is no digest (sha256: and 64 of 0-9a-f). A tag can be moved, a digest cannot"
}

overlay() {
  case "${1:-}" in
    development) printf 'development-aws' ;;
    staging | production) printf '%s' "$1" ;;
    *) fail 2 "\"${1:-}\" is no stage: development, staging or production" ;;
  esac
}

# The value of one key of our entry in the list of images.
value() { # key, on standard input a kustomization.yaml
  awk -v key="$1:" -v name="$name" '
    /^images:/ { inside = 1; next }
    inside && /^[^ #]/ { inside = 0 }
    inside && /^ *- name:/ { ours = ($3 == name) }
    inside && ours && $1 == key { print $2; exit }'
}

with_digest() { # digest, on standard input a kustomization.yaml
  awk -v digest="$1" -v name="$name" '
    /^images:/ { inside = 1; print; next }
    inside && /^[^ #]/ { inside = 0 }
    inside && /^ *- name:/ { ours = ($3 == name) }
    inside && ours && ($1 == "newTag:" || $1 == "digest:") {
      if (!done) print "    digest: " digest
      done = 1
      next
    }
    { print }
    END { if (!done) exit 1 }'
}

render() {
  if command -v kubectl >/dev/null 2>&1; then
    kubectl kustomize "$1"
  elif command -v kustomize >/dev/null 2>&1; then
    kustomize build "$1"
  else
    fail 2 "neither kubectl nor kustomize is here to render $1 with"
  fi
}

[ $# -ge 2 ] || fail 2 "usage: overlay.sh file|image|digest|digest-in STAGE, is-digest WORD, or set STAGE DIGEST"
command=$1
stage=$2
if [ "$command" = is-digest ]; then
  check "$2"
  exit 0
fi
folder=$root/deployment/kubernetes/overlays/$(overlay "$stage")
file=$folder/kustomization.yaml

case "$command" in
  file) printf '%s\n' "${file#"$root"/}" ;;
  image) value newName <"$file" ;;
  digest) value digest <"$file" ;;
  digest-in) value digest ;;
  set)
    digest=${3:-}
    check "$digest"
    before=$(mktemp)
    trap 'rm -f "$before"' EXIT
    cat "$file" >"$before"
    with_digest "$digest" <"$before" >"$file" || {
      cat "$before" >"$file"
      fail 1 "$file has no newTag or digest for the image $name"
    }
    image=$(value newName <"$file")
    # What would run, not what was written: a patch further down could say otherwise.
    runs=$(render "$folder" | sed -n 's/^[ -]*image: *//p' | grep -E "(^|/)${name}[@:]" | sort -u) || runs=''
    if [ "$runs" != "$image@$digest" ]; then
      cat "$before" >"$file"
      fail 1 "rendered, $stage would run \"$runs\" and not $image@$digest; nothing was changed"
    fi
    ;;
  *) fail 2 "\"$command\" is no command: file, image, digest, digest-in, is-digest or set" ;;
esac
