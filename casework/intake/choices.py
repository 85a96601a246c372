"""What a person may choose on a form that leads here; the public site takes the lists from this room alone."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from casework.contacts.access import ACCESS_NEEDS, DETAILS, KEEP_VERSION, KEEPING, SPOKEN, WRITTEN, with_details

MYSELF: Final = "myself"
OTHER: Final = "other"
FOR_WHOM: Final = [(MYSELF, _("Myself")), (OTHER, _("Somebody else"))]
#: A box that was ticked.
YES: Final = "yes"

__all__ = [
    "ACCESS_NEEDS",
    "DETAILS",
    "FOR_WHOM",
    "KEEPING",
    "KEEP_VERSION",
    "MYSELF",
    "OTHER",
    "SPOKEN",
    "WRITTEN",
    "YES",
    "with_details",
]
