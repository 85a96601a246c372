"""The files of the form: what was chosen, what is wrong with it, what is kept for the next try."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, gettext_noop

from casework.core.files import Checked, Refused, check, names
from casework.core.files.kinds import EXTENSIONS, MOST_AT_ONCE, MOST_BYTES
from casework.core.limits import count_up

from . import guard, tray
from .guard import Ticket

SLOTS: Final = tuple(range(1, MOST_AT_ONCE + 1))
#: From one address; a family with a scanner sends fewer.
MOST_AN_HOUR: Final = 30
#: What a telephone or a computer offers to choose from; what is chosen is looked at all the same.
ACCEPT: Final = ",".join(f".{ending}" for ending in EXTENSIONS)
TOO_MANY: Final = gettext_noop(
    "Too many files came from your connection in the last hour. Send your message without them, or try again in an hour"
)


def field_of(slot: int) -> str:
    """What the control of a place is called."""
    return f"file_{slot}"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a file that was chosen."""

    slot: int
    words: str

    @property
    def anchor(self) -> str:
        """The control to go to."""
        return f"id_{field_of(self.slot)}"


@dataclass
class Chosen:
    """The files of a form by their places: to be handed in, gone with a message before, refused."""

    files: dict[int, Checked] = field(default_factory=dict)
    gone: dict[int, tray.Lying] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def hashes(self) -> list[str]:
        """By which the same form with the same files is known."""
        found = {slot: file.sha256 for slot, file in self.files.items()}
        found |= {slot: file.sha256 for slot, file in self.gone.items()}
        return [found[slot] for slot in sorted(found)]

    @property
    def in_order(self) -> list[Checked]:
        """What is handed in."""
        return [self.files[slot] for slot in sorted(self.files)]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for a file, as the page shows it."""

    number: int
    problem: str = ""
    kept: str = ""
    size: str = ""

    @property
    def name(self) -> str:
        """The name of its control."""
        return field_of(self.number)


def chosen(request: HttpRequest, data: QueryDict, ticket: Ticket) -> Chosen:
    """What was chosen now, and what lies on the tray from before and was not left out.

    A file chosen in a place takes the place of what was there; one that is refused does not.
    """
    found = Chosen()
    before = tray.lying(ticket.nonce) if ticket.is_ours else {}
    for slot in SLOTS:
        name = field_of(slot)
        try:
            for upload in request.FILES.getlist(name)[-1:]:
                found.files[slot] = _taken(upload, request)
        except Refused as refused:
            found.wrong.append(Wrong(slot, refused.words))
        except TooMany:
            found.wrong.append(Wrong(slot, _(TOO_MANY)))
        earlier = before.get(slot)
        if slot in found.files or earlier is None:
            continue
        if f"{name}_remove" in data:
            tray.take_away(ticket.nonce, slot)
        elif earlier.file is None:
            found.gone[slot] = earlier
        else:
            found.files[slot] = earlier.file
    return found


def say_gone(found: Chosen, ticket: Ticket) -> None:
    """Other words are sent than before, and files of which only the names are left: say so, once."""
    for slot, file in found.gone.items():
        words = _("“%(name)s” went with the message you sent before. Choose it again if it belongs to this one too")
        found.wrong.append(Wrong(slot, words % {"name": file.name}))
        tray.take_away(ticket.nonce, slot)
    found.gone = {}


def kept_for(found: Chosen, ticket: Ticket) -> list[Slot]:
    """Keep what was chosen for the form that is shown again; the places as the page shows them."""
    problems = {wrong.slot: wrong.words for wrong in found.wrong}
    slots = []
    for slot in SLOTS:
        file = found.files.get(slot)
        if file is not None and not tray.lay(ticket.nonce, slot, file):
            problems[slot] = _("We could not keep “%(name)s”. Choose it again before you send") % {"name": file.name}
            file = None
        size = filesizeformat(len(file.content)) if file else ""
        slots.append(Slot(slot, problems.get(slot, ""), file.name if file else "", size))
    return slots


class TooMany(Exception):
    """More files came from one address than anybody chooses."""


def _taken(upload: UploadedFile, request: HttpRequest) -> Checked:
    """One file, looked at; no more of it is read than we would take."""
    if _one_more(request) > MOST_AN_HOUR:
        raise TooMany
    upload.seek(0)
    return check(names.clean(upload.name or ""), upload.read(MOST_BYTES + 1))


def _one_more(request: HttpRequest) -> int:
    try:
        return count_up(f"files {guard.address_hash(request)}", window=timedelta(hours=1))
    except DatabaseError:
        return 0  # nobody can count now, and a file may go with a message that waits on the disk
