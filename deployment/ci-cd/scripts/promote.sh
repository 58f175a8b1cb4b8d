#!/bin/sh
# Lets a stage run a digest that the stage before it runs:
#
#   promote.sh development|staging|production sha256:...
#
# It edits the stage's overlay, and nothing else; a commit of that is the promotion. Exit codes:
# 0 done (or so already), 1 refused, 2 wrong usage.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
overlay() { sh "$here/overlay.sh" "$@"; }

fail() {
  code=$1
  shift
  printf 'promote.sh: %s\n' "$*" >&2
  exit "$code"
}

[ $# = 2 ] || fail 2 "usage: promote.sh development|staging|production sha256:..."
stage=$1
digest=$2
overlay is-digest "$digest"

now=$(overlay digest "$stage")
if [ "$now" = "$digest" ]; then
  printf '%s has %s already\n' "$stage" "$digest"
  exit 0
fi

case "$stage" in
  development) earlier='' ;;
  staging) earlier=development ;;
  production) earlier=staging ;;
esac
if [ -n "$earlier" ]; then
  there=$(overlay digest "$earlier")
  [ "$there" = "$digest" ] ||
    fail 1 "$stage gets only what $earlier runs, which is ${there:-a tag}, and not $digest"
fi

overlay set "$stage" "$digest"
printf '%s: %s -> %s\n' "$stage" "${now:-a tag}" "$digest"
