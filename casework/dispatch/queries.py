"""Reads over what leaves and what has left."""

from typing import Any

from django.db.models import QuerySet

from casework.core import clock, sight

from .models import Dispatch
from .states import NEEDS_A_PERSON, Channel, DispatchStatus

#: A list shows no letter's whole text: those columns are read when one letter is opened.
_HEAVY = ("raw", "text", "html")


def dispatches_for(user: Any) -> QuerySet[Dispatch]:
    """What this person's offices have sent or are sending, newest first."""
    return sight.with_masks(Dispatch.objects.for_user(user), user).select_related("office").defer(*_HEAVY)


def print_list(user: Any) -> QuerySet[Dispatch]:
    """The letters waiting to be printed, the longest-waiting first."""
    waiting = dispatches_for(user).filter(
        channel=Channel.POST, status=DispatchStatus.QUEUED, not_before__lte=clock.now()
    )
    return waiting.order_by("created_at", "pk")


def needing_a_person(user: Any) -> QuerySet[Dispatch]:
    """Those that failed, or whose outcome is unknown: the longest-waiting first."""
    return dispatches_for(user).filter(status__in=NEEDS_A_PERSON).order_by("changed_at", "pk")


def for_reference(user: Any, reference: str) -> QuerySet[Dispatch]:
    """Everything that left, or is to leave, under one reference, newest first."""
    return dispatches_for(user).filter(reference=reference)


def get_for(user: Any, pk: int) -> Dispatch:
    """One dispatch, whole; raises Dispatch.DoesNotExist when it is not of this person's offices."""
    return Dispatch.objects.for_user(user).select_related("office").get(pk=pk)


def find_for(user: Any, pk: int) -> Dispatch | None:
    """One dispatch, whole, if it lies within this person's sight."""
    return Dispatch.objects.for_user(user).select_related("office").filter(pk=pk).first()


def whole(rows: QuerySet[Dispatch]) -> list[Dispatch]:
    """The same rows with their exact bytes, for printing."""
    return list(rows.defer(None))
