#!/bin/sh
# Lets a stage run a digest that it has run before:
#
#   rollback.sh development|staging|production              the one before the present one
#   rollback.sh development|staging|production sha256:...   this one
#
# What a stage has run is what the commits of its overlay say, so all of them must be here. Edits the
# overlay, and nothing else. Exit codes: 0 done, 1 refused, 2 wrong usage.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../.." && pwd)
overlay() { sh "$here/overlay.sh" "$@"; }

fail() {
  code=$1
  shift
  printf 'rollback.sh: %s\n' "$*" >&2
  exit "$code"
}

[ $# = 1 ] || [ $# = 2 ] || fail 2 "usage: rollback.sh development|staging|production [sha256:...]"
stage=$1
wanted=${2:-}
file=$(overlay file "$stage")
now=$(overlay digest "$stage")
[ -n "$now" ] || fail 1 "$stage has a tag and no digest: there is nothing to go back from"
[ "$(git -C "$root" rev-parse --is-shallow-repository)" = false ] ||
  fail 1 "this clone does not have all commits (git fetch --unshallow)"

# Oldest first, each as often as it was set.
history=$(git -C "$root" log --reverse --format=%H -- "$file" | while read -r commit; do
  git -C "$root" show "$commit:$file" 2>/dev/null | overlay digest-in "$stage"
done | grep . | uniq) || history=''

if [ -n "$wanted" ]; then
  [ "$wanted" != "$now" ] || fail 1 "$stage runs $wanted already"
  printf '%s\n' "$history" | grep -Fqx "$wanted" || fail 1 "$stage has never run $wanted; promote.sh is for what is new"
else
  # What came before the present one was first there. Simply the last other one would, after one
  # rollback, be the digest that was rolled back.
  wanted=$(printf '%s\n' "$history" | awk -v now="$now" '$0 == now { exit } { last = $0 } END { print last }')
  [ -n "$wanted" ] || fail 1 "$stage has run nothing before $now"
fi

overlay set "$stage" "$wanted"
printf '%s: %s -> %s\n' "$stage" "$now" "$wanted"
