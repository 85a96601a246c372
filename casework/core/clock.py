"""What time it is, and which days count: weekdays that are neither a public holiday in Ontario nor a closure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone


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


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    """The statutory holidays that fall in ``year``, with the days they are moved to.

    The Civic Holiday, Easter Monday and Remembrance Day are not statutory in Ontario: an office that closes on
    them says so with a closure.
    """
    calendar = holidays.country_holidays("CA", subdiv="ON", years=year)
    return frozenset(day for day in calendar if day.year == year)
