#!/usr/bin/env bash
# The suite, or the part of it that the arguments name, on the database that DATABASE_URL names (SQLite without one).
set -euo pipefail
cd "$(dirname "$0")/../.."

cores="$(nproc 2>/dev/null || echo 2)"
workers="${WORKERS:-$((cores < 4 ? cores : 4))}"
exec .venv/bin/python -m pytest -n "$workers" --dist loadfile "$@"
