"""Telephone numbers as links."""

from django import template

from .. import context

register = template.Library()


@register.filter
def dialled(phone: str) -> str:
    """The number as a telephone dials it; empty for what is none."""
    return context.dialled(phone)
