#!/bin/sh
# A logical backup of the copilot's database to S3: what a snapshot cannot give, a copy that another
# PostgreSQL, of another major release or another cloud, can read.
#
#   backup.sh dump      writes $SCRATCH/NAME.dump and NAME.dump.sha256 (needs pg_dump and pg_restore)
#   backup.sh upload    copies them to s3://$BACKUP_BUCKET/$BACKUP_PREFIX/ (needs aws)
#   backup.sh           both
#
# The two halves run in two containers, because no image has both programs. The checksum goes up last:
# a dump without one is a backup that did not end, and restore.sh does not look at it.
#
# COPILOT_DB_URL, COPILOT_DB_USER, COPILOT_DB_PASSWORD, COPILOT_DB_TLS, COPILOT_DB_TLS_CA  as the server reads them
# BACKUP_BUCKET, BACKUP_PREFIX (logical), SCRATCH (/scratch)
# AWS_ENDPOINT_URL names another S3 than Amazon's.
set -eu

scratch=${SCRATCH:-/scratch}
prefix=${BACKUP_PREFIX:-logical}

say() { printf 'backup: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The JDBC address as libpq wants it. Its parameters are those of the Java driver, so they stay out.
connect() {
  : "${COPILOT_DB_URL:?backup: COPILOT_DB_URL is not set}"
  url=${COPILOT_DB_URL#jdbc:}
  case "$url" in
    postgresql://*) ;;
    *) fail "COPILOT_DB_URL is no address of PostgreSQL" ;;
  esac
  DATABASE=${url%%\?*}
  PGUSER=${COPILOT_DB_USER:?backup: COPILOT_DB_USER is not set}
  PGPASSWORD=${COPILOT_DB_PASSWORD:-}
  PGSSLMODE=${COPILOT_DB_TLS:-require}
  PGSSLROOTCERT=${COPILOT_DB_TLS_CA:-}
  PGCONNECT_TIMEOUT=10
  # The user of the container need not be known to the system.
  HOME=$scratch
  export PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT HOME
}

dump() {
  connect
  # A retry in the same pod begins afresh.
  rm -f "$scratch"/llm_copilot-*.dump "$scratch"/llm_copilot-*.dump.sha256
  name="llm_copilot-$(date -u +%Y%m%dT%H%M%SZ).dump"
  # One snapshot of the database; readers and writers are not held up. A lock that cannot be had (a
  # migration is running) ends the attempt, and the Job tries again.
  pg_dump --format=custom --compress=6 --no-owner --no-privileges --lock-wait-timeout=60s \
    --file="$scratch/$name" "$DATABASE"
  # A file that cannot be read back is none.
  pg_restore --list "$scratch/$name" | grep -q 'TABLE DATA' || fail "the dump holds no table"
  (cd "$scratch" && sha256sum "$name" >"$name.sha256")
  say "dumped $name, $(wc -c <"$scratch/$name" | tr -d ' ') bytes"
}

upload() {
  : "${BACKUP_BUCKET:?backup: BACKUP_BUCKET is not set}"
  HOME=$scratch
  export HOME
  found=''
  for sum in "$scratch"/llm_copilot-*.dump.sha256; do
    [ -f "$sum" ] || continue
    file=${sum%.sha256}
    name=${file##*/}
    (cd "$scratch" && sha256sum -c "$name.sha256" >/dev/null) || fail "$name changed since it was dumped"
    aws s3 cp --only-show-errors "$file" "s3://$BACKUP_BUCKET/$prefix/$name"
    size=$(aws s3api head-object --bucket "$BACKUP_BUCKET" --key "$prefix/$name" \
      --query ContentLength --output text)
    [ "$size" = "$(wc -c <"$file" | tr -d ' ')" ] || fail "$name is $size bytes in S3, which is not its size"
    aws s3 cp --only-show-errors "$sum" "s3://$BACKUP_BUCKET/$prefix/$name.sha256"
    rm -f "$file" "$sum"
    say "stored s3://$BACKUP_BUCKET/$prefix/$name"
    found=yes
  done
  [ -n "$found" ] || fail "nothing to upload in $scratch"
}

case "${1:-}" in
  dump) dump ;;
  upload) upload ;;
  '')
    dump
    upload
    ;;
  *) fail "usage: backup.sh [dump|upload]" ;;
esac
