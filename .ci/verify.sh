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
  step "shellcheck" shellcheck copilot .ci/run .ci/verify.sh $(git ls-files '*.sh' 'benchmarks/run' 'docs/screenshots/renew' 2>/dev/null)
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

# The stores again, on the oldest PostgreSQL that we support.
count_from="$log"
if [ -x "$server_15/initdb" ] && [ ! -f target/maven.failed ]; then
  say "Stores on PostgreSQL 15"
  rm -f target/stores.failed
  { COPILOT_TEST_POSTGRES_BIN=$server_15 mvn -B -Dstyle.color=never -o -pl server surefire:test \
    -Dtest='*StoreTest,*DatabaseTest,*MigrationTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.reportNameSuffix=postgresql-15 2>&1 ||
    : >target/stores.failed; } | tee target/stores.log | awk '/^\[ERROR\]/ { print "  " $0 }'
  [ ! -f target/stores.failed ] || failed=$((failed + 1))
  count_from="$log target/stores.log"
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
