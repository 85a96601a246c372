"""After the yes: recall a letter that waits, void one that will never go, and say that it was sent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.cases.states import CASE_WAS_CLOSED
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.states import move
from casework.dispatch import actions as dispatch
from casework.dispatch.models import Dispatch

from ..models import Approval, Letter, StopReason
from ..states import LEAVING, MOVES, OPEN, LetterStatus
from .returning import end_clearances
from .shared import leave_review, leaving, locked, take_back
from .signing import unlock


@transaction.atomic
def recall(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Stop an approved letter that has not left yet; it is a draft again and needs a new approval.

    One that is signed is unlocked: by the Director or by who may sign for its member, and its signature is void.
    """
    letter = locked(letter)
    require(by, "change", letter)
    if letter.status not in LEAVING:
        raise CaseworkError(_("%(letter)s is not waiting to leave.") % {"letter": letter})
    if not reason.strip():
        raise CaseworkError(_("Say why the letter is recalled."))
    unlock(letter, by=by, reason=reason.strip())
    dispatch.stop(leaving(letter), by=by)
    take_back(letter)
    record(letter, "letters.recall", by=by, why=_because(letter, reason))
    return letter


@transaction.atomic
def void(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Say that this letter will never go; it stays readable on its case."""
    return _void(letter, by=by, reason=reason)


def _void(letter: Letter, *, by: Actor, reason: str, case_closed: bool = False) -> Letter:
    letter = locked(letter)
    require(by, "change", letter)
    if not reason.strip():
        raise CaseworkError(_("Say why the letter will not go."))
    if letter.status in LEAVING:
        unlock(letter, by=by, reason=reason.strip(), whoever=case_closed)
        dispatch.stop(leaving(letter), by=by)
    move(letter, LetterStatus.VOID, MOVES)
    letter.save(update_fields=["status"])
    end_clearances(letter)
    leave_review(letter, by=by)
    record(letter, "letters.void", by=by, why=_because(letter, reason))
    return letter


def _because(letter: Letter, reason: str) -> int:
    """Keep the words beside the letter; their number is for the history, which holds nobody's words."""
    return StopReason.objects.create(letter=letter, words=reason.strip()).pk


@transaction.atomic
def mark_sent(sent: Dispatch) -> Letter | None:
    """The exit says that it has left: say so on the letter and lay it on the case. Telling it twice changes nothing.

    None when it was no letter of this room.
    """
    approval = Approval.objects.select_related("letter").filter(dispatch=sent).first()
    if approval is None:
        return None
    # The case before its letters, as closing it does: else each could hold what the other waits for.
    Case.objects.select_for_update(of=("self",)).get(pk=approval.letter.case_id)
    letter = locked(approval.letter)
    if letter.status == LetterStatus.SENT:
        return letter
    move(letter, LetterStatus.SENT, MOVES)
    letter.sent_at = sent.sent_at or timezone.now()
    letter.save(update_fields=["status", "sent_at"])
    cases.record_reply(
        letter.case,
        by=SYSTEM,
        subject=sent.subject,
        body=sent.text,
        channel=sent.channel,
        source=letter.reference,
        message_id=sent.message_id,
        sent_at=letter.sent_at,
    )
    record(letter, "letters.sent", by=SYSTEM, sha256=sent.sha256)
    return letter


@transaction.atomic
def void_open_letters(case: Case, *, by: Actor) -> int:
    """A case was closed: what had not left by then will not leave. Returns how many."""
    letters = list(Letter.objects.filter(case=case, status__in=OPEN))
    for letter in letters:
        _void(letter, by=by, reason=CASE_WAS_CLOSED, case_closed=True)
    return len(letters)
