#!/bin/sh
# The main job in one minute: a node starts, a value is stored and read back over Sun RPC,
# the node is killed without warning, and the value is still there.
set -eu

folder=$(mktemp -d)
node=
cleanup() {
    [ -z "$node" ] || kill "$node" 2>/dev/null || true
    [ -z "$node" ] || wait "$node" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A port that nobody uses, so that the demo runs beside whatever is running.
port=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

start() {
    echo "\$ kvd --id=1 --port=$port &"
    kvd --id=1 --port="$port" --data-dir="$folder/node-1" >>"$folder/kvd.log" 2>&1 &
    node=$!
    tries=0
    until kvctl --server="localhost:$port" status >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 100 ] || ! kill -0 "$node" 2>/dev/null; then
            echo "kvd did not come up; its log:" >&2
            cat "$folder/kvd.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# Show a command as it would be typed, then run it.
run() {
    typed=
    for word in "$@"; do
        case $word in *' '*) word="\"$word\"" ;; esac
        typed="$typed $word"
    done
    echo "\$ kvctl --server=localhost:$port$typed"
    kvctl --server="localhost:$port" "$@"
}

start
run put mykey "Hello World"
run get mykey
echo "\$ kill -9 %1"
kill -9 "$node"
wait "$node" 2>/dev/null || true
start
run get mykey
