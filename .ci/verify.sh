#!/bin/sh
# What `./copilot verify` runs: every check of the project that this machine can do. JAVA_HOME is
# set by the launcher. The last line counts the tests: "N passed, N failed, N skipped".
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$home"
log=target/verify.log
failed=0

say() { printf '%s\n' "$*"; }

step() { # name, command...
  name=$1
  shift
  if "$@" >target/step.log 2>&1; then
    say "ok      $name"
  else
    say "FAILED  $name"
    sed 's/^/        /' target/step.log
    failed=$((failed + 1))
  fi
}

# What some tests need beyond a JDK. Without it they are skipped; under CI that is a failure.
missing=''
for tool in shellcheck prometheus prometheus-alertmanager redis-server chromium bwrap; do
  command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
command -v terraform >/dev/null 2>&1 || missing="$missing terraform"
command -v kubectl >/dev/null 2>&1 || command -v kustomize >/dev/null 2>&1 || missing="$missing kubectl"
server_15=/usr/lib/postgresql/15/bin
[ -x "$server_15/initdb" ] || missing="$missing postgresql-15"

if [ -n "$missing" ]; then
  if [ "${CI:-}" = true ]; then
    say "missing:$missing"
    say "Under CI nothing may be skipped: .ci/run installs these."
    say "0 passed, 1 failed"
    exit 1
  fi
  say "Not on this machine, the tests that need it are skipped:$missing"
fi

if command -v shellcheck >/dev/null 2>&1; then
  # shellcheck disable=SC2046 # the names have no spaces
  step "shellcheck" shellcheck copilot .ci/run .ci/verify.sh $(git ls-files '*.sh' 'benchmarks/run' 'docs/screenshots/renew' 'deployment/observability/prove-telemetry' 'deployment/drills/run' 'deployment/lint' 2>/dev/null)
fi

say "Maven verify (log: $log)"
rm -f target/maven.failed
{ mvn -B -Dstyle.color=never verify 2>&1 || : >target/maven.failed; } | tee "$log" |
  awk '/^\[INFO\] Building [^j]/ { sub(/^\[INFO\] /, "  "); print }
       /^\[(INFO|ERROR|WARNING)\] Tests run:.* (-- in|- in) / { if ($0 ~ /FAILURE|ERROR\]/) print "  " $0 }
       /^\[ERROR\]/ { print "  " $0 }'
if [ -f target/maven.failed ]; then
  failed=$((failed + 1))
fi

# From the package, as users run it: its class path is not that of the tests.
packaged_doctor() {
  found=$(COPILOT_SKIP_BUILD=1 COPILOT_DATA_DIR="$home/target/doctor" COPILOT_REDIS_URL=redis://127.0.0.1:1 \
    COPILOT_DB_URL=postgresql://127.0.0.1:1/none ./copilot doctor --output json) || true
  printf '%s\n' "$found"
  case "$found" in
    *'"database"'*refused*'"redis"'*refused*) ;;
    *) return 1 ;;
  esac
}
[ -f target/maven.failed ] || step "doctor of the package" packaged_doctor

# What speaks SQL again, on the oldest PostgreSQL that we support: a server of its own on loopback,
# gone afterwards. As root it runs as the package's user, as PostgreSQL refuses root.
old_folder=''

as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop_old() {
  [ -n "$old_folder" ] || return 0
  (cd / && as_owner "$server_15/pg_ctl" -D "$old_folder/data" -m fast -w stop) >/dev/null 2>&1 || true
  rm -rf "$old_folder"
  old_folder=''
}

start_old() { # port
  old_folder=$(mktemp -d)
  [ "$(id -u)" != 0 ] || chown postgres "$old_folder"
  (
    cd /
    as_owner "$server_15/initdb" -D "$old_folder/data" -A trust -U postgres -E UTF8 --locale=C &&
      as_owner "$server_15/pg_ctl" -D "$old_folder/data" -w -l "$old_folder/log" -o \
        "-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$old_folder -c fsync=off -c max_connections=200" start
  )
}

count_from="$log"
if [ -x "$server_15/initdb" ] && [ ! -f target/maven.failed ]; then
  say "Stores on PostgreSQL 15"
  trap stop_old EXIT
  trap 'exit 130' INT TERM
  port=$((20000 + $$ % 20000))
  if start_old "$port" >target/postgres-15.log 2>&1; then
    rm -f target/stores.failed
    { COPILOT_TEST_DB_URL="jdbc:postgresql://127.0.0.1:$port/postgres?user=postgres&password=unused" \
      mvn -B -Dstyle.color=never -o -pl server surefire:test -Dsurefire.reportNameSuffix=postgresql-15 \
      -Dtest='TestDatabaseTest,DatabaseTest,GateTest,JobsTest,LiveFeedTest,Correlator*Test,Watch*Test,CallGraphTest,Incidents*Test,IntakeTest,ExplainingTest,WindowsAndViewsTest,InvestigatorTest' \
      2>&1 || : >target/stores.failed; } | tee target/stores.log | awk '/^\[ERROR\]/ { print "  " $0 }'
    [ ! -f target/stores.failed ] || failed=$((failed + 1))
    count_from="$log target/stores.log"
  else
    say "FAILED  the PostgreSQL 15 server did not start"
    sed 's/^/        /' target/postgres-15.log
    failed=$((failed + 1))
  fi
  stop_old
fi

# Surefire's summary of each module: "Tests run: A, Failures: B, Errors: C, Skipped: D" alone.
# shellcheck disable=SC2086 # a list of files
cat $count_from | awk -v steps="$failed" -v ci="${CI:-}" '
  /^\[(INFO|WARNING|ERROR)\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ {
    gsub(/,/, ""); run += $4; bad += $6 + $8; skipped += $10
  }
  END {
    if (steps > 0 && bad == 0) bad = steps
    if (run == 0) bad += 1
    if (ci == "true" && skipped > 0) { print "Under CI a skipped test is a failure: " skipped; bad += skipped; skipped = 0 }
    passed = run - skipped - bad
    if (passed < 0) passed = 0
    printf "%d passed, %d failed, %d skipped\n", passed, bad, skipped
    exit (bad > 0)
  }'
