"""Files that people send: what they are called, what they are, what is kept of them, where, and whether a virus is in.

``check`` is the one way in: it takes a name and bytes as they came and gives back what may be kept, or says why not.
"""

import hashlib
from dataclasses import dataclass

from . import documents, names, pictures
from .kinds import MOST_BYTES, PICTURES, Kind, kind_of, promised_by
from .refusals import Refused, Why

__all__ = ["Checked", "Kind", "Refused", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept. ``content`` is what is kept of it; ``sha256`` and ``size`` are of the bytes that came.

    ``cautions`` are the codes of what whoever opens it should know (``documents.CAUTIONS``).
    """

    name: str
    kind: Kind
    content: bytes
    came_as: Kind
    size: int
    sha256: str
    cautions: tuple[str, ...] = ()


def check(name: str, content: bytes) -> Checked:
    """What may be kept of a file, under a clean name; raises Refused, in words for whoever sent it.

    A picture is drawn anew: nothing is left of where and when it was taken, nor of anything that hid behind it. A
    document stays as it came.
    """
    called = names.clean(name)
    if not content:
        raise Refused(Why.EMPTY, called)
    if len(content) > MOST_BYTES:
        raise Refused(Why.TOO_LARGE, called)
    kind = kind_of(content)
    promised = promised_by(called)
    if kind is None:
        raise Refused(Why.LIES if promised else Why.OTHER_KIND, called)
    if promised is not None and promised != kind and not {promised, kind} <= PICTURES:
        raise Refused(Why.LIES, called)
    kept, drawn = kind, content
    cautions: tuple[str, ...] = ()
    if kind in PICTURES:
        kept, drawn = pictures.drawn_anew(content, kind, called)
    else:
        cautions = documents.look(content, kind, called)
    return Checked(
        name=names.under(called, kept),
        kind=kept,
        content=drawn,
        came_as=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        cautions=cautions,
    )
