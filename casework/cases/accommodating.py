"""What an accommodation asks of the office, and by which day: pure functions of values and a calendar."""

from collections.abc import Collection
from datetime import date
from typing import Final

from casework.core.clock import add_working_days

from .states import SETTLED, TO_DISCUSS, AccommodationStatus

#: So many working days after somebody asked, the office has talked with them (O. Reg. 191/11, s. 12: timely).
TALK_WITHIN: Final = 3
#: So many working days after talking with them, or offering something else, it is agreed what they get.
AGREE_WITHIN: Final = 5


def due_on(
    status: str, since: date, *, needed_on: date | None = None, closed: Collection[date] = frozenset()
) -> date | None:
    """The last day of the step that comes next; none once nothing is left to do."""
    if status in SETTLED:
        return None
    if status == AccommodationStatus.AGREED:
        return needed_on
    days = TALK_WITHIN if status in TO_DISCUSS else AGREE_WITHIN
    return add_working_days(since, days, frozenset(closed))


def holds_back(status: str) -> bool:
    """Whether a letter to them waits: nobody has talked with them yet, nor met what they asked for."""
    return status in TO_DISCUSS


def is_late(due: date | None, today: date) -> bool:
    """Whether the day of the next step is over."""
    return due is not None and today > due
