"""What this room does when it hears news from below."""

from typing import Any

from casework.cases.models import Case, Transfer
from casework.cases.signals import case_passed_on
from casework.core.permissions import SYSTEM


def connect() -> None:
    """Listen to the cases."""
    case_passed_on.connect(_passed_on, dispatch_uid="records.case_passed_on")


def _passed_on(old: Case, new: Case, transfer: Transfer, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.pass_statements_on(old, new, transfer=transfer, by=SYSTEM)
