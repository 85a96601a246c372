"""What time it is, and which days count: weekdays that are neither a public holiday in Ontario nor a closure."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import holidays
from django.utils import timezone

#: The working hours of a working day, on the wall of the office.
OPENS: Final = time(9)
CLOSES: Final = time(17)


def now() -> datetime:
    """This moment, with its time zone; everything in the house asks here."""
    return timezone.now()


def today() -> date:
    """The date on the wall of the office."""
    return timezone.localdate(now())


def working_day(day: date, closed: Collection[date] = frozenset()) -> bool:
    """Whether the office works on ``day``; ``closed`` are its own closures."""
    return day.weekday() < 5 and day not in closed and day not in _public_holidays(day.year)


def add_working_days(start: date, days: int, closed: Collection[date] = frozenset()) -> date:
    """The last of ``days`` working days counted from the day after ``start``.

    With none to count, the first working day on or after ``start``.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards: days must not be negative.")
    day = start
    if days == 0:
        while not working_day(day, closed):
            day += timedelta(days=1)
    while days > 0:
        day += timedelta(days=1)
        days -= working_day(day, closed)
    return day


def working_days_between(a: date, b: date, closed: Collection[date] = frozenset()) -> int:
    """How many working days come after ``a``, up to and with ``b``; below zero when ``b`` is earlier."""
    if b < a:
        return -working_days_between(b, a, closed)
    weeks, rest = divmod((b - a).days, 7)
    weekdays = 5 * weeks + sum((a.weekday() + step) % 7 < 5 for step in range(1, rest + 1))
    free = {day for year in range(a.year, b.year + 1) for day in _public_holidays(year)}.union(closed)
    return weekdays - sum(a < day <= b and day.weekday() < 5 for day in free)


def add_working_hours(start: datetime, hours: int, closed: Collection[date] = frozenset()) -> datetime:
    """The moment at which so many working hours have gone by since ``start``; none: the first moment of work."""
    if hours < 0:
        raise ValueError("Working hours are counted forwards: hours must not be negative.")
    left, day = timedelta(hours=hours), timezone.localtime(start).date()
    while True:
        begins, ends = _hours_of(day)
        begins = max(begins, start)
        if working_day(day, closed) and begins < ends:
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
        day += timedelta(days=1)


def working_time_between(a: datetime, b: datetime, closed: Collection[date] = frozenset()) -> timedelta:
    """How much working time lies between two moments; below zero when ``b`` is earlier."""
    if b < a:
        return -working_time_between(b, a, closed)
    total, day, last = timedelta(0), timezone.localtime(a).date(), timezone.localtime(b).date()
    while day <= last:
        if working_day(day, closed):
            begins, ends = _hours_of(day)
            total += max(min(ends, b) - max(begins, a), timedelta(0))
        day += timedelta(days=1)
    return total


def _hours_of(day: date) -> tuple[datetime, datetime]:
    """When work begins and ends on a day; the clocks never change in between."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, OPENS, zone), datetime.combine(day, CLOSES, zone)


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    """The statutory holidays that fall in ``year``, with the days they are moved to.

    The Civic Holiday, Easter Monday and Remembrance Day are not statutory in Ontario: an office that closes on
    them says so with a closure.
    """
    calendar = holidays.country_holidays("CA", subdiv="ON", years=year)
    return frozenset(day for day in calendar if day.year == year)
