#!/bin/sh
# Brings a logical backup of backup.sh back.
#
#   restore.sh list             the complete backups, oldest first (needs aws)
#   restore.sh fetch [NAME]     the newest, or the named one, to $SCRATCH, checksum checked (needs aws)
#   restore.sh load             it, into the database of COPILOT_DB_URL (needs psql and pg_restore)
#   restore.sh [NAME]           both
#
# Stop the servers first: kubectl scale deployment -l app=llm-copilot-agent -n llm-copilot --replicas=0.
# (An HPA leaves a Deployment alone that was scaled to 0.) A database that has tables is refused unless
# RESTORE_REPLACE=yes: then they are dropped and made anew, all in one transaction, so that a restore
# that fails changes nothing.
#
# Variables as in backup.sh.
set -eu

scratch=${SCRATCH:-/scratch}
prefix=${BACKUP_PREFIX:-logical}

say() { printf 'restore: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

list() {
  : "${BACKUP_BUCKET:?restore: BACKUP_BUCKET is not set}"
  HOME=$scratch
  export HOME
  # The name begins with the time, so the order of the names is that of the times.
  aws s3 ls "s3://$BACKUP_BUCKET/$prefix/" |
    sed -n 's/^.* \(llm_copilot-[0-9TZ]*\.dump\)\.sha256$/\1/p' | sort
}

fetch() {
  name=${1:-}
  if [ -z "$name" ]; then
    name=$(list | tail -n 1)
    [ -n "$name" ] || fail "there is no complete backup in s3://$BACKUP_BUCKET/$prefix/"
  fi
  : "${BACKUP_BUCKET:?restore: BACKUP_BUCKET is not set}"
  HOME=$scratch
  export HOME
  rm -f "$scratch"/llm_copilot-*.dump "$scratch"/llm_copilot-*.dump.sha256
  aws s3 cp --only-show-errors "s3://$BACKUP_BUCKET/$prefix/$name.sha256" "$scratch/$name.sha256"
  aws s3 cp --only-show-errors "s3://$BACKUP_BUCKET/$prefix/$name" "$scratch/$name"
  (cd "$scratch" && sha256sum -c "$name.sha256" >/dev/null) || fail "$name does not have its checksum"
  say "fetched $name"
}

load() {
  : "${COPILOT_DB_URL:?restore: COPILOT_DB_URL is not set}"
  url=${COPILOT_DB_URL#jdbc:}
  database=${url%%\?*}
  PGUSER=${COPILOT_DB_USER:?restore: COPILOT_DB_USER is not set}
  PGPASSWORD=${COPILOT_DB_PASSWORD:-}
  PGSSLMODE=${COPILOT_DB_TLS:-require}
  PGSSLROOTCERT=${COPILOT_DB_TLS_CA:-}
  PGCONNECT_TIMEOUT=10
  HOME=$scratch
  export PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT HOME
  set -- "$scratch"/llm_copilot-*.dump
  if [ $# != 1 ] || [ ! -f "$1" ]; then
    fail "no dump, or more than one, in $scratch; run fetch"
  fi
  tables=$(psql -XAtq -v ON_ERROR_STOP=1 -d "$database" -c \
    "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
  others=$(psql -XAtq -v ON_ERROR_STOP=1 -d "$database" -c \
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
  if [ "$others" != 0 ]; then
    say "warning: $others other connections to the database; the servers should be stopped"
  fi
  clean=''
  if [ "$tables" != 0 ]; then
    [ "${RESTORE_REPLACE:-}" = yes ] ||
      fail "the database has $tables tables; RESTORE_REPLACE=yes replaces them"
    clean='--clean --if-exists'
  fi
  # shellcheck disable=SC2086 # words, or none
  pg_restore --exit-on-error --single-transaction --no-owner --no-privileges $clean \
    --dbname="$database" "$1"
  psql -XAtq -v ON_ERROR_STOP=1 -d "$database" -c analyze
  say "loaded ${1##*/}"
}

case "${1:-}" in
  list) list ;;
  fetch) fetch "${2:-}" ;;
  load) load ;;
  '' | llm_copilot-*)
    fetch "${1:-}"
    load
    ;;
  *) fail "usage: restore.sh [list | fetch [NAME] | load | NAME]" ;;
esac
