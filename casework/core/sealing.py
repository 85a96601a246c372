"""The chain of the history: right after a verb has committed, its lines are numbered and sealed, one after the other.

Not in the verb's own transaction: there every verb would wait for every other at the end of the chain, holding its own
rows meanwhile. The end of the chain is held for two short statements instead. A process that dies between its commit
and the seal leaves a line that the next sweep seals.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from . import chain, clock
from .models import HistoryEntry, HistorySeal

logger = logging.getLogger(__name__)

#: The name of the lock on PostgreSQL; any number that nobody else uses.
_LOCK: Final = 7_261_954_403
#: So many lines are sealed in one transaction.
BATCH: Final = 500
#: A line that lacks its seal is looked for among so many of the latest, every minute; the nightly check sees them all.
LATEST: Final = 10_000


def seal(entries: Collection[int] | None = None) -> int:
    """Seal these lines as far as they are not, or the oldest that lack a seal; how many.

    A line whose facts are not those that the site wrote under its mark is left as it is: ``verify_history`` names it.
    """
    with transaction.atomic():
        _hold_the_end()
        last = head()
        rows = (unsealed() if entries is None else _without_seal(HistoryEntry.objects.filter(pk__in=entries)))[:BATCH]
        number, before = (last.number, last.digest) if last else (0, chain.NOTHING)
        made, now = [], clock.now()
        for line in rows.values("pk", "mark", *chain.COLUMNS):
            if not chain.is_ours(line, line["mark"]):
                logger.error("history line not ours", extra={"count": line["pk"]})
                continue
            number += 1
            before = chain.new_seal(number, before, line["pk"], line["mark"], now)
            made.append(HistorySeal(number=number, entry_id=line["pk"], digest=before, sealed_at=now))
        HistorySeal.objects.bulk_create(made)
    return len(made)


def head(before: datetime | None = None) -> HistorySeal | None:
    """The last seal: whoever knows its number and digest can tell later whether something before it has changed.

    ``before``: the last one at that time.
    """
    seals = HistorySeal.objects.order_by("-number")
    return (seals.filter(sealed_at__lt=before) if before else seals).first()


def unsealed() -> QuerySet[HistoryEntry]:
    """The lines that have no seal yet, the oldest first, among the latest."""
    newest = HistorySeal.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    return _without_seal(HistoryEntry.objects.filter(pk__gt=newest - LATEST))


def never_sealed() -> QuerySet[HistoryEntry]:
    """The same, however long ago."""
    return _without_seal(HistoryEntry.objects.all())


def _without_seal(lines: QuerySet[HistoryEntry]) -> QuerySet[HistoryEntry]:
    return lines.filter(~Exists(HistorySeal.objects.filter(entry_id=OuterRef("pk")))).order_by("pk")


def _hold_the_end() -> None:
    """Until this transaction ends nobody else adds a seal. On SQLite a transaction that writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class _AfterCommit:
    """What is called when a transaction has committed: its lines are sealed together."""

    def __init__(self, entry: int) -> None:
        self.entries = [entry]

    def __call__(self) -> None:
        try:
            seal(self.entries)
        except DatabaseError as error:  # what was asked for is done; the sweep will seal
            logger.warning("history waits for its seal", extra={"error_class": type(error).__name__})


def after_commit(entry: int) -> None:
    """See that this line is sealed as soon as its transaction has committed."""
    here = set(connection.savepoint_ids)
    for registered in connection.run_on_commit:
        savepoints, waiting = registered[0], registered[1]
        # A line of an inner savepoint may join those of an outer one; if it is rolled back, there is none to seal.
        if isinstance(waiting, _AfterCommit) and set(savepoints) <= here:
            waiting.entries.append(entry)
            return
    transaction.on_commit(_AfterCommit(entry))


def place(number: int) -> HistorySeal | None:
    """The seal with this number."""
    return HistorySeal.objects.filter(number=number).first()
