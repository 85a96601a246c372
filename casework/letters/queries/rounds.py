"""How clearance goes in an office: hours by unit, rounds by letter, and what is read again after a change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import get_language, gettext_lazy as _

from casework.core.models import HistoryEntry
from casework.core.refusals import REFUSED

from ..models import Approval, Clearance, ClearancePlan, Decision, Letter, Return, SignOff, Waiver
from ..states import CLEARING, ClearanceState, ReturnReason, Verdict
from ..tiers import Why


@dataclass(frozen=True, slots=True)
class UnitTimes:
    """One unit over a time: how often it was asked and spoke, how long it took, and what it said."""

    unit: str
    asked: int
    said: int
    mean: timedelta | None
    longest: timedelta | None
    late: int
    returned: int
    objected: int
    waived: int


@dataclass(frozen=True, slots=True)
class Rounds:
    """The letters of a time: how many were approved, in how many rounds, and what happened on the way.

    ``again`` and ``kept`` count turns of units that had let a letter pass before it was changed: those that had to
    read it again, and those that did not.
    """

    approved: int
    at_once: int
    most: int
    returns: int
    waivers: int
    unratified: int
    signed: int
    again: int
    kept: int
    refused: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """One reason of the list over a time: how often a letter went back for it, and how often a unit objected."""

    reason: Why
    returned: int
    objected: int


def return_reasons(user: Any, since: datetime) -> list[Reasons]:
    """Why the letters of this person's offices went back or were objected to since then, the commonest on top."""
    back = Return.objects.for_user(user).filter(returned_at__gte=since)
    objections = Decision.objects.for_user(user).filter(decided_at__gte=since, verdict=Verdict.OBJECT)
    returned, objected = (
        dict(rows.order_by().values_list("code").annotate(times=Count("pk"))) for rows in (back, objections)
    )
    labels: dict[str, Why] = {**dict(ReturnReason.choices), "": _("Not said")}
    found = [Reasons(label, returned.get(code, 0), objected.get(code, 0)) for code, label in labels.items()]
    return sorted((each for each in found if each.returned or each.objected), key=lambda each: -_times(each))


def _times(each: Reasons) -> int:
    return each.returned + each.objected


def unit_times(user: Any, since: datetime) -> list[UnitTimes]:
    """Each unit of this person's offices that was asked since then, the slowest first. One query.

    Hours are counted by the clock, nights and weekends included, from when the unit's stage opened until it spoke.
    """
    said = Q(decision__isnull=False, decision__decided_at__gte=F("asked_at")) & ~Q(state=ClearanceState.OPEN)
    name = "unit__name_fr" if (get_language() or "").startswith("fr") else "unit__name"
    rows = (
        _timed(user, since)
        .order_by()
        .values("unit_id", "unit__name", name)
        .annotate(
            asked=Count("pk"),
            spoke=Count("pk", filter=said),
            mean=Avg("took", filter=said),
            longest=Max("took", filter=said),
            late=Count("pk", filter=Q(escalated_at__isnull=False)),
            returned=Count("pk", filter=said & Q(decision__verdict=Verdict.RETURN)),
            objected=Count("pk", filter=said & Q(decision__verdict=Verdict.OBJECT)),
            waived=Count("pk", filter=Q(state=ClearanceState.WAIVED)),
        )
    )
    found = [
        UnitTimes(
            unit=row[name] or row["unit__name"] or str(_("Second reader")),
            asked=row["asked"],
            said=row["spoke"],
            mean=row["mean"],
            longest=row["longest"],
            late=row["late"],
            returned=row["returned"],
            objected=row["objected"],
            waived=row["waived"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-(each.mean or timedelta()).total_seconds(), each.unit))


def _timed(user: Any, since: datetime) -> QuerySet[Clearance]:
    """The turns asked since then, each with ``took``: from when its stage opened until the unit spoke."""
    before = Clearance.objects.filter(plan_id=OuterRef("plan_id"), stage__lt=OuterRef("stage"))
    opened = before.order_by().values("plan_id").annotate(last=Max("decision__decided_at")).values("last")
    rows = Clearance.objects.for_user(user).filter(asked_at__gte=since)
    rows = rows.annotate(opened=Greatest(F("asked_at"), Coalesce(Subquery(opened), F("asked_at"))))
    took = ExpressionWrapper(F("decision__decided_at") - F("opened"), output_field=DurationField())
    return rows.annotate(took=took)


def rounds(user: Any, since: datetime) -> Rounds:
    """The letters of this person's offices that were approved since then, and what happened meanwhile."""
    approved = Letter.objects.for_user(user).filter(
        Exists(Approval.objects.filter(letter_id=OuterRef("pk"), approved_at__gte=since))
    )
    last = ClearancePlan.objects.filter(letter_id=OuterRef("pk")).order_by("-round").values("round")[:1]
    counted = approved.annotate(rounds=Subquery(last)).aggregate(
        letters=Count("pk"), at_once=Count("pk", filter=Q(rounds__lte=1) | Q(rounds=None)), most=Max("rounds")
    )
    waived = Waiver.objects.for_user(user).filter(waived_at__gte=since)
    read = _read_before(user, since).aggregate(
        kept=Count("pk", filter=Q(decision__decided_at__lt=F("asked_at"), state=ClearanceState.CLEARED)),
        whole=Count("pk"),
    )
    return Rounds(
        approved=counted["letters"],
        at_once=counted["at_once"],
        most=counted["most"] or 0,
        returns=Return.objects.for_user(user).filter(returned_at__gte=since).count(),
        waivers=waived.count(),
        unratified=waived.filter(ratification=None).count(),
        signed=SignOff.objects.for_user(user).filter(signed_at__gte=since).count(),
        again=read["whole"] - read["kept"],
        kept=read["kept"],
        refused=_own_words_refused(user, since),
    )


def _own_words_refused(user: Any, since: datetime) -> int:
    """How often somebody was refused a decision on a letter because the words are their own."""
    lines = HistoryEntry.objects.viewable_by_user(user).filter(action=REFUSED, timestamp__gte=since)
    kind = ContentType.objects.get_for_model(Letter)
    return int(lines.filter(content_type=kind, data__why="own_text").count())


def _read_before(user: Any, since: datetime) -> QuerySet[Clearance]:
    """The turns of units that had let an earlier submission of the same letter pass."""
    earlier = Decision.objects.filter(
        letter_id=OuterRef("letter_id"),
        unit_id=OuterRef("unit_id"),
        verdict__in=CLEARING,
        decided_at__lt=OuterRef("asked_at"),
    )
    return Clearance.objects.for_user(user).filter(Exists(earlier), asked_at__gte=since, plan__round__gt=1)
