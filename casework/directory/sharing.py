"""Where the sharing of a unit with another office stands. Pure: moments and days in, a word out."""

from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SharedStanding(TextChoices):
    """Where it stands today."""

    OFFERED = "offered", pgettext_lazy("shared unit", "Offered, waits for the other office")
    LATER = "later", pgettext_lazy("shared unit", "Accepted, begins later")
    IN_FORCE = "in_force", pgettext_lazy("shared unit", "In force")
    OVER = "over", pgettext_lazy("shared unit", "Over")
    ENDED = "ended", pgettext_lazy("shared unit", "Ended")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("shared unit", "Never accepted")


#: Somebody can still end it, and another of the same days would be one too many.
OPEN = frozenset({SharedStanding.OFFERED, SharedStanding.LATER, SharedStanding.IN_FORCE})


def standing(
    *, accepted_at: datetime | None, ended_at: datetime | None, starts_on: date, ends_on: date, today: date
) -> SharedStanding:
    """Only what both offices said yes to, and nobody ended, is in force; from its first day to its last."""
    if accepted_at is None:
        is_open = ended_at is None and today <= ends_on
        return SharedStanding.OFFERED if is_open else SharedStanding.NOT_ACCEPTED
    if ended_at is not None:
        return SharedStanding.ENDED
    if today < starts_on:
        return SharedStanding.LATER
    return SharedStanding.IN_FORCE if today <= ends_on else SharedStanding.OVER
