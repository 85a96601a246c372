"""Reads over people and how to reach them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from casework.core import search
from casework.core.text import fold, one_line

from .keys import email_key, key_for, post_key, tells_who
from .known import marks_of
from .models import ContactKind, ContactPoint, Organisation, Person

#: So many contact points under one address or telephone are looked at: a shelter has one for everybody.
MOST_SHARING: Final = 200


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody the office knows who may be the one who wrote, and why we think so."""

    person: Person
    reason: str
    is_strong: bool
    by_email: bool = False


def people_for(user: Any) -> QuerySet[Person]:
    """The people of this user's offices, with what their screens show, in a constant number of queries."""
    return Person.objects.for_user(user).select_related("office").prefetch_related("contact_points", "access_needs")


def person_for(user: Any, pk: int) -> Person | None:
    """One person, if they lie within this user's sight."""
    return people_for(user).filter(pk=pk).first()


def found(user: Any, words: str, among: QuerySet[Person] | None = None, *, limit: int = 200) -> QuerySet[Person]:
    """The people in sight whom a search finds, by name, address, telephone or postal code."""
    hits = search.find(words, office_ids=user.office_ids, kinds=["person"], limit=limit)
    rows = people_for(user) if among is None else among
    return rows.filter(pk__in=[hit.object_id for hit in hits])


def point_for(user: Any, pk: int) -> ContactPoint | None:
    """One way to reach somebody, if they lie within this user's sight."""
    return ContactPoint.objects.filter(person__in=Person.objects.for_user(user), pk=pk).select_related("person").first()


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """The organisations of this user's offices."""
    return Organisation.objects.for_user(user).select_related("office")


def matches(*, office_id: int, name: str = "", email: str = "", phone: str = "", limit: int = 5) -> list[Match]:
    """Who of this office may have written: same e-mail and same name first, then either. A human confirms.

    Only an address and a name that both agree make a strong match: couples and families share addresses, and two who
    gave no name are not the same for that.
    """
    wanted = Q()
    for kind, value in ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone)):
        if tells_who(kind, key := key_for(kind, value)):
            wanted |= Q(kind=kind, key=key)
    if not wanted:
        return []
    found: dict[int, Match] = {}
    called = fold(one_line(name))
    points = ContactPoint.objects.filter(wanted, person__office_id=office_id).select_related("person")
    for point in points.order_by("-person__added_at", "-person_id", "kind")[:MOST_SHARING]:
        same_name = bool(called) and fold(point.person.name) == called
        how = _("same e-mail address") if point.kind == ContactKind.EMAIL else _("same telephone number")
        reason = _("%(how)s, same name") % {"how": how} if same_name else how
        match = Match(point.person, reason, same_name, by_email=point.kind == ContactKind.EMAIL)
        if point.person_id not in found or (match.is_strong and not found[point.person_id].is_strong):
            found[point.person_id] = match
    return sorted(found.values(), key=lambda match: not match.is_strong)[:limit]


def in_sight(user: Any, found: list[Match]) -> list[Match]:
    """Those of the matches whose person lies within this user's sight."""
    seen = set(
        Person.objects.for_user(user).filter(pk__in=[each.person.pk for each in found]).values_list("pk", flat=True)
    )
    return [each for each in found if each.person.pk in seen]


def known_elsewhere(person: Person) -> QuerySet[Person]:
    """The people of other offices with the same name and the same address or telephone, by keyed hash.

    For a rule that answers yes or no; never for a screen.
    """
    points = person.contact_points.all()
    marks = [mark for point in points for mark in marks_of(point.kind, point.key, person.name)]
    points_there = ContactPoint.objects.filter(mark__in=marks, person_id=OuterRef("pk"))
    return Person.objects.filter(Exists(points_there)).exclude(office_id=person.office_id)


def document_of(person: Person) -> search.Document:
    """What a person is found by: their name, and every way to reach them as they wrote it and in its normal form.

    A telephone number is found without the country as well: that is how it is typed.
    """
    ways = [(point.value, point.key, point.key.removeprefix("+1")) for point in person.contact_points.all()]
    points = [word for way in ways for word in dict.fromkeys(way)]
    body = " ".join([person.postal_code, person.riding, *points])
    return search.Document(person.pk, person.office_id, person.name, body)


@search.source("person")
def documents() -> Iterator[search.Document]:
    """What search finds of every person, for a rebuild."""
    people = Person.objects.order_by("pk").prefetch_related("contact_points")
    return (document_of(person) for person in people.iterator(chunk_size=1000))


def may_write_to(*, office_id: int, address: str) -> bool:
    """False when somebody of this office said that nothing may be sent to this e-mail or postal address."""
    keys = Q(kind=ContactKind.EMAIL, key=email_key(address)) | Q(kind=ContactKind.POST, key=post_key(address))
    return not ContactPoint.objects.filter(keys, person__office_id=office_id, do_not_use=True).exists()
