"""Reads over what is held about somebody."""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import override

from casework.contacts.models import Person
from casework.contacts.queries import person_for
from casework.core import clock
from casework.core.files import vault
from casework.core.permissions import may
from casework.core.personal import Fact, HeldFile, Holding, blocks, holdings, is_kept_from

from .models import AccessExport, Erasure, LegalHold
from .states import ErasureStatus


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is held: what it is called, and how many there are."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing in a file for a person: every entry of it, told."""

    anchor: str
    name: str
    entries: list["Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of it: what is said, and a file that goes with it, as an address that holds the bytes themselves."""

    facts: list[Fact]
    file_name: str = ""
    file: str = ""


def person_to_answer(user: Any, pk: int) -> Person | None:
    """A person in sight whose request for access this user may answer."""
    person = person_for(user, pk)
    return person if person is not None and may_answer(user, person) else None


def may_answer(user: Any, person: Person) -> bool:
    """Whether this user may take out everything held about a person."""
    return may(user, "add", AccessExport(office_id=person.office_id))


def kinds_held(person: Person) -> list[Kind]:
    """What is held about a person, counted by kind; one question for each kind, however much there is."""
    counted = [Kind(each.name, each.rows(person).count()) for each in _shown()]
    return [kind for kind in counted if kind.count]


def kinds_going(person: Person) -> list[Kind]:
    """What would be gone if a person were erased, counted by kind; copies apart."""
    counted = [Kind(each.name, each.rows(person).count()) for each in _shown() if not each.stays]
    return [kind for kind in counted if kind.count]


def exports_of(user: Any, person: Person) -> QuerySet[AccessExport]:
    """The files taken out about a person, the newest first."""
    return AccessExport.objects.for_user(user).filter(person=person).select_related("made_by")


def is_whole_for(user: Any, person: Person) -> bool:
    """Whether everything that is held about a person is in this user's sight."""
    return not is_kept_from(user, person)


def in_the_way(person: Person) -> list[str]:
    """What has to be done before a person can be erased, in words."""
    return blocks(person)


def erasures_for(user: Any) -> QuerySet[Erasure]:
    """The erasures of this user's offices, the newest on top; none about somebody kept from them."""
    return Erasure.objects.for_user(user).select_related("office", "person", "asked_by", "decided_by")


def erasures_waiting(user: Any) -> QuerySet[Erasure]:
    """Those that wait for a second person."""
    return erasures_for(user).filter(status=ErasureStatus.ASKED)


def erasure_for(user: Any, pk: int) -> Erasure | None:
    """One of them."""
    return erasures_for(user).filter(pk=pk).first()


def asked_about(user: Any, person: Person) -> Erasure | None:
    """The erasure of a person that waits for a second person now."""
    return erasures_waiting(user).filter(person=person).first()


def holds_on(user: Any, person: Person) -> list[LegalHold]:
    """The legal holds on a person that last."""
    rows = LegalHold.objects.for_user(user).filter(person=person, ended_at=None).select_related("placed_by")
    return [hold for hold in rows if hold.lasts]


def as_page(person: Person, *, language: str) -> tuple[bytes, int]:
    """Everything held about a person as one page that stands alone, and how many entries it has."""
    with override(language):
        sections, none = [], []
        for number, each in enumerate(_shown()):
            entries = [_told(each, row) for row in each.about(person)]
            if entries:
                sections.append(Section(f"s{number}", each.name, entries))
            else:
                none.append(each.name)
        given = {
            "person": person,
            "office": person.office.title(language),
            "language": language,
            "made_on": clock.today(),
            "sections": sections,
            "none": none,
        }
        page = render_to_string("casework/records/held_file.html", given)
    return page.encode(), sum(len(section.entries) for section in sections)


def as_data(person: Person) -> tuple[bytes, int]:
    """The same for another system: every column of every row. What could be markup is written as numbers."""
    held = {each: [_for_machines(each, row) for row in each.about(person)] for each in _shown()}
    data = {
        "person": str(person),
        "office": str(person.office),
        "made_at": clock.now(),
        "held": [{"kind": each.label, "rows": rows} for each, rows in held.items() if rows],
    }
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return inert.encode(), sum(map(len, held.values()))


def _told(each: Holding, row: Any) -> Told:
    """One row, with its file in the page itself: it stands alone."""
    file, content = _file_of(each, row)
    if file is None or content is None:
        return Told(each.told(row))
    return Told(each.told(row), file.name, f"data:{file.media_type};base64,{b64encode(content).decode()}")


def _for_machines(each: Holding, row: Any) -> dict[str, Any]:
    """Every column of a row, and the bytes of its file in base64."""
    _file, content = _file_of(each, row)
    columns = each.for_machines(row)
    return columns if content is None else {**columns, "content": b64encode(content).decode()}


def _file_of(each: Holding, row: Any) -> tuple[HeldFile | None, bytes | None]:
    """The file of a row and its bytes, where there are any and they may leave."""
    file = each.file(row) if each.file else None
    return file, vault.read(file.key) if file and file.may_leave else None


def _shown() -> list[Holding]:
    """What is told to somebody who asks: everything but copies of what is told already."""
    return [each for each in holdings() if not each.copy_of]
