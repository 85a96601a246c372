"""Reads over what is held about somebody."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import override

from casework.contacts.models import Person
from casework.contacts.queries import person_for
from casework.core import clock
from casework.core.permissions import may
from casework.core.personal import Fact, Holding, holdings, is_kept_from, raw_of

from .models import AccessExport


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
    entries: list[list[Fact]]


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


def exports_of(user: Any, person: Person) -> QuerySet[AccessExport]:
    """The files taken out about a person, the newest first."""
    return AccessExport.objects.for_user(user).filter(person=person).select_related("made_by")


def is_whole_for(user: Any, person: Person) -> bool:
    """Whether everything that is held about a person is in this user's sight."""
    return not is_kept_from(user, person)


def as_page(person: Person, *, language: str) -> tuple[bytes, int]:
    """Everything held about a person as one page that stands alone, and how many entries it has."""
    with override(language):
        sections, none = [], []
        for number, each in enumerate(_shown()):
            entries = [each.told(row) for row in each.about(person)]
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
    held = {each: [raw_of(row) for row in each.about(person)] for each in _shown()}
    data = {
        "person": str(person),
        "office": str(person.office),
        "made_at": clock.now(),
        "held": [{"kind": each.label, "rows": rows} for each, rows in held.items() if rows],
    }
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return inert.encode(), sum(map(len, held.values()))


def _shown() -> list[Holding]:
    """What is told to somebody who asks: everything but copies of what is told already."""
    return [each for each in holdings() if not each.copy_of]
