"""Where a case can stand, and how it gets from one place to another.

    new → open ⇄ waiting → resolved → closed ; resolved → open ; closed → open

*Late, mine, unassigned* are derived, never stored.

And where an accommodation can stand:

    before | asked → discussed → agreed → met ; alternative offered, withdrawn from each that is not settled
"""

from django.db import models
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop, pgettext_lazy

from casework.core.states import Moves


class CaseStatus(models.TextChoices):
    """The status of a case."""

    NEW = "new", _("New")
    OPEN = "open", _("Open")
    WAITING = "waiting", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


#: Somebody still has something to do.
ACTIVE = frozenset({CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.WAITING})

MOVES: Moves = {
    CaseStatus.NEW: frozenset({CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.RESOLVED, CaseStatus.CLOSED}),
    CaseStatus.OPEN: frozenset({CaseStatus.WAITING, CaseStatus.RESOLVED, CaseStatus.CLOSED}),
    CaseStatus.WAITING: frozenset({CaseStatus.OPEN, CaseStatus.RESOLVED, CaseStatus.CLOSED}),
    CaseStatus.RESOLVED: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
}


#: Why a case moved when no person did it: kept in English, told in the language of whoever reads.
MESSAGE_CAME_IN = gettext_noop("A message came in.")
REPLY_WAS_SENT = gettext_noop("The reply was sent.")
CASE_WAS_CLOSED = gettext_noop("The case was closed.")
WAS_PASSED_ON = gettext_noop("Another office accepted the case.")
AS_IT_WAS_THERE = gettext_noop("As in the office it came from.")
HOUSE_REASONS = frozenset({MESSAGE_CAME_IN, REPLY_WAS_SENT, CASE_WAS_CLOSED, WAS_PASSED_ON, AS_IT_WAS_THERE})

#: The beginning of the source of a message that came with a case from another office.
PASSED_ON = "T-"


def told(reason: str) -> str:
    """A reason as its reader gets it: the house's own in their language, somebody's words as they were typed."""
    return gettext(reason) if reason in HOUSE_REASONS else reason


class AccommodationStatus(models.TextChoices):
    """Where something stands that a person asked for so that they can read us, reach us or meet us."""

    BEFORE = "before", pgettext_lazy("accommodation", "Asked before")
    ASKED = "asked", pgettext_lazy("accommodation", "Asked for")
    DISCUSSED = "discussed", pgettext_lazy("accommodation", "Talked about")
    AGREED = "agreed", pgettext_lazy("accommodation", "Agreed")
    OFFERED = "offered", pgettext_lazy("accommodation", "Something else offered")
    MET = "met", pgettext_lazy("accommodation", "Met")
    WITHDRAWN = "withdrawn", pgettext_lazy("accommodation", "Withdrawn by the person")


#: Nobody has talked with the person about it yet.
TO_DISCUSS = frozenset({AccommodationStatus.BEFORE, AccommodationStatus.ASKED})
#: Nothing is left to do.
SETTLED = frozenset({AccommodationStatus.MET, AccommodationStatus.WITHDRAWN})

_DECIDED = frozenset(AccommodationStatus) - TO_DISCUSS
#: What was met once is agreed again for the next letter or meeting.
ACCOMMODATION_MOVES: Moves = {
    AccommodationStatus.BEFORE: _DECIDED | {AccommodationStatus.ASKED},
    AccommodationStatus.ASKED: _DECIDED,
    AccommodationStatus.DISCUSSED: _DECIDED,
    AccommodationStatus.AGREED: _DECIDED,
    AccommodationStatus.OFFERED: _DECIDED,
    AccommodationStatus.MET: frozenset({AccommodationStatus.AGREED, AccommodationStatus.WITHDRAWN}),
    AccommodationStatus.WITHDRAWN: frozenset(),
}


class WaitingOn(models.TextChoices):
    """Whom a case on hold waits for."""

    PERSON = "person", _("The person who wrote")
    AGENCY = "agency", _("A ministry or agency")
    THIRD_PARTY = "third_party", _("Somebody else")


class ClosureReason(models.TextChoices):
    """Why a case was closed; another axis than what came of it."""

    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")
    UNREACHABLE = "unreachable", _("The person could not be reached")
    REFERRED = "referred", _("Referred elsewhere")
    TRANSFERRED = "transferred", _("Passed on to another office")
    DUPLICATE = "duplicate", _("Duplicate of another case")
    OUTSIDE = "outside", _("Outside what we can do")


class Urgency(models.TextChoices):
    """How soon somebody must look."""

    ROUTINE = "routine", _("Routine")
    SOON = "soon", _("Soon")
    URGENT = "urgent", _("Urgent")


class Wants(models.TextChoices):
    """What somebody wants on the issue of a case, as they say it in this matter; never a mark on the person."""

    FOR = "for", pgettext_lazy("stance", "For")
    AGAINST = "against", pgettext_lazy("stance", "Against")
    UNCLEAR = "unclear", pgettext_lazy("stance", "Not clear")


class Direction(models.TextChoices):
    """Which way a message went."""

    IN = "in", pgettext_lazy("message", "Received")
    OUT = "out", pgettext_lazy("message", "Sent")


class Channel(models.TextChoices):
    """How a message travelled."""

    WEB_FORM = "web_form", _("Web form")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")
    IN_PERSON = "in_person", _("In person")


class ReplyBy(models.TextChoices):
    """How somebody asked to be answered."""

    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By telephone")
    POST = "post", _("By letter")
    NONE = "none", _("No answer needed")
