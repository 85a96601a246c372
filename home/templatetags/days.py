"""Dates as people say them."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.filter
def in_words(day: date) -> str:
    """``November 1, 2026``; in French ``1er novembre 2026``, which no format of Django's can say."""
    written = date_format(day, "DATE_FORMAT")
    is_first_in_french = day.day == 1 and (get_language() or "").startswith("fr")
    return written.replace("1 ", "1er ", 1) if is_first_in_french else written
