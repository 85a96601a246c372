"""Reading what a browser, or something else, posted: every shape it can come in becomes one word for each field."""

from dataclasses import dataclass, field, replace
from typing import Final

from django.http import HttpRequest, QueryDict

from .guard import Ticket
from .uploads import SLOTS, Chosen, chosen, field_of

#: Fields in which several values are several answers.
MANY: Final = frozenset({"access_written", "access_spoken"})
_LOST: Final = "\ufffd"


@dataclass(frozen=True)
class Posted:
    """What was posted, the fields that came as files although they ask for words, and the files where files belong."""

    data: QueryDict
    files: list[str] = field(default_factory=list)
    chosen: Chosen = field(default_factory=Chosen)

    def text(self, name: str) -> str:
        """One field as text; empty when it did not come."""
        return self.data.get(name) or ""


def read(request: HttpRequest) -> Posted:
    """The posted fields. A field that came twice keeps everything that was typed into it."""
    data = _decoded(request)
    for name in data:
        values = list(dict.fromkeys(data.getlist(name)))
        if name == "message" and len(values) > 1:
            data.setlist(name, ["\n\n".join(values)])
        elif name not in MANY and len(values) > 1:
            data.setlist(name, values[-1:])
    return Posted(data, sorted(set(request.FILES) - {field_of(slot) for slot in SLOTS}))


def with_files(sent: Posted, request: HttpRequest, ticket: Ticket) -> Posted:
    """The same, with the files of the form looked at: those that came now, and those that lie on its tray."""
    return replace(sent, chosen=chosen(request, sent.data, ticket))


def _decoded(request: HttpRequest) -> QueryDict:
    """The fields as text; what a browser wrote as Windows-1252 instead of UTF-8 is read as it was meant."""
    data = request.POST.copy()
    if request.content_type == "application/x-www-form-urlencoded" and any(
        _LOST in value for _name, values in data.lists() for value in values
    ):
        for name, values in QueryDict(request.body, encoding="latin-1").lists():
            data.setlist(name, [_meant(value.encode("latin-1")) for value in values])
    return data


def _meant(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("windows-1252", errors="replace")
