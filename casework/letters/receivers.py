"""What this room does when it hears news from below."""

from collections.abc import Collection
from typing import Any

from wagtail.signals import task_approved, workflow_cancelled, workflow_rejected

from casework.cases.signals import case_closed
from casework.core.permissions import SYSTEM
from casework.dispatch import gate
from casework.dispatch.signals import dispatched

from . import notices


def connect() -> None:
    """Have the exit ask; listen to it, to the cases, and to what becomes of a review whatever its steps are."""
    notices.connect()
    dispatched.connect(_it_left, dispatch_uid="letters.it_left")
    gate.ask_too("letters.lines", _says_what_may_not_be_said)
    case_closed.connect(_case_closed, dispatch_uid="letters.case_closed")
    task_approved.connect(_a_step_said_yes, dispatch_uid="letters.a_step_said_yes")
    workflow_rejected.connect(_a_step_said_no, dispatch_uid="letters.a_step_said_no")
    workflow_cancelled.connect(_the_review_ended, dispatch_uid="letters.the_review_ended")


def see_to_the_workflow(**_news: Any) -> None:
    """After a migration: the review of letters exists."""
    from .workflow import ensure_workflow  # leaf: the tables exist only now

    ensure_workflow()


def _it_left(dispatch: Any, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.mark_sent(dispatch)


def _says_what_may_not_be_said(dispatches: Collection[int]) -> Collection[int]:
    """The last look at what leaves: was a line in it withdrawn, replaced or over since somebody approved it?"""
    from . import queries  # leaf: this file is read while the rooms load

    return queries.held_back(dispatches)


def _case_closed(case: Any, by: Any, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.void_open_letters(case, by=by)


def _a_step_said_yes(instance: Any, user: Any = None, **_news: Any) -> None:
    """Raise, and so undo the yes, when it comes from a writer or from outside the office, whatever kind of step."""
    from .queries import require_stranger_to_the_text  # leaf: this file is read while the rooms load

    if letter := _letter_of(instance.workflow_state):
        require_stranger_to_the_text(letter, user)


def _a_step_said_no(instance: Any, user: Any = None, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    if letter := _letter_of(instance):
        actions.settle_return(letter, workflow_state=instance, by=user)


def _the_review_ended(instance: Any, user: Any = None, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    if letter := _letter_of(instance):
        actions.settle_end(letter, by=user or SYSTEM)


def _letter_of(workflow_state: Any) -> Any:
    """The letter a review is about; None when it is about something else."""
    from .models import Letter  # leaf: this file is read while the rooms load

    thing = workflow_state.content_object
    return thing if isinstance(thing, Letter) else None
