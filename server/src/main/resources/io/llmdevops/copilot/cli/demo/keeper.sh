# shellcheck shell=sh
# Cleans up after a demo that could not do it itself (killed, crashed). It reads from the demo, a
# line each, what there is to end and to delete; the end of its input without "done" says that the
# demo is gone. Ctrl-C and a hang-up are for the demo, not for this.
trap '' INT TERM HUP

pids=''
folder=''
marker=''
while IFS= read -r line; do
  case $line in
    'pid '*) pids="$pids ${line#pid }" ;;
    'folder '*) folder=${line#folder } ;;
    'marker '*) marker=${line#marker } ;;
    done) exit 0 ;;
  esac
done

alive() {
  for pid in $pids; do
    if kill -0 "$pid" 2>/dev/null; then return 0; fi
  done
  return 1
}

end() { # signal, seconds
  for pid in $pids; do kill "-$1" "$pid" 2>/dev/null; done
  left=$2
  while [ "$left" -gt 0 ] && alive; do
    sleep 1
    left=$((left - 1))
  done
}

end TERM 30
end KILL 5

# A server that had to be killed leaves its database running.
postmaster="$folder/data/postgres/data/postmaster.pid"
if [ -n "$folder" ] && [ -f "$postmaster" ]; then
  pids=$(head -n 1 "$postmaster")
  end INT 20
  end KILL 5
fi

if [ -n "$marker" ]; then rm -f -- "$marker"; fi
if [ -n "$folder" ]; then rm -rf -- "$folder"; fi
