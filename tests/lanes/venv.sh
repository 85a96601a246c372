#!/usr/bin/env bash
# Makes the virtual environment with the first Python on this machine that is new enough; says what to do without one.
# The distribution's own comes before whatever else is called python3: it is built for speed, where one that a version
# manager compiled on the spot often is not, and the suite then takes a quarter longer.
set -euo pipefail
folder="$1"

old=""
for python in ${PYTHON:-} /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
    command -v "$python" >/dev/null || continue
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        old="$("$python" --version)"
        continue
    fi
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Making $folder with $("$python" --version) …"
        exec "$python" -m venv --clear "$folder"
    fi
    without_venv="$python"
done

{
    if [ -n "${without_venv:-}" ]; then
        echo "$("$without_venv" --version) is here, but it cannot make virtual environments."
        echo "  On Debian and Ubuntu:  apt-get install python3-venv"
    else
        echo "This needs Python 3.11 or newer${old:+; here is $old}."
        echo "  On Debian 12 and Ubuntu 24.04:  apt-get install python3 python3-venv"
        echo "  One in an unusual place:        make PYTHON=/path/to/python3.12 …"
    fi
} >&2
exit 1
