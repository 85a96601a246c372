"""Where the units stand with a letter, and whether it still waits for one."""

from django.db.models import Exists, OuterRef

from ..models import Clearance, ClearancePlan, Letter
from ..states import ClearanceKind


def plan_of(letter: Letter) -> ClearancePlan | None:
    """What the newest submission of the letter needs."""
    return letter.plans.order_by("-round").first()


def clearances_of(letter: Letter) -> list[Clearance]:
    """Where each unit stands with the newest submission, in the order they were asked; one query."""
    newest = ClearancePlan.objects.filter(letter_id=letter.pk).order_by("-round").values("pk")[:1]
    rows = Clearance.objects.filter(plan_id__in=newest).order_by("asked_at", "id")
    return list(
        rows.select_related(
            "unit__lead", "decision__decided_by", "asked_by", "waiver__waived_by", "waiver__ratification"
        )
    )


def holding(letter: Letter) -> list[Clearance]:
    """The gates at which the letter waits now."""
    return [each for each in clearances_of(letter) if is_holding(each)]


def is_holding(clearance: Clearance) -> bool:
    """Whether the letter waits for this unit: a view that was merely asked for holds nothing up."""
    return clearance.kind == ClearanceKind.GATE and clearance.state in Clearance.HOLDING


def gates_open() -> Exists:
    """For a query of letters: whether one still waits for a unit."""
    return Exists(
        Clearance.objects.filter(letter_id=OuterRef("pk"), kind=ClearanceKind.GATE, state__in=Clearance.HOLDING)
    )
