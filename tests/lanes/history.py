"""How long the chain of the history takes: so many lines written, sealed and verified, in a database of its own.

    VAR_DIR=/tmp/measure .venv/bin/python -m tests.lanes.history 1000000
    tests/lanes/postgres.sh .venv/bin/python -m tests.lanes.history 1000000

Refuses a database that has a history already.
"""

import os
import resource
import sys
from collections.abc import Callable
from time import monotonic
from typing import Any

import django

BATCH = 5_000


def timed(what: str, do: Callable[[], Any]) -> Any:
    """Do it, and say how long it took and how much memory this process has held at most."""
    began = monotonic()
    done = do()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {monotonic() - began:.1f} s, {held} MB at most", flush=True)  # noqa: T201  (what it is for)
    return done


def main(count: int) -> None:
    """Write, seal, verify; and one verb's line, sealed, as a person would wait for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    from django.contrib.contenttypes.models import ContentType  # tests only: Django has to be set up first
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import QuerySet
    from django.utils import timezone

    from casework.core import chain, sealing, verifying
    from casework.core.audit import record
    from casework.core.models import HistoryEntry
    from casework.core.permissions import SYSTEM
    from casework.directory.models import Office

    call_command("migrate", verbosity=0)
    if HistoryEntry.objects.exists():
        sys.exit("This database has a history already: choose an empty one.")
    office = Office.objects.create(name="Measure", slug="measure")
    kind = ContentType.objects.get_for_model(Office)

    def line(number: int) -> HistoryEntry:
        made = HistoryEntry(
            content_type=kind,
            object_id=str(number),
            office_id=office.pk,
            label=f"7K3C-{number}",
            action="directory.save",
            timestamp=timezone.now(),
            data={"was": "open", "now": number},
        )
        made.mark = chain.new_mark({column: getattr(made, column) for column in chain.COLUMNS})
        return made

    def write() -> None:
        rows = QuerySet(HistoryEntry)
        for first in range(0, count, BATCH):
            rows.bulk_create([line(number) for number in range(first, min(first + BATCH, count))])

    def seal_all() -> None:
        while sealing.seal():
            pass

    timed(f"{count} lines written", write)
    # A server that runs for real counts its rows by itself; the one of a lane does not.
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    timed("sealed by the sweep", seal_all)
    result = timed("verified", verifying.verify)
    timed("looked for lines without a seal", lambda: sealing.unsealed().count())
    timed(
        "100 verbs' lines, each with its seal",
        lambda: [record(office, "directory.save", by=SYSTEM) for _ in range(100)],
    )
    print(f"{result.lines} lines, {result.found} found, {result.waiting} waiting")  # noqa: T201  (the same)


if __name__ == "__main__":
    main(int(sys.argv[1]))
