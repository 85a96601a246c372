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

from ..models import Approval, Letter
from ..states import MOVES, OPEN, LetterStatus
from .clearing import end_clearances
from .shared import leave_review, locked


@transaction.atomic
def recall(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Stop an approved letter that has not left yet; it is a draft again and needs a new approval."""
    letter = locked(letter)
    require(by, "change", letter)
    if letter.status != LetterStatus.APPROVED:
        raise CaseworkError(_("%(letter)s is not waiting to leave.") % {"letter": letter})
    if not reason.strip():
        raise CaseworkError(_("Say why the letter is recalled."))
    dispatch.stop(_leaving(letter), by=by)
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.live, letter.live_revision, letter.has_unpublished_changes = False, None, True
    letter.save(update_fields=["status", "live", "live_revision", "has_unpublished_changes"])
    record(letter, "letters.recall", by=by, reason=reason.strip())
    return letter


@transaction.atomic
def void(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Say that this letter will never go; it stays readable on its case."""
    letter = locked(letter)
    require(by, "change", letter)
    if not reason.strip():
        raise CaseworkError(_("Say why the letter will not go."))
    if letter.status == LetterStatus.APPROVED:
        dispatch.stop(_leaving(letter), by=by)
    move(letter, LetterStatus.VOID, MOVES)
    letter.save(update_fields=["status"])
    end_clearances(letter)
    leave_review(letter, by=by)
    record(letter, "letters.void", by=by, reason=reason.strip())
    return letter


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
        void(letter, by=by, reason=CASE_WAS_CLOSED)
    return len(letters)


def _leaving(letter: Letter) -> Dispatch:
    return letter.approvals.select_related("dispatch").latest("approved_at", "id").dispatch
