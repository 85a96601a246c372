"""What this room does when it hears news from below."""

from typing import Any

from casework.cases.signals import case_closed
from casework.dispatch.signals import dispatched


def connect() -> None:
    """Listen to the exit and to the cases."""
    dispatched.connect(_it_left, dispatch_uid="letters.it_left")
    case_closed.connect(_case_closed, dispatch_uid="letters.case_closed")


def see_to_the_workflow(**_news: Any) -> None:
    """After a migration: the review of letters exists."""
    from .workflow import ensure_workflow  # leaf: the tables exist only now

    ensure_workflow()


def _it_left(dispatch: Any, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.mark_sent(dispatch)


def _case_closed(case: Any, by: Any, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.void_open_letters(case, by=by)
