#!/bin/sh
# The main job in one minute: three nodes start, a value that one of them is given is read from
# another, a node is stopped, and the value is still there. Every command runs as it is shown.
# Data, key and logs are in a folder that is gone in the end, as the nodes are.
set -eu

folder=$(mktemp -d)
nodes=
cleanup() {
    for node in $nodes; do
        kill "$node" 2>/dev/null || true
    done
    for node in $nodes; do
        wait "$node" 2>/dev/null || true
    done
    rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export XDG_STATE_HOME="$folder"
unset KVCTL_SERVER KVCTL_TIMEOUT KVCTL_OUTPUT KVCTL_NAMESPACE KVCTL_WAIT KVCTL_CONSISTENCY

# 9001 and the next ones, or others if these are taken: the demo runs beside whatever is running.
ports=$(python -c 'from kvstore.dev.ports import choose; print(*choose(3, 9001))')

start() {
    peers=
    for other in $ports; do
        [ "$other" = "$2" ] || peers="$peers${peers:+,}localhost:$other"
    done
    echo "\$ kvd --id=$1 --port=$2 --peers=$peers &"
    kvd --id="$1" --port="$2" --peers="$peers" >>"$folder/kvd-$1.log" 2>&1 &
    nodes="$nodes $!"
    first=${first:-$!}
}

# A node that starts answers when it has met the others, and one of them leads.
wait_for() {
    tries=0
    until kvctl --server="localhost:$1" --timeout=2 health >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 20 ]; then
            echo "the nodes did not come up; what they said:" >&2
            tail -n 20 "$folder"/kvd-*.log >&2
            exit 1
        fi
        sleep 0.2
    done
}

# Show a command as it would be typed, then run it.
run() {
    port=$1
    shift
    typed=
    for word in "$@"; do
        case $word in *' '*) word="\"$word\"" ;; esac
        typed="$typed $word"
    done
    echo "\$ kvctl --server=localhost:$port$typed"
    kvctl --server="localhost:$port" "$@"
}

id=0
for port in $ports; do
    id=$((id + 1))
    start "$id" "$port"
done
for port in $ports; do
    wait_for "$port"
done

# shellcheck disable=SC2086  # the lists are words
set -- $ports
run "$1" put mykey "Hello World"
run "$2" get mykey
echo "\$ kill %1"
kill "$first"
run "$2" get mykey
