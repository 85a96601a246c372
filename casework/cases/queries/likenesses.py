"""Reads over who of an office may have a matter of their own there."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.contacts.keys import email_key
from casework.contacts.models import ContactKind, ContactPoint, Person
from casework.core import search
from casework.directory.models import Membership, Office
from casework.directory.queries import colleagues_and_readers

from ..levels import Relation, Source
from ..likeness import Found, Somebody, likeness, somebody
from ..models import Case, Conflict, PossibleConflict

#: Somebody of the register, a colleague, and what agrees: keys alone.
Pair = tuple[int, int, Found]
#: So many of one name are looked at in an office.
_MOST_NAMESAKES = 50


def open_questions(user: Any) -> QuerySet[PossibleConflict]:
    """What waits for somebody who knows their colleagues, the longest-waiting on top."""
    rows = PossibleConflict.objects.for_user(user).open().select_related("staff", "person")
    return rows.order_by("asked_at", "id")


def questions_to_answer(user: Any) -> QuerySet[PossibleConflict]:
    """Those of them that are not about oneself: one is asked that on the page of the case."""
    return open_questions(user).exclude(staff_id=user.pk)


def question_about(user: Any, case: Case) -> PossibleConflict | None:
    """Whether this person is asked if a case is a matter of their own."""
    rows = PossibleConflict.objects.open().filter(staff_id=user.pk, person_id=case.person_id)
    return rows.select_related("person").first()


def like(person: Person) -> list[Pair]:
    """The colleagues of a person's office, and those who clear its letters, whom they are like.

    In three questions, however many cases there are.
    """
    them = somebody(person.name, _emails_of([person.pk]).get(person.pk, ()))
    shared = {email_key(person.office.email)}
    alike = (
        (one.pk, likeness(them, _as_somebody(one), not_telling=shared))
        for one in colleagues_and_readers(person.office_id)
    )
    return [(person.pk, key, found) for key, found in alike if found is not None]


def like_the_colleagues_of(office: Office) -> Iterator[Pair]:
    """The people with a case in an office whom a colleague there is like; one search for each colleague's name."""
    here = {one.pk: _as_somebody(one) for one in colleagues_and_readers(office.pk)}
    shared = {email_key(office.email)}
    keys = {key for one in here.values() for key in one.emails}
    reached = ContactPoint.objects.filter(kind=ContactKind.EMAIL, key__in=keys, person__office_id=office.pk)
    people = dict(_with_a_case(Q(pk__in=reached.values("person_id"))))
    people |= dict(_with_a_case(Q(pk__in=set(_namesakes(here.values(), office)))))
    emails = _emails_of(people)
    for person, name in sorted(people.items()):
        them = somebody(name, emails.get(person, ()))
        for key, colleague in here.items():
            if found := likeness(them, colleague, not_telling=shared):
                yield person, key, found


def settled(pairs: Iterable[Pair]) -> set[tuple[int, int]]:
    """The people and colleagues of whom it was said before that they are, or are not, the same."""
    pairs = list(pairs)
    among = Q(person_id__in={person for person, *_rest in pairs}, staff_id__in={staff for _one, staff, _found in pairs})
    own = Q(source=Source.DETECTED) | Q(relation=Relation.ONESELF)
    return set(Conflict.objects.filter(among, own).values_list("person_id", "staff_id"))


def offices_with_colleagues() -> QuerySet[Office]:
    """The offices in which somebody works now."""
    here = Membership.objects.current().filter(office_id=OuterRef("pk"), user__is_active=True)
    return Office.objects.filter(Exists(here)).order_by("pk")


def has_cases(person: Person) -> bool:
    """Whether there is a file for somebody."""
    return Case.objects.filter(person=person).exists()


def _as_somebody(colleague: Any) -> Somebody:
    return somebody(colleague.get_full_name(), [colleague.email] if colleague.email else [])


def _emails_of(people: Iterable[int]) -> dict[int, list[str]]:
    points = ContactPoint.objects.filter(kind=ContactKind.EMAIL, person_id__in=list(people))
    found: dict[int, list[str]] = {}
    for person, value in points.values_list("person_id", "value"):
        found.setdefault(person, []).append(value)
    return found


def _with_a_case(which: Q) -> Iterable[tuple[int, str]]:
    return Person.objects.filter(which, Exists(Case.objects.filter(person_id=OuterRef("pk")))).values_list("pk", "name")


def _namesakes(here: Iterable[Somebody], office: Office) -> Iterator[int]:
    for name in {one.name for one in here if one.name}:
        hits = search.find(" ".join(name), office_ids=[office.pk], kinds=["person"], limit=_MOST_NAMESAKES)
        yield from (hit.object_id for hit in hits)
