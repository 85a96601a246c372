"""Why a file is not taken, in words for whoever sent it: what is the matter, and what to do. Pure."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Why(Enum):
    """What is the matter with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    LIES = "lies"
    DAMAGED = "damaged"
    MORE_INSIDE = "more_inside"
    MACROS = "macros"
    UNPACKS = "unpacks"
    PIXELS = "pixels"

    @property
    def words(self) -> Promise:
        """A sentence with ``%(name)s`` in it."""
        return _WORDS[self]


_WORDS: dict[Why, Promise] = {
    Why.EMPTY: _("“%(name)s” is empty. Choose the file again"),
    Why.TOO_LARGE: _("“%(name)s” is larger than 10 MB. Make it smaller, or send it to us in the mail"),
    Why.OTHER_KIND: _(
        "We cannot take “%(name)s”. Choose a PDF, a Word file (.docx) or a picture (JPEG, PNG or HEIC), "
        "or send it to us in the mail"
    ),
    Why.LIES: _(
        "“%(name)s” is not what its name says. Save it again as a PDF, a Word file (.docx) or a picture, and choose it "
        "again"
    ),
    Why.DAMAGED: _(
        "“%(name)s” cannot be opened: part of it may be missing. Save it again on your device, and choose it again"
    ),
    Why.MORE_INSIDE: _("“%(name)s” holds more than one file. Save it again as one document, and choose it again"),
    Why.MACROS: _("“%(name)s” holds a small program (a macro). Save it without macros, as .docx, and choose it again"),
    Why.UNPACKS: _("“%(name)s” is far larger than it seems. Save it as a PDF, and choose it again"),
    Why.PIXELS: _("The picture “%(name)s” is larger than we can open. Make it smaller, and choose it again"),
}


class Refused(Exception):
    """A file that is not taken. ``words`` are for whoever sent it; the exception itself names nothing of theirs."""

    def __init__(self, why: Why, name: str):
        super().__init__(why.value)
        self.why, self.name = why, name

    @property
    def words(self) -> str:
        """What is the matter, and what to do."""
        return str(self.why.words) % {"name": self.name}
