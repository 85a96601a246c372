"""Where a letter can stand.

draft ⇄ in_review → approved → sent ; draft | in_review | approved → void ; approved → draft (recall)
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.core.states import Moves


class LetterStatus(models.TextChoices):
    """The status of a letter."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved, leaving")
    SENT = "sent", _("Sent")
    VOID = "void", _("Void")


#: Somebody still has something to do.
OPEN = frozenset({LetterStatus.DRAFT, LetterStatus.IN_REVIEW, LetterStatus.APPROVED})

MOVES: Moves = {
    LetterStatus.DRAFT: frozenset({LetterStatus.IN_REVIEW, LetterStatus.VOID}),
    LetterStatus.IN_REVIEW: frozenset({LetterStatus.DRAFT, LetterStatus.APPROVED, LetterStatus.VOID}),
    LetterStatus.APPROVED: frozenset({LetterStatus.SENT, LetterStatus.DRAFT, LetterStatus.VOID}),
    LetterStatus.SENT: frozenset(),
    LetterStatus.VOID: frozenset(),
}


class LetterChannel(models.TextChoices):
    """How a letter leaves."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
