"""When an answer is due: pure functions of dates and a calendar."""

from collections.abc import Collection
from datetime import date

from casework.core.clock import add_working_days


def due_on(received_on: date, *, days: int, closed: Collection[date] = frozenset()) -> date:
    """The last day of the promise: so many working days after the day it came in."""
    return add_working_days(received_on, days, frozenset(closed))


def is_late(due: date | None, today: date, *, active: bool) -> bool:
    """Whether the promise has been broken and somebody still has something to do."""
    return active and due is not None and today > due
