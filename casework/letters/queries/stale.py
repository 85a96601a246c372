"""Letters that say a line which may not be said any more, or not yet."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.core import clock
from casework.dispatch.states import DispatchStatus
from casework.positions.models import PositionVersion
from casework.positions.states import Audience

from ..models import ApprovedLine, Correction, Letter, LineUse
from ..states import OPEN, LetterStatus

Row = TypeVar("Row", LineUse, ApprovedLine)


def may_not_be_said(rows: QuerySet[Row], on: datetime) -> QuerySet[Row]:
    """Those of the lines in letters that may not be said at the moment ``on``.

    Not those whose words, in the language of the letter, stand in another version that may: then nothing in the letter
    is out of date.
    """
    sayable = PositionVersion.objects.standing(on).filter(
        audience=Audience.PUBLIC, position_id=OuterRef("version__position_id")
    )
    english = Q(language="en") & ~Exists(sayable.filter(text_en=OuterRef("version__text_en")))
    french = Q(language="fr") & ~Exists(sayable.filter(text_fr=OuterRef("version__text_fr")))
    return rows.filter(english | french)


def held_back(dispatches: Collection[int]) -> frozenset[int]:
    """Of what waits to leave, by key: what was approved with a line that may not be said any more. One query."""
    lines = may_not_be_said(ApprovedLine.objects.filter(approval__dispatch__in=dispatches), clock.now())
    return frozenset(lines.values_list("approval__dispatch_id", flat=True))


def over_since_it_left(letter: Letter) -> list[ApprovedLine]:
    """The lines that a letter said when it left and that may not be said now, where nobody has decided about them."""
    return list(_undecided(letter.pk).select_related("version", "version__withdrawal").order_by("pk"))


def corrections_of(letter: Letter) -> list[Correction]:
    """What was decided about the letter after it had left, the first on top."""
    return list(letter.corrections.select_related("version", "decided_by", "followed_by"))


def needing_a_decision(rows: QuerySet[Letter], since: datetime) -> QuerySet[Letter]:
    """Those of the letters that left since then with a line that may not be said now, undecided; the last on top."""
    found = rows.filter(Exists(_undecided(OuterRef("pk"))), status=LetterStatus.SENT, sent_at__gte=since)
    return found.order_by("-sent_at", "-id")


def _undecided(letter: Any) -> QuerySet[ApprovedLine]:
    left = ApprovedLine.objects.filter(letter_id=letter, approval__dispatch__status=DispatchStatus.SENT)
    decided = Correction.objects.filter(letter_id=OuterRef("letter_id"), version_id=OuterRef("version_id"))
    return may_not_be_said(left.filter(~Exists(decided)), clock.now())


def is_stale() -> Exists:
    """For a query of letters: whether one says a line that may not be said now."""
    uses = LineUse.objects.filter(letter_id=OuterRef("pk"), is_used=True)
    return Exists(may_not_be_said(uses, clock.now()))


def with_staleness(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """The letters, each with ``is_stale``: it has not left, and says a line that may not be said now."""
    return rows.annotate(is_stale=Q(status__in=OPEN) & Q(is_stale()))


def stale_letters(rows: QuerySet[Letter], *, are: bool = True) -> QuerySet[Letter]:
    """Those of the letters that have not left and say such a line; or the others."""
    return rows.filter(is_stale(), status__in=OPEN) if are else rows.exclude(is_stale(), status__in=OPEN)
