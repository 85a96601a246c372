"""How far a case is kept within its own office, and what each level means for lists, screens and people.

    open → confidential → sensitive → restricted → leader_only

Whatever the level, no other office sees anything, and somebody with a declared conflict sees nothing either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Who of the office may see a case; each level is narrower than the one before."""

    OPEN = "open", _("Open to the office")
    CONFIDENTIAL = "confidential", _("Confidential")
    SENSITIVE = "sensitive", _("Sensitive")
    RESTRICTED = "restricted", _("Restricted to named people")
    LEADER_ONLY = "leader_only", _("For the Leader only")


#: The levels from the widest to the narrowest, to be compared: 0 is open to the office.
RANKS: Final[dict[str, int]] = {level.value: rank for rank, level in enumerate(Level)}


class Relation(TextChoices):
    """What a colleague is to somebody whose case they should not work on."""

    ONESELF = "oneself", _("It is they themselves")
    FAMILY = "family", _("Family or household")
    FRIEND = "friend", _("Friend or neighbour")
    BUSINESS = "business", _("Business, work or money")
    OPPOSING = "opposing", _("The other side of a dispute")
    OTHER = "other", _("Something else")


class Source(TextChoices):
    """How it came to be known that somebody should not work on a case."""

    DECLARED = "declared", _("Declared")
    DETECTED = "detected", _("Detected")
    SIDES = "sides", _("Works for the other side")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a level means. ``verb`` opens every case of the level; without one, only those named, and the owner."""

    verb: str
    words: Promise
    is_masked: bool = False
    leaves_a_line: bool = False
    owner_sees: bool = True


RULES: Final[dict[str, Rule]] = {
    Level.OPEN: Rule("view_case", _("Everybody who works on cases here, volunteers as well.")),
    Level.CONFIDENTIAL: Rule("view_confidential_case", _("Everybody who works on cases here, but no volunteer.")),
    Level.SENSITIVE: Rule(
        "view_sensitive_case",
        _(
            "Those who work on cases, but no volunteer; lists and searches show no name and no subject, and every "
            "opening is noted. A reviewer reads only the letter they are asked about and what it answers."
        ),
        is_masked=True,
        leaves_a_line=True,
    ),
    Level.RESTRICTED: Rule(
        "",
        _("Its owner and the people named here. The Director sees that it exists, and no more."),
        is_masked=True,
        leaves_a_line=True,
    ),
    Level.LEADER_ONLY: Rule(
        "view_leaders_case",
        _("The people named here, and those who keep the Leader’s files; being its owner is not enough."),
        is_masked=True,
        leaves_a_line=True,
        owner_sees=False,
    ),
}

#: Opens the files kept for the Leader alone.
LEADERS: Final = "cases.view_leaders_case"
#: The levels of which lists show neither name nor subject, and of which every opening leaves a line.
MASKED: Final = tuple(level for level in Level if RULES[level].is_masked)
NOTED: Final = tuple(level for level in Level if RULES[level].leaves_a_line)
OWNER_SEES: Final = tuple(level for level in Level if RULES[level].owner_sees)
#: The levels at which the Director is shown that a case exists.
KEPT: Final = (Level.RESTRICTED, Level.LEADER_ONLY)
_ORDER: Final = {level: place for place, level in enumerate(Level)}


def opened_by(holds: Callable[[str], bool]) -> tuple[Level, ...]:
    """The levels whose every case is in sight for somebody who holds these verbs, apart from any conflict."""
    return tuple(level for level in Level if RULES[level].verb and holds(f"cases.{RULES[level].verb}"))


def unmasked_by(holds: Callable[[str], bool]) -> tuple[Level, ...]:
    """The masked levels whose names lists do show: sensitive ones to the Director, the Leader's to their keepers."""
    told = {Level.SENSITIVE: "cases.oversee_case", Level.LEADER_ONLY: LEADERS}
    return tuple(level for level, verb in told.items() if holds(verb))


def is_lower(now: str, was: str) -> bool:
    """Whether more people will see the case than did."""
    return _ORDER[Level(now)] < _ORDER[Level(was)]
