"""Whether somebody may sign a letter in a member's name: by an authority that was given, for this letter, today. Pure.

A letter may not be signed by an authority that begins tomorrow, ended this morning, or was given for lighter letters
for
files less closed, or for another way of leaving.
"""

from datetime import date, datetime
from typing import Final, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .tiers import Tier


class SigningMethod(models.TextChoices):
    """How a letter was signed."""

    DIGITAL = "digital", _("Electronically, with this press of a button")
    WET = "wet", _("By hand, on the printed letter")


class Lack(models.TextChoices):
    """What an authority to sign lacks for one letter, in words for whoever holds it."""

    ENDED = "ended", _("Your authority to sign for this member was ended.")
    OVER = "over", _("Your authority to sign for this member is over: its last day has passed.")
    NOT_YET = "not_yet", _("Your authority to sign for this member has not begun yet.")
    LEVEL = "level", _("Your authority to sign for this member does not reach cases as closed as this one.")
    TIER = "tier", _("Your authority to sign for this member does not reach letters of this weight.")
    CHANNEL = "channel", _("Your authority to sign for this member is for letters that leave another way.")


class Given(Protocol):
    """What ``lack`` asks of an authority; ``ended_at`` comes with the queries of the room."""

    @property
    def starts(self) -> date:
        """Its first day."""

    @property
    def last_day(self) -> date | None:
        """Its last day; None: until it is ended."""

    @property
    def ended_at(self) -> datetime | None:
        """When somebody ended it."""

    @property
    def most_tier(self) -> int:
        """The heaviest letters it reaches."""

    @property
    def most_level(self) -> int:
        """The most closed cases it reaches, as ``levels.RANKS`` counts."""

    @property
    def channel(self) -> str:
        """The only way of leaving it is for; empty: every way."""


#: Whoever holds several authorities is told of the one that comes nearest.
_NEAREST: Final = (Lack.CHANNEL, Lack.TIER, Lack.LEVEL, Lack.NOT_YET, Lack.OVER, Lack.ENDED)
NOBODY: Final[Promise] = _("Nobody gave you the authority to sign for this member. The Director can.")


def lack(given: Given, *, tier: Tier, level: int, channel: str, today: date, now: datetime) -> Lack | None:
    """What this authority lacks to sign a letter of this tier, on a case of this level (``levels.RANKS``), that leaves
    this way; None when it lacks nothing.
    """
    if given.ended_at is not None and given.ended_at <= now:
        return Lack.ENDED
    if given.last_day is not None and given.last_day < today:
        return Lack.OVER
    if given.starts > today:
        return Lack.NOT_YET
    if given.most_level < level:
        return Lack.LEVEL
    if given.most_tier < tier:
        return Lack.TIER
    return Lack.CHANNEL if given.channel and given.channel != channel else None


def nearest(lacks: list[Lack]) -> Lack:
    """Of what several authorities lack, what is easiest to mend."""
    return min(lacks, key=_NEAREST.index)
