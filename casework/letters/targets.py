"""By when a unit's word is wanted, and how long there still is, in the working hours of the office. Pure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _, ngettext

from casework.core import clock

#: So many working hours a second reader has; the fewer where the case is urgent.
PROOF_HOURS: Final = 8
URGENT_PROOF_HOURS: Final = 2
#: So many working days somebody else has to look at a waiver.
RATIFY_DAYS: Final = 2


def word_due(opened_at: datetime, *, hours: int, closed: Collection[date] = frozenset()) -> datetime:
    """The moment by which a unit that was asked at ``opened_at`` should have spoken."""
    return clock.add_working_hours(opened_at, hours, closed)


def ratify_by(waived_on: date, *, closed: Collection[date] = frozenset()) -> date:
    """The last day on which somebody else should have looked at a waiver."""
    return clock.add_working_days(waived_on, RATIFY_DAYS, closed)


def time_left(due_at: datetime, now: datetime, closed: Collection[date] = frozenset()) -> str:
    """How many working hours are left, or since how many the word is wanted, in words."""
    left = clock.working_time_between(now, due_at, closed)
    hours = abs(left) // timedelta(hours=1)
    if now >= due_at:
        if not hours:
            return _("Late by less than a working hour")
        return ngettext("Late by %(n)d working hour", "Late by %(n)d working hours", hours) % {"n": hours}
    if not hours:
        return _("Less than a working hour left")
    return ngettext("%(n)d working hour left", "%(n)d working hours left", hours) % {"n": hours}
