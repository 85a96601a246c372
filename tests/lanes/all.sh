#!/usr/bin/env bash
# Every lane, one after the other; goes on after a failure so that one run tells all, and sums up at the end.
# A lane that cannot run on this machine says what it lacks. With CI=true that is a failure.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=".venv/bin"
summary=()
broken=() # the tests that failed, told again at the very end: a long log is often kept by its last lines only
said="$(mktemp)"
trap 'rm -f "$said"' EXIT
failed=0
left_out=0

lane() { # name, command …
    local name="$1" began=$SECONDS code=0
    shift
    printf '\n──── %s ────\n' "$name"
    "$@" 2>&1 | tee "$said"
    code=${PIPESTATUS[0]}
    if [ "$code" = 0 ]; then
        summary+=("$(printf '  passed   %4d s  %s' $((SECONDS - began)) "$name")")
    else
        summary+=("$(printf '  FAILED   %4d s  %s' $((SECONDS - began)) "$name")")
        failed=1
        mapfile -t -O "${#broken[@]}" broken < <(grep -aE '^(FAILED|ERROR) ' "$said" | cut -c 1-300 | sed "s/^/  $name: /")
    fi
}

cannot() { # name, what to do
    printf '\n──── %s ────\n' "$1"
    printf '!!!! NOT RUN: %s\n' "$2" >&2
    summary+=("$(printf '  NOT RUN          %s: %s' "$1" "$2")")
    left_out=1
    [ "${CI:-}" != true ] || failed=1
}

has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_chromium() { "$bin/python" -c 'from tests.browser import chromium; raise SystemExit(chromium() is None)'; }
has_driver() { "$bin/python" -m playwright --version >/dev/null 2>&1; } # a bare Debian lacks one library for it

# What a few tests need besides Python; each such test says the same when it is run alone.
command -v espeak-ng >/dev/null || cannot "spoken digits" "apt-get install espeak-ng"
command -v clamd >/dev/null || cannot "virus scanner" "apt-get install clamav-daemon"
command -v xgettext >/dev/null || cannot "French catalogue against the code" "apt-get install gettext"

# Both databases are migrated side by side: later, two workers would do the one twice and wait for the other.
databases() {
    local code=0
    env -u DATABASE_URL DJANGO_SETTINGS_MODULE=portal.settings.test "$bin/python" -m tests.database &
    ! has_postgres || DJANGO_SETTINGS_MODULE=portal.settings.test tests/lanes/postgres.sh "$bin/python" -m tests.database \
        || code=$?
    wait $! || code=$?
    return "$code"
}

lane "format" "$bin/ruff" format --check --quiet .
lane "lint" "$bin/ruff" check .
lane "contracts" "$bin/lint-imports" --no-logo
lane "types" "$bin/mypy"
lane "migrations" env DJANGO_SETTINGS_MODULE=portal.settings.test "$bin/python" manage.py makemigrations --check --dry-run
lane "system checks" env DJANGO_SETTINGS_MODULE=portal.settings.test "$bin/python" manage.py check --fail-level WARNING
lane "databases" databases
lane "suite on SQLite" env -u DATABASE_URL tests/lanes/suite.sh -m "not browser"
if has_postgres; then
    # What asks for no database has been proved by the lane above.
    lane "suite on PostgreSQL" tests/lanes/postgres.sh tests/lanes/suite.sh -m "not browser and not looks and not pure"
else
    cannot "suite on PostgreSQL" "apt-get install postgresql"
fi
if ! has_chromium; then
    cannot "browser journeys" "apt-get install chromium (or name one: CHROMIUM=/path/to/chromium)"
elif ! has_driver; then
    cannot "browser journeys" "apt-get install libatomic1 (Playwright's driver does not start without it)"
else
    lane "browser journeys on SQLite" env -u DATABASE_URL tests/lanes/suite.sh -m browser
    # What the screens look like does not depend on the database: the walk over all of them is made once.
    ! has_postgres || lane "browser journeys on PostgreSQL" \
        tests/lanes/postgres.sh tests/lanes/suite.sh -m "browser and not looks"
fi

printf '\n════ in all %d s ════\n' "$SECONDS"
printf '%s\n' "${summary[@]}"
[ "${#broken[@]}" = 0 ] || printf '%s\n' "${broken[@]}"
[ "$left_out" = 0 ] || echo "Not everything was proved: install what the lines above name, and run again."
exit "$failed"
