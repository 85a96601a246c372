"""A letter goes back to its writer: what was said is kept, with a reason from the list, and nobody is waited for."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor
from casework.core.states import move

from ..models import Clearance, Letter, Return
from ..states import MOVES, ClearanceState, LetterStatus, ReturnReason
from .shared import locked


def a_reason(code: str) -> str:
    """The reason as it is kept; empty where none was said. Raises CaseworkError for one that is not on the list."""
    if code and code not in ReturnReason.values:
        raise CaseworkError(_("Choose a reason from the list."))
    return code


def send_back(letter: Letter, step: Any, *, by: Actor, comment: str, code: str = "", acting_for: Any = None) -> None:
    """End the review with a no, in whoever's place it is said. Called with the letter locked.

    It is kept first: what Wagtail then tells of the same no (``settle_return``) changes nothing more.
    """
    _keep(letter, step, by=by, comment=comment, code=a_reason(code), acting_for=acting_for)
    step.reject(user=by, comment=comment)
    record(letter, "letters.return", by=by, acting_for=acting_for, revision=step.revision_id, code=code)


@transaction.atomic
def settle_return(letter: Letter, *, workflow_state: Any, by: Actor) -> Letter:
    """A step of the review said no: the letter is a draft again, and what was said is kept. Twice changes nothing.

    Called when Wagtail tells it, whatever steps an administrator put into the workflow.
    """
    letter = locked(letter)
    if letter.status == LetterStatus.IN_REVIEW:
        step = workflow_state.current_task_state
        _keep(letter, step, by=by, comment=step.comment, code="")
        record(letter, "letters.return", by=by, revision=step.revision_id)
    return letter


def end_clearances(letter: Letter) -> int:
    """The review is over without an approval: nobody is waited for any more. Returns how many were."""
    rows = Clearance.objects.filter(letter=letter, state__in=Clearance.HOLDING)
    return rows.update(state=ClearanceState.ENDED)


def _keep(letter: Letter, step: Any, *, by: Actor, **said: Any) -> None:
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.save(update_fields=["status"])
    end_clearances(letter)
    Return.objects.create(letter=letter, revision_id=step.revision_id, returned_by=by, **said)
