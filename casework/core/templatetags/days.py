"""Dates as people write them, for templates; empty for none."""

from datetime import date, datetime

from django import template

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
