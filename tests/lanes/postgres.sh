#!/usr/bin/env bash
# Starts a PostgreSQL of its own in a temporary folder, runs the command that follows with DATABASE_URL set to it, and
# throws it away, however the command ends. It listens on a socket in that folder and on no port.
# Exit code 69: there is no PostgreSQL on this machine.
set -euo pipefail

server_programs() {
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(readlink -f "$(command -v initdb)")"
        return
    fi
    # Debian keeps them off the path; the newest release wins.
    compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 | xargs -r dirname || true
}

bin="$(server_programs)"
if [ -z "$bin" ]; then
    echo "There is no PostgreSQL server on this machine. On Debian and Ubuntu: apt-get install postgresql" >&2
    exit 69
fi

# The server refuses to run as root: then it runs as the user its package made.
as_owner=()
if [ "$(id -u)" = 0 ]; then
    owner="$(id -un postgres 2>/dev/null || echo nobody)"
    as_owner=(runuser -u "$owner" --)
fi

folder="$(mktemp -d "${TMPDIR:-/tmp}/casework-postgres.XXXXXX")"
[ "$(id -u)" != 0 ] || chown "$owner" "$folder"
server() { (cd / && "${as_owner[@]}" "$@"); }

stop() {
    server "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

server "$bin/initdb" --pgdata "$folder/data" --username casework --auth trust --encoding UTF8 --locale C.UTF-8 \
    --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
# Nothing here outlives the run: the disk need never be waited for, nothing grows old enough to be swept, and no query
# runs often enough on so few rows to be worth compiling.
server "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/data/server.log" --silent --wait \
    --options "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off \
               -c full_page_writes=off -c max_connections=60 \
               -c jit=off -c autovacuum=off" start >/dev/null || { cat "$folder/data/server.log" >&2; exit 1; }

export DATABASE_URL="postgres://casework@${folder//\//%2F}/postgres"

# Run beside us, so that a signal is heard at once and the server still stops.
"$@" &
command_pid=$!
trap 'kill -INT "$command_pid" 2>/dev/null; wait "$command_pid" || true; exit 130' INT
trap 'kill -TERM "$command_pid" 2>/dev/null; wait "$command_pid" || true; exit 143' TERM
wait "$command_pid"
