"""Words that take the other side than the person a letter is for. Pure."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..share import says_all
from .sheet import Finding, Sheet, clip

_OPPOSITE: Final = {"for": "against", "against": "for"}
_OTHER_SIDE: Final[dict[str, Promise]] = {
    "for": _("These words are for it, and the person is against. Take what was written for them."),
    "against": _("These words are against it, and the person is for it. Take what was written for them."),
}


def stance(sheet: Sheet) -> Iterator[Finding]:
    """Passages of templates that take a side, against what the person wants on the issue.

    The other side stops the letter; where it is not clear what they want, any side is a question to the writer.
    """
    wants = sheet.known.wants
    if not wants:
        return
    for side, passage in sheet.known.sided:
        if side == _OPPOSITE.get(wants) and says_all(sheet.body, passage):
            yield Finding("blocker", "stance", clip(passage), _OTHER_SIDE[side])
        elif wants not in _OPPOSITE and says_all(sheet.body, passage):
            sentence = _("These words take a side, and it is noted on the case that the person’s is not clear.")
            yield Finding("warning", "stance", clip(passage), sentence)
