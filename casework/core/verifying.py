"""Is the history what it was? Every seal against its line and the seal before it, with little memory.

Each place of the chain is judged by what stands before it in the table, and no seal can be made without the key: so
every single thing that does not match can be named, and not only that something does not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import chain, sealing, wagtails
from .models import HistoryEntry, HistorySeal

#: So many seals are read at a time.
PORTION: Final = 2_000
#: So many findings are kept to be told; the rest are counted.
MOST_TOLD: Final = 50


@dataclass
class Result:
    """What a walk along the chain found."""

    lines: int = 0
    #: The last seal that was read.
    number: int = 0
    digest: str = chain.NOTHING
    found: int = 0
    findings: list[str] = field(default_factory=list)
    #: Lines that lack a seal and are the site's own: a moment old, or left by a crash for the sweep.
    waiting: int = 0

    def tell(self, words: str) -> None:
        """One more thing that is not right."""
        self.found += 1
        if len(self.findings) < MOST_TOLD:
            self.findings.append(words)

    @property
    def is_right(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def verify(
    *, after: int = 0, through: int | None = None, strays: bool = True, progress: Callable[[int], None] = lambda n: None
) -> Result:
    """Walk the chain from the seal behind ``after`` to ``through`` or its end.

    ``strays``: look for lines without a seal, and at Wagtail's own lines, as well. ``progress`` is told now and then
    how many lines have been read.
    """
    result = Result()
    before = _starting_after(after, result)
    expected = after + 1
    for portion in _portions(after, through):
        lines = _lines([seal["entry_id"] for seal in portion])
        for seal in portion:
            is_next = seal["number"] == expected
            if not is_next:
                _tell_gap(result, expected, seal["number"] - 1)
            _judge(result, seal, lines.get(seal["entry_id"]), before if is_next else None)
            before, expected = seal["digest"], seal["number"] + 1
        result.lines += len(portion)
        result.number, result.digest = portion[-1]["number"], portion[-1]["digest"]
        progress(result.lines)
    if strays:
        _judge_strays(result)
        for words in wagtails.findings():
            result.tell(words)
    return result


def compare(number: int, digest: str) -> str:
    """What is wrong with the chain, held against a head that was written down elsewhere; nothing when it matches."""
    last = sealing.head()
    reached = last.number if last else 0
    if number > reached:
        words = _(
            "The history ends at number %(reached)d, and number %(number)d was written down: %(count)d are missing."
        )
        return words % {"reached": reached, "number": number, "count": number - reached}
    seal = sealing.place(number)
    if seal is None:
        return _("Number %(number)d is not in the history any more.") % {"number": number}
    if not seal.digest.startswith(digest):
        words = _(
            "Number %(number)d has another seal than the one written down: the history up to there was rewritten."
        )
        return words % {"number": number}
    return ""


def _starting_after(number: int, result: Result) -> str:
    """The seal that the walk takes as given."""
    if not number:
        return chain.NOTHING
    seal = sealing.place(number)
    if seal is None:
        result.tell(_("Number %(number)d is not in the history any more.") % {"number": number})
        return chain.NOTHING
    result.number, result.digest = seal.number, seal.digest
    return seal.digest


def _portions(after: int, through: int | None) -> Iterator[list[Any]]:
    """The seals in their order, by portions."""
    seals = HistorySeal.objects.order_by("number").values("number", "entry_id", "digest", "sealed_at")
    if through is not None:
        seals = seals.filter(number__lte=through)
    while portion := list(seals.filter(number__gt=after)[:PORTION]):
        yield portion
        after = portion[-1]["number"]


def _lines(entries: list[int]) -> dict[int, dict[str, Any]]:
    rows = HistoryEntry.objects.filter(pk__in=entries).order_by().values("pk", "mark", *chain.COLUMNS)
    return {row["pk"]: row for row in rows}


def _tell_gap(result: Result, first: int, last: int) -> None:
    if first == last:
        result.tell(_("Number %(number)d was removed, with its seal.") % {"number": first})
    else:
        result.tell(_("Numbers %(first)d to %(last)d were removed, with their seals.") % {"first": first, "last": last})


def _judge(result: Result, seal: dict[str, Any], line: dict[str, Any] | None, before: str | None) -> None:
    """One line in its place; ``before`` is the seal it follows, None where that one is gone."""
    named = {
        "number": seal["number"],
        "line": seal["entry_id"],
        "when": date_format(localtime(seal["sealed_at"]), "Y-m-d H:i"),
    }
    if line is None:
        result.tell(_("Number %(number)d (line %(line)d, sealed %(when)s) was removed.") % named)
        return
    place = (seal["number"], before or "", line["pk"], line["mark"], seal["sealed_at"])
    is_sealed = before is None or chain.is_in_place(seal["digest"], *place)
    if not chain.is_ours(line, line["mark"]):
        words = (
            _("Number %(number)d (line %(line)d, sealed %(when)s) was altered.")
            if is_sealed
            else _("Number %(number)d (line %(line)d, sealed %(when)s) was not written by the site.")
        )
        result.tell(words % named)
    elif not is_sealed:
        result.tell(_("Number %(number)d (line %(line)d, sealed %(when)s) is not what was sealed there.") % named)


def _judge_strays(result: Result) -> None:
    """Lines without a seal: the site's own wait for theirs, others were put in by somebody else."""
    rows = sealing.never_sealed().values("pk", "mark", *chain.COLUMNS)
    last = 0
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        for line in portion:
            if chain.is_ours(line, line["mark"]) and not _is_copied(line):
                result.waiting += 1
            else:
                words = _("Line %(line)d was inserted: the site did not write it, and it has no seal.")
                result.tell(words % {"line": line["pk"]})
        last = portion[-1]["pk"]


def _is_copied(line: dict[str, Any]) -> bool:
    """Whether another line has the same mark: the database refuses that, until somebody takes its rule away."""
    return HistoryEntry.objects.filter(mark=line["mark"]).exclude(pk=line["pk"]).exists()
