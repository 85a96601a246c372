"""Dates as people write them, in the language of whoever reads."""

from datetime import date, datetime, time

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language


def in_words(day: date) -> str:
    """``November 1, 2026``; in French ``1er novembre 2026``, which no format of Django's can say."""
    return _first(day, date_format(day, "DATE_FORMAT"))


def moment(at: datetime) -> str:
    """``November 1, 2026, 2:05 p.m.``; in French ``1er novembre 2026, 14 h 05``. The caller gives local time."""
    return _first(at, date_format(at, "DATETIME_FORMAT"))


def hour(at: time) -> str:
    """A time of the day as a door says it: ``9 a.m.``, ``4:30 p.m.``; in French ``9 h``, ``16 h 30``."""
    if not (get_language() or "").startswith("fr"):
        return time_format(at, "f\xa0a")
    return time_format(at, "G\xa0\\h" if at.minute == 0 else "G\xa0\\h\xa0i")


def _first(day: date, written: str) -> str:
    is_first_in_french = day.day == 1 and (get_language() or "").startswith("fr")
    return written.replace("1 ", "1er ", 1) if is_first_in_french else written
