"""Where the units stand with a letter, and whether it still waits for one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from casework.core import clock
from casework.directory.queries import closed_days

from ..models import Clearance, ClearancePlan, Letter
from ..stages import Requirement, Standing, Turn, stand
from ..states import ClearanceKind, ClearanceState
from ..targets import time_left
from ..tiers import Tier


def plan_of(letter: Letter) -> ClearancePlan | None:
    """What the newest submission of the letter needs."""
    return letter.plans.order_by("-round").first()


def clearances_of(letter: Letter) -> list[Clearance]:
    """Where each unit stands with the newest submission, stage by stage; one query."""
    newest = ClearancePlan.objects.filter(letter_id=letter.pk).order_by("-round").values("pk")[:1]
    rows = Clearance.objects.filter(plan_id__in=newest).order_by("stage", "asked_at", "id")
    return list(
        rows.select_related(
            "plan",
            "unit__lead",
            "unit__office",
            "decision__decided_by",
            "decision__acting_for",
            "asked_by",
            "claimed_by",
            "waiver__waived_by",
            "waiver__ratification",
        )
    )


def holding(letter: Letter) -> list[Clearance]:
    """The gates at which the letter waits now."""
    return [each for each in clearances_of(letter) if is_holding(each)]


def is_holding(clearance: Clearance) -> bool:
    """Whether the letter waits for this unit: a view that was merely asked for holds nothing up."""
    return clearance.kind == ClearanceKind.GATE and clearance.state in Clearance.HOLDING


def standing_of(turns: list[Clearance], plan: ClearancePlan) -> Standing:
    """Where these turns stand by what has been said so far, and whether that is enough; not by what their rows say."""
    asked = [Requirement(each["rule"], tuple(each["units"]), each["at_least"]) for each in plan.requirements]
    return stand([Turn(turn.party, turn.stage, turn.state, turn.kind) for turn in turns], asked)


def stage_now(clearances: list[Clearance]) -> int:
    """The stage that is going on: that of the first gate that is open; 1 when none is."""
    gates = [each.stage for each in clearances if is_holding(each) and each.state != ClearanceState.LATER]
    return min(gates, default=max([each.stage for each in clearances], default=1))


@dataclass(frozen=True, slots=True)
class Stages:
    """How far a letter that is cleared in several stages has come."""

    now: int
    last: int


def stages_shown(clearances: list[Clearance]) -> Stages | None:
    """The stage that reads now, and the last one; None where all are asked at the same time.

    The second reader stands before them all: as long as that one reads, it is stage 0.
    """
    places = sorted({each.stage for each in clearances if each.unit_id is not None})
    return Stages(stage_now(clearances), places[-1]) if len(places) > 1 else None


class TimeLeft:
    """How long there still is until a moment, by the calendar of each office; each calendar is read once."""

    def __init__(self) -> None:
        self._closed: dict[int, frozenset[date]] = {}

    def of(self, office_id: int, due_at: datetime | None) -> str:
        """In words; nothing where nothing is due."""
        if due_at is None:
            return ""
        if office_id not in self._closed:
            self._closed[office_id] = closed_days(office_id)
        return time_left(due_at, clock.now(), self._closed[office_id])


def with_time_left(letter: Letter, clearances: list[Clearance]) -> list[Clearance]:
    """The turns of a letter, each with how long its unit still has: in ``left``, in words."""
    left = TimeLeft()
    for each in clearances:
        if each.state == ClearanceState.OPEN:
            each.left = left.of(each.calendar_id, each.due_at)
    return clearances


def gates_open() -> Exists:
    """For a query of letters: whether one still waits for a unit."""
    return Exists(
        Clearance.objects.filter(letter_id=OuterRef("pk"), kind=ClearanceKind.GATE, state__in=Clearance.HOLDING)
    )


def not_restricted(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters whose newest submission is not restricted."""
    newest = ClearancePlan.objects.filter(letter_id=OuterRef("pk")).order_by("-round").values("tier")[:1]
    return rows.alias(newest_tier=Subquery(newest)).filter(Q(newest_tier=None) | ~Q(newest_tier=Tier.RESTRICTED))
