"""Where the words of a position stand while they are written, and where an approved version stands at a moment.

draft ⇄ in review → approved ; approved → draft (the next version)

Whether an approved version is current, superseded, expired or withdrawn is told by its dates and by the rows beside it:
no sweep can be late.
"""

from datetime import date, datetime, time
from typing import Protocol

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.core.states import Moves


class PositionStatus(models.TextChoices):
    """What is being done with the words."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")


MOVES: Moves = {
    PositionStatus.DRAFT: frozenset({PositionStatus.IN_REVIEW}),
    PositionStatus.IN_REVIEW: frozenset({PositionStatus.DRAFT, PositionStatus.APPROVED}),
    PositionStatus.APPROVED: frozenset({PositionStatus.DRAFT}),
}


class Audience(models.TextChoices):
    """Who may be told."""

    PUBLIC = "public", _("Public")
    STAKEHOLDER = "stakeholder", _("Stakeholders")
    MEDIA = "media", _("Media")
    STAFF_ONLY = "staff_only", _("Staff only")


class Standing(models.TextChoices):
    """Where an approved version stands at a moment."""

    CURRENT = "current", _("Current")
    NOT_YET = "not yet", _("Not yet in effect")
    EMBARGOED = "embargoed", _("Embargoed")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Dated(Protocol):
    """What ``standing`` asks of a version; ``superseded_at`` and ``withdrawn_at`` come with the queries of the room."""

    @property
    def starts_at(self) -> datetime:
        """The first moment at which it may be said."""

    @property
    def not_before(self) -> datetime | None:
        """Its embargo."""

    @property
    def expires(self) -> date | None:
        """The last day on which it may be said."""

    @property
    def superseded_at(self) -> datetime | None:
        """When a later version took its place, or will."""

    @property
    def withdrawn_at(self) -> datetime | None:
        """When somebody stopped it."""


def standing(version: Dated, on: datetime) -> Standing:
    """Where ``version`` stands at the moment ``on``; exactly at its border a thing has happened already."""
    if version.withdrawn_at is not None and version.withdrawn_at <= on:
        return Standing.WITHDRAWN
    if version.superseded_at is not None and version.superseded_at <= on:
        return Standing.SUPERSEDED
    if version.expires is not None and version.expires < day_of(on):
        return Standing.EXPIRED
    if version.not_before is not None and on < version.not_before:
        return Standing.EMBARGOED
    return Standing.CURRENT if version.starts_at <= on else Standing.NOT_YET


def first_moment(effective_from: date, not_before: datetime | None, approved_at: datetime) -> datetime:
    """When a version may be said for the first time: its day has begun, its embargo is over, somebody said yes."""
    begins = datetime.combine(effective_from, time.min, timezone.get_default_timezone())
    return max(moment for moment in (begins, not_before, approved_at) if moment is not None)


def day_of(on: datetime) -> date:
    """The date in Toronto, whichever time zone somebody set for their own screens."""
    return timezone.localdate(on, timezone.get_default_timezone())
