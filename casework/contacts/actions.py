"""The verbs: meeting people, reaching them, noting what they need."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import search
from casework.core.audit import record
from casework.core.errors import NotPermitted
from casework.core.permissions import Actor, require
from casework.core.text import one_line
from casework.directory.models import Office

from .access import CODES
from .keys import key_for
from .models import AccessNeed, ContactKind, ContactPoint, Person
from .queries import matches


@transaction.atomic
def add_person(
    *, by: Actor, office: Office, name: str, language: str = "en", postal_code: str = "", **reach: str
) -> Person:
    """Write down somebody this office has not met; ``reach`` is email=, phone= and post= as they gave them."""
    person = Person(office=office, name=one_line(name)[:200], language=language, postal_code=one_line(postal_code)[:12])
    require(by, "add", person)
    person.save()
    _add_points(person, reach)
    record(person, "contacts.add", by=by)
    index(person)
    return person


@transaction.atomic
def find_or_add(
    *, by: Actor, office: Office, name: str, language: str = "en", postal_code: str = "", **reach: str
) -> Person:
    """The person this office already knows by the same address *and* the same name, else a new one.

    An address alone never merges two people: a family shares a telephone.
    """
    known = matches(office_id=office.pk, name=name, email=reach.get("email", ""), phone=reach.get("phone", ""))
    strong = [match.person for match in known if match.is_strong]
    if len(strong) != 1:
        return add_person(by=by, office=office, name=name, language=language, postal_code=postal_code, **reach)
    person = strong[0]
    _add_points(person, reach)
    index(person)
    return person


@transaction.atomic
def add_contact_points(person: Person, *, by: Actor, **reach: str) -> None:
    """Add ways to reach somebody (email=, phone=, post=); one that is known already stays as it is."""
    require(by, "change", person)
    _add_points(person, reach)
    record(person, "contacts.change", by=by, what=sorted(kind for kind, value in reach.items() if value))
    index(person)


@transaction.atomic
def save_person(person: Person, *, by: Actor, what: Iterable[str]) -> Person:
    """Save what a form changed of a person; ``what`` names the fields, never their content."""
    require(by, "change", person)
    person.save()
    record(person, "contacts.change", by=by, what=sorted(what))
    index(person)
    return person


@transaction.atomic
def set_do_not_use(point: ContactPoint, *, by: Actor, do_not_use: bool) -> None:
    """Say that nothing may leave to this address, or that it may again."""
    require(by, "change", point.person)
    point.do_not_use = do_not_use
    point.save(update_fields=["do_not_use"])
    record(point.person, "contacts.do_not_use" if do_not_use else "contacts.use_again", by=by, kind=point.kind)


@transaction.atomic
def note_access_needs(
    person: Person, *, by: Actor, reference: str, codes: Iterable[str] = (), words: str = ""
) -> list[AccessNeed]:
    """Write down what a person asked for in one message; saying it twice writes it once.

    Raises NotPermitted for a code that is not on the closed list.
    """
    wanted = list(dict.fromkeys(codes))
    if unknown := [code for code in wanted if code not in CODES]:
        raise NotPermitted(_("“%(code)s” is not on the list of access needs.") % {"code": unknown[0]})
    needs = [AccessNeed(person=person, code=code, reference=reference) for code in wanted]
    if words.strip():
        needs.append(AccessNeed(person=person, words=words.strip(), reference=reference))
    if needs:
        AccessNeed.objects.bulk_create(needs, ignore_conflicts=True)
        record(person, "contacts.access_needs", by=by, count=len(needs), asked_in=reference)
    return needs


def index(person: Person) -> None:
    """Refresh what search finds of a person."""
    title, body = _words(person)
    search.put("person", person.pk, office_id=person.office_id, title=title, body=body)


@search.source("person")
def documents() -> Iterator[search.Document]:
    """What search finds of every person, for a rebuild."""
    for person in Person.objects.prefetch_related("contact_points").iterator(chunk_size=1000):
        yield search.Document(person.pk, person.office_id, *_words(person))


def _words(person: Person) -> tuple[str, str]:
    points = [word for point in person.contact_points.all() for word in (point.value, point.key)]
    return person.name, " ".join([person.postal_code, person.riding, *points])


def _add_points(person: Person, reach: dict[str, str]) -> None:
    points = [
        ContactPoint(person=person, kind=kind, value=value.strip()[:500], key=key_for(kind, value))
        for kind, value in reach.items()
        if kind in ContactKind.values and value.strip()
    ]
    if points:
        ContactPoint.objects.bulk_create(points, ignore_conflicts=True)
