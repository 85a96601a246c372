"""Filling a template from a closed list of fields. Pure; never a template engine on people's text.

A field stands in braces: ``{name}``. A value is data: braces, tags and entities in it print as they were typed.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, str | Promise] = {
    "name": _("the name of the person who wrote"),
    "salutation": _("how they are addressed"),
    "reference": _("the reference of the case"),
    "subject": _("what they wrote about"),
    "received_on": _("the day they wrote"),
    "today": _("today's date"),
    "office": _("the name of the office"),
    "office_phone": _("the telephone number of the office"),
    "member": _("the member who signs"),
    "member_title": _("the member's title"),
}

_FIELD = re.compile(r"\{\s*([^{}<>\n]{0,60}?)\s*\}")
_BRACKET = re.compile(r"\[[^\[\]\n]{1,80}\]")


def unknown_fields(text: str) -> list[str]:
    """The fields of a template that are not on the list, each once, as they were written."""
    return sorted({name for name in _FIELD.findall(text) if name not in FIELDS})


def fill(text: str, values: Mapping[str, str], *, html: bool = False) -> str:
    """Put the values in. A field without a value becomes ``[name]``, which nobody can send unnoticed.

    With ``html`` the values are escaped. What is not on the list of fields stays as it was written.
    """

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in FIELDS:
            return match.group(0)
        value = values.get(name, "").strip() or f"[{FIELDS[name]}]"
        return escape(value) if html else value

    return _FIELD.sub(put, text)


def left_open(text: str) -> list[str]:
    """What still has to be filled in: fields in braces and words in square brackets, as written, in order."""
    found = [match.group(0) for match in _FIELD.finditer(text) if match.group(1) in FIELDS]
    return [*found, *_BRACKET.findall(text)]
