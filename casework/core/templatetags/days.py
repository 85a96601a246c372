"""Dates as people write them, for templates; empty for none."""

from datetime import date, datetime, time

from django import template
from django.utils.dates import WEEKDAYS

from .. import dates

register = template.Library()


@register.filter(expects_localtime=True)
def in_words(day: date | None) -> str:
    """``November 1, 2026``; ``1er novembre 2026``."""
    return dates.in_words(day) if day else ""


@register.filter(expects_localtime=True)
def moment(at: datetime | None) -> str:
    """``November 1, 2026, 2:05 p.m.``; ``1er novembre 2026, 14 h 05``."""
    return dates.moment(at) if at else ""


@register.filter
def hour(at: time) -> str:
    """``9 a.m.``; ``9 h``."""
    return dates.hour(at)


@register.filter
def weekday(day: int) -> str:
    """The name of a day of the week, Monday being 0."""
    return str(WEEKDAYS[day])
