#!/usr/bin/env bash
# The site for trying: tables, roles and demo data when they are not there yet, then the server and the sweeps together.
set -euo pipefail
cd "$(dirname "$0")/../.."
port="$1"
python=".venv/bin/python"
export DJANGO_RUNSERVER_HIDE_WARNING=true # it is for trying; the operator's guide tells how to run it for real
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-portal.settings.dev}"
var="${VAR_DIR:-var}"
mkdir -p "$var/static"

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is taken on this machine. Stop what uses it, or choose another: make run PORT=$((port + 1))" >&2
    exit 1
fi

# What decides whether the tables are as the code wants them. A database of one's own choosing is asked every time.
database="$(printf '%s' "${DATABASE_URL:-sqlite}" | sha256sum | cut -c 1-12)"
wanted="$(cat requirements.txt casework/directory/roles.py home/migrations/*.py casework/*/migrations/*.py | sha256sum)"
stamp="$var/.migrated-$database"
if [ -n "${DATABASE_URL:-}" ] || [ ! -e "$var/casework.sqlite3" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    [ -e "$var/casework.sqlite3" ] || rm -f "$var/.demo-$database"
    echo "Preparing the database …"
    "$python" manage.py migrate --noinput --verbosity 0
    "$python" manage.py sync_roles
    printf '%s' "$wanted" >"$stamp"
fi
if [ ! -e "$var/.demo-$database" ]; then
    echo "Filling in fictional offices, people and letters (once) …"
    "$python" manage.py demo
    touch "$var/.demo-$database"
fi

stop() {
    trap - INT TERM EXIT
    kill -TERM "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
}
pids=()
trap 'stop; echo; echo "Stopped."; exit 0' INT TERM
trap stop EXIT

"$python" manage.py run_jobs &
pids+=($!)
"$python" manage.py runserver --noreload "127.0.0.1:$port" &
pids+=($!)

cat <<TEXT

  The public site   http://127.0.0.1:$port/en/   http://127.0.0.1:$port/fr/
  The admin         http://127.0.0.1:$port/admin/
  The mailbox       http://127.0.0.1:$port/en/mailbox/   where letters arrive
  Sign in as        officer, caseworker, reviewer, legislative, director, admin or neighbour; the password is demo
  Stop with         Ctrl-C

TEXT

# Whichever ends first, the other has no use without it.
ended=0
wait -n "${pids[@]}" || ended=$?
echo "The server or the sweeps ended by themselves (code $ended): the lines above say why." >&2
exit 1
