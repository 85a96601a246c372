"""Reads over what people asked for: on one case, over an office, late."""

from typing import Any

from django.db.models import F, Prefetch, Q

from casework.core import clock
from casework.core.text import fold

from ..accommodating import holds_back
from ..models import Accommodation, AccommodationStep, Case
from ..models.access import AccommodationQuerySet
from ..states import ACTIVE, TO_DISCUSS, AccommodationStatus


def accommodations_on(case: Case) -> list[Accommodation]:
    """What the person of a case asked for, what they withdrew last, each with its steps; two queries."""
    steps = AccommodationStep.objects.select_related("noted_by").order_by("noted_at", "id")
    rows = Accommodation.objects.filter(case=case).prefetch_related(Prefetch("steps", steps))
    found = list(rows.order_by("asked_at", "id"))
    return sorted(found, key=lambda need: need.status == AccommodationStatus.WITHDRAWN)


def standing_on(case: Case, code: str, words: str) -> Accommodation | None:
    """What stands on the case already of the same: by its code or, where it is on no list, by the same words."""
    rows = Accommodation.objects.standing().filter(case=case, code=code)
    if code:
        return rows.first()
    return next((row for row in rows if fold(row.words) == fold(words)), None)


def held_back_by(case: Case) -> list[Accommodation]:
    """What keeps a letter on this case from leaving: asked for in writing, and nobody has talked with them yet."""
    return [need for need in asked_on(case) if need.holds_back]


def asked_on(case: Case) -> list[Accommodation]:
    """What stands on a case and was not withdrawn, in the order in which it was asked; one query."""
    return list(Accommodation.objects.standing().filter(case=case).order_by("asked_at", "id"))


def waits_for_a_talk(needs: list[Accommodation]) -> bool:
    """Whether somebody still has to talk with the person about one of them."""
    return any(holds_back(need.status) for need in needs)


def accommodations_for(user: Any) -> AccommodationQuerySet:
    """Everything asked for in this person's sight, the newest on top."""
    rows = Accommodation.objects.for_user(user).select_related("case", "case__owner", "office")
    return rows.order_by("-asked_at", "-id")


def to_discuss(user: Any) -> AccommodationQuerySet:
    """What nobody has talked about with the person yet, the one due first on top."""
    return _active(user).filter(status__in=TO_DISCUSS).order_by("due_on", "id")


def agreed_not_met(user: Any) -> AccommodationQuerySet:
    """What is agreed and not there yet, the one needed first on top."""
    return _active(user).filter(status=AccommodationStatus.AGREED).order_by("due_on", "id")


def late(user: Any) -> AccommodationQuerySet:
    """What should have been talked about, agreed or met by now, the longest overdue on top."""
    return _active(user).filter(due_on__lt=clock.today()).order_by("due_on", "id")


def met(user: Any) -> AccommodationQuerySet:
    """What people have, the newest on top."""
    return accommodations_for(user).filter(status=AccommodationStatus.MET)


def late_accommodations() -> AccommodationQuerySet:
    """What is late on a case that somebody works on and answers for, of which its owner was not told."""
    rows = Accommodation.objects.filter(due_on__lt=clock.today(), case__status__in=ACTIVE, case__owner__isnull=False)
    told = Q(reminded_for=F("due_on"))
    return rows.exclude(told).select_related("case").order_by("due_on", "id")


def _active(user: Any) -> AccommodationQuerySet:
    return accommodations_for(user).filter(case__status__in=ACTIVE, due_on__isnull=False)
