"""What people may ask for so that they can read us, reach us and meet us: a closed list, in two parts.

Written answers first, then spoken ones (the order of the DWP alternative-formats pattern). Free of charge, nobody
proves anything, and there is always "something else" in the person's own words (O. Reg. 191/11, s. 12).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choice = tuple[str, str | Promise]

WRITTEN: tuple[Choice, ...] = (
    ("large_print", _("Large print")),
    ("braille", _("Braille")),
    ("audio", _("A recording I can listen to")),
    ("plain_text", _("Plain text e-mail")),
    ("accessible_pdf", _("Accessible PDF")),
    ("plain_language", _("Plain language")),
)

SPOKEN: tuple[Choice, ...] = (
    ("asl", _("American Sign Language (ASL)")),
    ("lsq", _("Quebec Sign Language (LSQ)")),
    ("captioning", _("Real-time captioning")),
    ("relay_call", _("A relay call (TTY, IP Relay, Canada VRS)")),
    ("interpreter", _("An interpreter in another language")),
    ("phone_not_writing", _("A phone call instead of writing")),
    ("support_person", _("My support person will be with me")),
    ("extra_time", _("Extra time")),
)

ACCESS_NEEDS: tuple[Choice, ...] = WRITTEN + SPOKEN
CODES: frozenset[str] = frozenset(code for code, _label in ACCESS_NEEDS)


def label(code: str) -> str:
    """The words for one code; the code itself for one that is no longer offered."""
    return str(dict(ACCESS_NEEDS).get(code, code))
