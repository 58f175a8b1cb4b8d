#!/bin/sh
# Offers the changed overlay of a stage as a pull request:
#
#   propose.sh STAGE "Promote"|"Roll back"
#
# The branch is named for stage and digest, so that asking twice offers it once. Needs gh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../.." && pwd)
[ $# = 2 ] || {
  printf 'propose.sh: usage: propose.sh STAGE WHAT\n' >&2
  exit 2
}
file=$(sh "$here/overlay.sh" file "$1")
digest=$(sh "$here/overlay.sh" digest "$1")
image=$(sh "$here/overlay.sh" image "$1")
cd "$root"
if git diff --quiet -- "$file"; then
  printf 'nothing to propose: %s runs %s already\n' "$1" "$digest"
  exit 0
fi
onto=$(git rev-parse --abbrev-ref HEAD)
branch=release/$1-$(printf '%s' "${digest#sha256:}" | cut -c 1-12)
title="$2 $1 to $(printf '%s' "$digest" | cut -c 1-19)"
git checkout -q -b "$branch"
git add -- "$file"
git -c user.name="${GIT_USER_NAME:-release}" -c user.email="${GIT_USER_EMAIL:-release@users.noreply.github.com}" \
  commit -q -m "$title" -m "$image@$digest, whose signature and provenance were verified."
git push -q --force origin "$branch"
[ -n "$(gh pr list --head "$branch" --json number --jq '.[].number')" ] ||
  gh pr create --base "$onto" --head "$branch" --title "$title" \
    --body "$image@$digest. Signature and provenance were verified before this was offered. Merging it is the release: Argo CD follows $onto."
