"""Where a letter can stand.

draft ⇄ in_review → approved → sent ; in_review → to_sign → approved, where a rule asks for the member's signature
draft | in_review | to_sign | approved → void ; to_sign | approved → draft (returned unsigned, recalled)

And, while it is in review, where each unit stands whose word it needs:
later → open → cleared | objected | returned | waived | ended ; objected → cleared ; cleared → objected
open ⇄ later and open ⇄ spared, as the others speak (``stages.py``); a unit that is spared may still object

A template: draft ⇄ in review → approved ; approved → draft (the next version)
"""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from casework.core.states import Moves


class LetterStatus(models.TextChoices):
    """The status of a letter."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    TO_SIGN = "to_sign", _("Approved, to be signed")
    APPROVED = "approved", _("Approved, leaving")
    SENT = "sent", _("Sent")
    VOID = "void", _("Void")


#: Somebody has to act on it.
TO_DO = frozenset({LetterStatus.DRAFT, LetterStatus.IN_REVIEW, LetterStatus.TO_SIGN})
#: Its words have had their yes, and it has not left.
LEAVING = frozenset({LetterStatus.TO_SIGN, LetterStatus.APPROVED})
#: Somebody still has something to do.
OPEN = frozenset({LetterStatus.DRAFT, LetterStatus.IN_REVIEW, LetterStatus.TO_SIGN, LetterStatus.APPROVED})

#: Somebody can still see that it needs more looking at.
RAISABLE = frozenset({LetterStatus.DRAFT, LetterStatus.IN_REVIEW})

MOVES: Moves = {
    LetterStatus.DRAFT: frozenset({LetterStatus.IN_REVIEW, LetterStatus.VOID}),
    LetterStatus.IN_REVIEW: frozenset(
        {LetterStatus.DRAFT, LetterStatus.TO_SIGN, LetterStatus.APPROVED, LetterStatus.VOID}
    ),
    LetterStatus.TO_SIGN: frozenset({LetterStatus.APPROVED, LetterStatus.DRAFT, LetterStatus.VOID}),
    LetterStatus.APPROVED: frozenset({LetterStatus.SENT, LetterStatus.DRAFT, LetterStatus.VOID}),
    LetterStatus.SENT: frozenset(),
    LetterStatus.VOID: frozenset(),
}


class LetterChannel(models.TextChoices):
    """How a letter leaves."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")


class Verdict(models.TextChoices):
    """What a unit can say to a letter."""

    CLEAR = "clear", pgettext_lazy("verdict", "Clear")
    CONDITIONS = "conditions", _("Clear with conditions")
    RETURN = "return", _("Return to the writer")
    OBJECT = "object", _("Object")
    ABSTAIN = "abstain", _("Abstain")
    NO_INTEREST = "no_interest", _("No interest")


#: Said by a unit, the letter may go on as far as it is concerned.
CLEARING = frozenset({Verdict.CLEAR, Verdict.CONDITIONS, Verdict.ABSTAIN, Verdict.NO_INTEREST})
#: Nobody understands these without words.
NEEDS_WORDS = frozenset({Verdict.CONDITIONS, Verdict.RETURN, Verdict.OBJECT})


#: Said by a reader, the letter is to be changed; a reason from the list is said with these.
HELD_UP = frozenset({Verdict.RETURN, Verdict.OBJECT})


class ReturnReason(models.TextChoices):
    """Why a reader wants a letter changed, from a closed list, beside their own words."""

    FACTS = "facts", _("A fact is wrong or missing")
    POSITION = "position", _("Not our position, or a line out of date")
    UNANSWERED = "unanswered", _("It does not answer what was asked")
    TONE = "tone", _("Tone")
    STYLE = "style", _("Style or language")
    PROOF = "proof", _("Spelling, grammar or typing")
    ADDRESSEE = "addressee", _("Addressee, salutation or title")
    LEGAL = "legal", _("A legal question, or somebody’s privacy")
    FORMAT = "format", _("Accessibility or format")
    NOT_OURS = "not_ours", _("Not ours to answer")
    OTHER = "other", _("Another reason")


class ClearanceKind(models.TextChoices):
    """What a unit's word does."""

    GATE = "gate", _("Must clear")
    CONSULT = "consult", _("Asked for its view")


class Needs(models.TextChoices):
    """How many of the units that a rule names must clear."""

    ALL = "all", _("Every one of them")
    ANY = "any", _("Any one of them")
    SOME = "some", _("So many of them:")


class ClearanceState(models.TextChoices):
    """Where one unit stands with one submission of a letter."""

    OPEN = "open", _("Waiting")
    LATER = "later", _("After an earlier stage")
    SPARED = "spared", _("Not needed any more")
    CLEARED = "cleared", _("Cleared")
    OBJECTED = "objected", _("Objects")
    RETURNED = "returned", _("Returned")
    WAIVED = "waived", _("Waived")
    ENDED = "ended", _("Ended with its review")


_BY_THE_OTHERS = frozenset({ClearanceState.OPEN, ClearanceState.LATER, ClearanceState.SPARED})
_SAID = frozenset({ClearanceState.CLEARED, ClearanceState.OBJECTED, ClearanceState.RETURNED})
_OVER = frozenset({ClearanceState.WAIVED, ClearanceState.ENDED})

CLEARANCE_MOVES: Moves = {
    ClearanceState.OPEN: _BY_THE_OTHERS | _SAID | _OVER,
    ClearanceState.LATER: _BY_THE_OTHERS | _OVER,
    ClearanceState.SPARED: _BY_THE_OTHERS | _SAID,
    # A unit may think again as long as the review goes on.
    ClearanceState.OBJECTED: frozenset({ClearanceState.CLEARED, ClearanceState.RETURNED}) | _OVER,
    ClearanceState.CLEARED: frozenset({ClearanceState.OBJECTED, ClearanceState.RETURNED}),
    ClearanceState.RETURNED: frozenset(),
    ClearanceState.WAIVED: frozenset(),
    ClearanceState.ENDED: frozenset(),
}


class WaiverReason(models.TextChoices):
    """Why a letter goes on without a unit's word."""

    TIME_BOUND = "time_bound", _("The event or deadline will not wait")
    UNAVAILABLE = "unavailable", _("Nobody of the unit is available")
    CLEARED_TEXT = "cleared_text", _("The unit has cleared this text elsewhere")
    DIRECTIVE = "directive", _("By direction of the Director")
    SAFETY = "safety", _("Somebody’s safety")
    OTHER = "other", _("Another reason")


class TemplateKind(models.TextChoices):
    """How much of a letter a template is."""

    LETTER = "letter", _("Whole letter")
    PARAGRAPH = "paragraph", _("Standard paragraph")


class Stance(models.TextChoices):
    """Where a template stands on the matter it is for."""

    NONE = "", _("Takes no side")
    FOR = "for", pgettext_lazy("stance", "For")
    AGAINST = "against", pgettext_lazy("stance", "Against")
    NEUTRAL = "neutral", pgettext_lazy("stance", "Neutral")


class TemplateStatus(models.TextChoices):
    """What is being done with the words of a template; what was approved before goes on meanwhile."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")


TEMPLATE_MOVES: Moves = {
    TemplateStatus.DRAFT: frozenset({TemplateStatus.IN_REVIEW}),
    TemplateStatus.IN_REVIEW: frozenset({TemplateStatus.DRAFT, TemplateStatus.APPROVED}),
    TemplateStatus.APPROVED: frozenset({TemplateStatus.DRAFT}),
}


class LineCame(models.TextChoices):
    """How a line came into a letter."""

    INSERTED = "inserted", _("Put in from the lines of the day")
    FOUND = "found", _("Found in the words")


class CorrectionVerdict(models.TextChoices):
    """What becomes of a letter that has left and says a line that may not be said any more."""

    WRITE = "write", _("Write to them again")
    NONE = "none", _("No correction is needed")
