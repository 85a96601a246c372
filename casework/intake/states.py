"""Where a submission can stand.

received | held → accepted | attached | rejected ; rejected → received | held   (the raw text never changes)
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.core.states import Moves


class SubmissionStatus(models.TextChoices):
    """The status of a submission."""

    RECEIVED = "received", _("To triage")
    HELD = "held", _("Held for a person to check")
    ACCEPTED = "accepted", _("Accepted into a case")
    ATTACHED = "attached", _("Attached to a case")
    REJECTED = "rejected", _("Spam")


#: Somebody still has to decide.
WAITING = frozenset({SubmissionStatus.RECEIVED, SubmissionStatus.HELD})

MOVES: Moves = {
    SubmissionStatus.RECEIVED: frozenset(
        {SubmissionStatus.ACCEPTED, SubmissionStatus.ATTACHED, SubmissionStatus.REJECTED}
    ),
    SubmissionStatus.HELD: frozenset(
        {SubmissionStatus.RECEIVED, SubmissionStatus.ACCEPTED, SubmissionStatus.ATTACHED, SubmissionStatus.REJECTED}
    ),
    SubmissionStatus.REJECTED: frozenset({SubmissionStatus.RECEIVED, SubmissionStatus.HELD}),
    SubmissionStatus.ACCEPTED: frozenset(),
    SubmissionStatus.ATTACHED: frozenset(),
}


class Verdict(models.TextChoices):
    """What screening made of it; a person decides all the same."""

    HUMAN = "human", _("Looks like a person")
    CHECK = "check", _("Needs a person's eye")
    SPAM = "spam", _("Looks like spam")


class ScanState(models.TextChoices):
    """What is known of an attachment: whether a virus is in it, and whether it may be opened.

    waiting → clean | infected | failed ; waiting ⇄ unscanned (there is no scanner here) → clean | infected | failed
    """

    WAITING = "waiting", _("Being checked for viruses")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("A virus was found: locked away")
    UNSCANNED = "unscanned", _("Not checked for viruses: this site has no scanner")
    FAILED = "failed", _("Could not be checked for viruses: held")
    LOST = "lost", _("Could not be kept: ask for it again")


#: May be opened. Whatever else there is, may not.
OPENS = frozenset({ScanState.CLEAN, ScanState.UNSCANNED})
#: The scanner has not looked at it yet.
UNSEEN = frozenset({ScanState.WAITING, ScanState.UNSCANNED})
