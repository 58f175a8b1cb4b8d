#!/bin/sh
# Builds the image as deployment/docker/README.md says, but with buildah and on bases made here (a
# Debian by debootstrap; for the build stage with this machine's JDK 25 and Maven in it), and runs it
# as an operator should: read-only, no capabilities, UID 1001, 512 MB, a PostgreSQL 15 beside it.
#
# Needs root; buildah, podman, runc, debootstrap, curl, PostgreSQL 15. DRILL_BASE=FOLDER: a Debian
# that debootstrap has made already. Exit code 3: this machine cannot.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
programs=/usr/lib/postgresql/15/bin
token=a-token-of-the-drill-that-nobody-else-has
limit_mb=250
memory_mb=512
tag=llm-copilot-agent:1.0.0

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
lacking() {
  say "image cannot run here: $*"
  exit 3
}
fail() {
  say "image failed: $*"
  exit 1
}
milliseconds() { date +%s%3N; }
seconds_since() { awk -v from="$1" -v to="$(milliseconds)" 'BEGIN { printf "%.1f", (to - from) / 1000 }'; }

[ "$(id -u)" = 0 ] || lacking "it needs root"
for tool in buildah podman runc debootstrap mvn curl runuser "$programs/initdb"; do
  command -v "$tool" >/dev/null 2>&1 || lacking "$tool is missing; deployment/drills/run --list tells the packages"
done
JAVA_HOME=$("$home/copilot" java-home) || lacking "no JDK 25"
export JAVA_HOME

folder=$(mktemp -d /tmp/copilot-drill-image-XXXXXX)
# Everybody may pass: PostgreSQL runs as its own user.
chmod 711 "$folder"
database=''

# The tools keep their images, containers and volumes in our folder, so that it is all gone with it.
places="--root $folder/storage --runroot $folder/run --storage-driver overlay"
# shellcheck disable=SC2086 # words
image() { buildah $places "$@"; }
# crun refuses cgroups of version 1 without systemd; runc takes them.
# shellcheck disable=SC2086 # words
pod() { podman $places --runtime runc --cgroup-manager cgroupfs "$@"; }

clean() {
  trap - EXIT INT TERM HUP
  pod rm --all --force --time 5 --volumes >/dev/null 2>&1 || true
  if [ -n "$database" ]; then (cd / && runuser -u postgres -- "$programs/pg_ctl" -D "$database/data" -m immediate stop) >/dev/null 2>&1 || true; fi
  # Mounts that a killed build has left; only those below our own folder.
  awk -v folder="$folder/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r mounted; do umount "$mounted" 2>/dev/null || true; done
  rm -rf --one-file-system "$folder"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

base_images() {
  root=${DRILL_BASE:-$folder/debian}
  if [ ! -d "$root/etc" ]; then
    mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1)
    say "making a Debian by debootstrap"
    debootstrap --variant=minbase bookworm "$root" "$mirror" >"$folder/debootstrap.log" 2>&1 ||
      lacking "debootstrap failed: $(tail -n 3 "$folder/debootstrap.log")"
  fi
  container=$(image from scratch)
  image add -q "$container" "$root" / >/dev/null
  image commit -q "$container" localhost/drill-runtime >/dev/null

  # -L: Debian's JDKs and Maven point with links out of their folders.
  cp -rL "$JAVA_HOME" "$folder/jdk"
  cp -rL "$(mvn -v | sed -n 's/.*Maven home: //p')" "$folder/maven"
  container=$(image from localhost/drill-runtime)
  image add -q "$container" "$folder/jdk" /opt/java >/dev/null
  image add -q "$container" "$folder/maven" /opt/maven >/dev/null
  image config --env JAVA_HOME=/opt/java \
    --env PATH=/opt/maven/bin:/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  image commit -q "$container" localhost/drill-build >/dev/null
}

# The build is offline, with what Maven has fetched for this machine: a copy on write of it.
build_image() {
  repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
  [ -f "$home/server/target/quarkus-app/quarkus-run.jar" ] || lacking "the server is not built: ./copilot build"
  mvn -q -B -f "$home/server/pom.xml" dependency:copy-dependencies -DincludeGroupIds=io.zonky.test.postgres \
    -DoutputDirectory="$folder/prime" >"$folder/prime.log" 2>&1 || lacking "Maven cannot fetch: $(tail -n 3 "$folder/prime.log")"
  (
    cd "$home/deployment/docker"
    image bud --runtime runc --format docker --network host -v "$repository:/repository:O" \
      --build-arg "MAVEN_FLAGS=-o -Dmaven.repo.local=/repository" \
      --build-arg BUILD_BASE=localhost/drill-build --build-arg RUNTIME_BASE=localhost/drill-runtime \
      -t "$tag" -f Dockerfile ../..
  ) >"$folder/build.log" 2>&1 || fail "the build: $(tail -n 30 "$folder/build.log")"
  sed -n 's/^size: /  /p' "$folder/build.log" >&2
}

bytes() { pod image inspect --format '{{.Size}}' "$1"; }

start_database() {
  database="$folder/postgres"
  mkdir "$database"
  chown postgres "$database"
  port=$((20000 + $$ % 10000))
  (
    cd /
    runuser -u postgres -- "$programs/initdb" -D "$database/data" -A trust -U postgres -E UTF8 --locale=C
    runuser -u postgres -- "$programs/pg_ctl" -D "$database/data" -w -l "$database/log" -o \
      "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$database" start
  ) >"$folder/postgres.log" 2>&1 || fail "PostgreSQL: $(tail -n 5 "$folder/postgres.log")"
  psql -X -q -h 127.0.0.1 -p "$port" -U postgres -c "create role llm_user login" -c "create database llm_copilot owner llm_user"
}

# As an operator should run it. Limits that a container may not raise here are set lower. /tmp is
# the image's own volume; podman's usual tmpfs on a dozen other places is switched off. Its health
# check needs a systemd, so that we run the command ourselves.
run_image() { # name, then options of podman
  name=$1
  shift
  pod run -d --name "$name" --network host --read-only --read-only-tmpfs=false --cap-drop=all \
    --security-opt no-new-privileges --memory "${memory_mb}m" --memory-swap "${memory_mb}m" \
    --ulimit nofile=8192:8192 --ulimit nproc=2048:2048 --no-healthcheck --stop-timeout 60 \
    -e COPILOT_SERVER_PORT="$http" -e COPILOT_SERVER_SHUTDOWN_DELAY=3s "$@" >/dev/null 2>"$folder/run.log" ||
    fail "podman: $(cat "$folder/run.log")"
}

status() { curl -s -o /dev/null -w '%{http_code}' --max-time 5 "http://127.0.0.1:$http$1" || true; }

await_ready() { # name, seconds
  began=$(milliseconds)
  until [ "$(status /health/ready)" = 200 ]; do
    [ "$(pod inspect --format '{{.State.Running}}' "$1")" = true ] || fail "$1 ended: $(pod logs "$1" 2>&1 | tail -n 20)"
    [ "$(($(milliseconds) - began))" -lt "$(($2 * 1000))" ] || fail "$1 is not ready: $(pod logs "$1" 2>&1 | tail -n 20)"
    sleep 0.1
  done
}

metric() { curl -s --max-time 5 "http://127.0.0.1:$http/metrics" | sed -n "s/^$1 //p"; }

expect_end() { # name, exit code, words
  code=$(pod wait "$1")
  pod logs "$1" >"$folder/$1.log" 2>&1
  [ "$code" = "$2" ] || fail "$1 ended with $code, not $2: $(cat "$folder/$1.log")"
  grep -q "$3" "$folder/$1.log" || fail "$1 did not say '$3': $(cat "$folder/$1.log")"
}

base_images
say "building the image"
build_image
added=$(($(bytes "$tag") - $(bytes localhost/drill-runtime)))
size_mb=$(((added + 999999) / 1000000))
[ "$size_mb" -le "$limit_mb" ] || fail "$size_mb MB on top of the base, promised are $limit_mb"

http=$((30000 + $$ % 10000))
say "what it refuses"
run_image open "$tag"
expect_end open 4 COPILOT_ADMIN_TOKEN
run_image lonely -e COPILOT_ADMIN_TOKEN="$token" "$tag"
expect_end lonely 3 COPILOT_DB_URL

start_database
environment="-e COPILOT_ADMIN_TOKEN=$token -e COPILOT_DB_URL=jdbc:postgresql://127.0.0.1:$port/llm_copilot -e COPILOT_DB_USER=llm_user -e COPILOT_DB_PASSWORD=unused"
say "running it"
started=$(milliseconds)
# shellcheck disable=SC2086 # words
run_image copilot $environment "$tag"
await_ready copilot 120
ready_s=$(seconds_since "$started")

process=$(pod inspect --format '{{.State.Pid}}' copilot)
uid=$(awk '/^Uid:/ { print $2 }' "/proc/$process/status")
[ "$uid" = 1001 ] || fail "it runs as $uid"
[ "$(awk '/^CapEff:/ { print $2 }' "/proc/$process/status")" = 0000000000000000 ] || fail "it has capabilities"
[ "$(status /health)" = 200 ] || fail "/health answers $(status /health)"
[ "$(status /api/v1/incidents)" = 401 ] || fail "the API is open"
[ "$(metric copilot_start_cache_used)" = 1.0 ] || fail "the cache of classes is not used: $(pod logs copilot 2>&1 | head -n 5)"
heap=$(curl -s --max-time 5 "http://127.0.0.1:$http/metrics" | awk 'index($0, "jvm_memory_max_bytes{area=\"heap\"") == 1 && $NF > 0 { sum += $NF } END { printf "%d", sum / 1048576 }')
if [ "$heap" -le 0 ] || [ "$heap" -gt "$((memory_mb * 62 / 100))" ]; then
  fail "a heap of $heap MB in a container of $memory_mb MB"
fi

# The health check is the image's own command, inside of the container.
pod image inspect --format '{{range .HealthCheck.Test}}{{println .}}{{end}}' "$tag" | sed '1d; /^$/d' >"$folder/health"
set --
while read -r word; do set -- "$@" "$word"; done <"$folder/health"
pod exec copilot "$@" >"$folder/health.log" 2>&1 || fail "the health check: $(cat "$folder/health.log")"

say "stopping it: an open page must be told, and readiness must say so before the port closes"
curl -s -N --max-time 60 -H "Authorization: Bearer $token" "http://127.0.0.1:$http/events" >"$folder/stream" &
page=$!
until [ -s "$folder/stream" ]; do sleep 0.1; done
stopping=$(milliseconds)
pod kill --signal TERM copilot >/dev/null
drained=''
while [ "$(pod inspect --format '{{.State.Running}}' copilot)" = true ]; do
  if [ "$(status /health/ready)" = 503 ]; then drained=yes; fi
  [ "$(($(milliseconds) - stopping))" -lt 40000 ] || fail "it still runs 40 s after SIGTERM"
  sleep 0.1
done
stopped_s=$(seconds_since "$stopping")
code=$(pod inspect --format '{{.State.ExitCode}}' copilot)
wait "$page" || true
[ "$code" = 143 ] || fail "exit code $code: $(pod logs copilot 2>&1 | tail -n 5)"
[ "$drained" = yes ] || fail "readiness never said 503 after SIGTERM"
grep -q '^event: *reconnect' "$folder/stream" || fail "the open page was cut off: $(cat "$folder/stream")"

say "another start option: the cache does not fit, and that must not stay unnoticed"
# shellcheck disable=SC2086 # words
run_image slow $environment --entrypoint \
  '["/opt/copilot/java/bin/java","-XX:+UseSerialGC","-XX:AOTCache=/opt/copilot/server.aot","-Djava.util.logging.manager=org.jboss.logmanager.LogManager","-jar","/opt/copilot/app/quarkus-run.jar"]' "$tag"
await_ready slow 120
[ "$(metric copilot_start_cache_used)" = 0.0 ] || fail "the metric says that the cache was used"
pod logs slow 2>&1 | grep -q 'left its cache of classes' || fail "the log does not tell"

clean
printf 'image size_mb=%s uid=%s ready_s=%s stopped_s=%s\n' "$size_mb" "$uid" "$ready_s" "$stopped_s"
