"""Reads over who else is in a matter, and which cases are across from each other."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.contacts.models import Person
from casework.contacts.queries import found, people_for
from casework.directory.models import Office

from ..levels import Source
from ..models import Case, CaseParty, Conflict, NamedPerson
from . import cases_for, oversees

#: So many of one name are offered to choose from.
OFFERED = 10


def parties_of(case: Case, user: Any) -> QuerySet[CaseParty]:
    """Who else is in a matter, those taken out of it last; ``is_seen`` where their own page is in this user's sight."""
    seen = Person.objects.for_user(user).filter(pk=OuterRef("person_id"))
    rows = case.parties.select_related("added_by").annotate(is_seen=Exists(seen))
    return rows.order_by("ended_at", "added_at", "id")


def parties_to_end(case: Case, user: Any) -> QuerySet[CaseParty]:
    """Those this person may take out of the matter: the other side, where the office knows them, the Director alone."""
    rows = CaseParty.objects.standing().filter(case=case)
    return rows if oversees(user) else rows.exclude(pk__in=CaseParty.objects.walls().values("pk"))


def on_the_page(case: Case, user: Any, verbs: Collection[str]) -> dict[str, Any]:
    """What the page of a case says of it: who else is in it, and for the Director which cases are the other side's."""
    parties, may_all = list(parties_of(case, user)), oversees(user)
    to_end = [each for each in parties if each.ended_at is None and (may_all or not each.is_wall)]
    may_end = bool(to_end) and "party" in verbs
    return {"parties": parties, "may_end_party": may_end, "across": across_for(user, case)}


def people_called(user: Any, case: Case, name: str) -> list[Person]:
    """Those of the case's register, in this user's sight, who may be meant by a name; never the person of the case."""
    rows = people_for(user).filter(office_id=case.office_id).exclude(pk=case.person_id)
    return list(found(user, name, rows, limit=OFFERED)[:OFFERED]) if name.strip() else []


def across_from(case: Case) -> QuerySet[Case]:
    """The cases of the office that are the other side's: of whom this case names so, and those that name its person."""
    named_here = CaseParty.objects.walls().filter(case=case.pk).values("person_id")
    names_us = CaseParty.objects.walls().filter(person=case.person_id).values("case_id")
    rows = Case.objects.filter(Q(person_id__in=named_here) | Q(pk__in=names_us), office_id=case.office_id)
    return rows.exclude(pk=case.pk)


def across_for(user: Any, case: Case) -> list[Case]:
    """The same, for the Director, who gives the two to different people; nothing for anybody else."""
    if not oversees(user):
        return []
    return list(cases_for(user).filter(pk__in=across_from(case).values("pk")).order_by("pk")[:OFFERED])


def has_walls(case: Case) -> bool:
    """Whether a case may be across from another: asked at every change of its owner, so in one question."""
    return CaseParty.objects.walls().filter(Q(case=case.pk) | Q(person=case.person_id)).exists()


def who_is_on(cases: Collection[int]) -> set[tuple[int, int]]:
    """The people who own these cases or are named on them: case and colleague."""
    own = Case.objects.filter(pk__in=cases, owner__isnull=False).values_list("pk", "owner_id")
    named = NamedPerson.objects.filter(case__in=cases, ended_at=None).values_list("case_id", "person_id")
    return {*own, *named}


def kept_apart(*, cases: Collection[int] = (), staff: Collection[int] = ()) -> QuerySet[Conflict]:
    """The rows that keep colleagues from the other side: from these cases, or these colleagues."""
    return Conflict.objects.filter(Q(case__in=cases) | Q(staff__in=staff), source=Source.SIDES)


def pairs_of(staff: Iterable[int]) -> set[tuple[int, int]]:
    """The cases across from each other of which one at least is of these colleagues."""
    staff = list(staff)
    named = NamedPerson.objects.filter(person__in=staff, ended_at=None).values("case_id")
    mine = Case.objects.filter(Q(owner__in=staff) | Q(pk__in=named)).values("pk")
    return _pairs(Q(case__in=mine) | Q(person__cases__in=mine))


def pairs_in(office: Office) -> set[tuple[int, int]]:
    """Every two cases of an office that are across from each other."""
    return _pairs(Q(case__office=office))


def offices_with_sides() -> QuerySet[Office]:
    """The offices in which somebody is, or was, kept from the other side."""
    walls = CaseParty.objects.walls().filter(case__office_id=OuterRef("pk"))
    rows = Conflict.objects.filter(office_id=OuterRef("pk"), source=Source.SIDES)
    return Office.objects.filter(Exists(walls) | Exists(rows)).order_by("pk")


def _pairs(which: Q) -> set[tuple[int, int]]:
    rows = CaseParty.objects.walls().filter(which, person__cases__isnull=False)
    return set(rows.values_list("case_id", "person__cases__id"))
