"""Who else is in a matter; and, where the office works for both sides, that each colleague works on one side only.

What keeps somebody from the other side is a row like a conflict of interest, so that every list, search and count asks
no further question. It follows from who owns and who is named: each verb that changes that brings the rows in line, and
a sweep does once more.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, may, require
from casework.core.text import one_line, plain

from .. import siding
from ..levels import Relation, Source
from ..models import Case, CaseParty, Conflict, PartyRole
from ..queries import sides
from .shared import locked, require_choice


@transaction.atomic
def add_party(
    case: Case, *, by: Actor, role: str, name: str = "", person: Person | None = None, words: str = ""
) -> CaseParty:
    """Say who else is in the matter, of the office's register or by name only; the same person once at a time.

    Where the other side is somebody the office has cases for, whoever works on this case does not see those from now
    on, and the other way round; who works on both goes on with the one that was opened first.
    """
    case = locked(case)
    require(by, "change", case)
    if by is SYSTEM:
        raise NotPermitted(_("A person says who else is in a matter."))
    require_choice(role, PartyRole, _("Say what they are in the matter."))
    if person is not None:
        _require_known(case, person, by)
    called = one_line(name)[:200] or (person.name if person is not None else "")
    if not called:
        raise CaseworkError(_("Give a name, or what they are called in the matter."))
    if person is not None and (known := case.parties.standing().filter(person=person).first()) is not None:
        return known
    party = CaseParty.objects.create(
        case=case, role=role, name=called, person=person, words=plain(words).strip(), added_by=by
    )
    record(case, "cases.party", by=by, party=party.pk, role=str(role))
    keep_apart(case)
    return party


@transaction.atomic
def end_party(case: Case, *, by: Actor, party: CaseParty, reason: str) -> CaseParty:
    """Say that somebody is in the matter no longer, or never was.

    Where that would open the other side's cases to whoever works on this one, the Director says so.
    """
    case = locked(case)
    require(by, "change", case)
    party = case.parties.select_for_update(of=("self",)).get(pk=party.pk)
    if by is SYSTEM or not sides.parties_to_end(case, by).filter(pk=party.pk).exists():
        if party.ended_at is not None:
            return party
        raise NotPermitted(_("The Director says that somebody the office works for is the other side no longer."))
    if not (why := plain(reason).strip()):
        raise CaseworkError(_("Say why they are in the matter no longer."))
    around = _around(case)
    party.ended_at, party.ended_by, party.end_reason = clock.now(), by, why
    party.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(case, "cases.party_end", by=by, party=party.pk)
    _settle(_concerned(around))
    return party


def keep_apart(case: Case) -> None:
    """Who is on a case, or what is across from it, has changed: bring in line who sees which side.

    For the verbs that change it, within their transaction. A case without another side costs one question.
    """
    if sides.has_walls(case):
        _settle(_concerned(_around(case)))


def keep_sides_apart() -> int:
    """The same for every office; how many rows had to change. It may be stopped, and run again."""
    count = 0
    for office in sides.offices_with_sides():
        with transaction.atomic():
            cases = {case for pair in sides.pairs_in(office) for case in pair}
            rows = sides.kept_apart(cases=cases) | Conflict.objects.filter(office=office, source=Source.SIDES)
            count += _settle({staff for _case, staff in sides.who_is_on(cases)} | {row.staff_id for row in rows})
    return count


def _around(case: Case) -> list[int]:
    """The case and those across from it, held: nobody gets another owner meanwhile."""
    cases = [case.pk, *sides.across_from(case).values_list("pk", flat=True)]
    return list(
        Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk").values_list("pk", flat=True)
    )


def _concerned(cases: Collection[int]) -> set[int]:
    """Whoever is on these cases, or is kept from one of them."""
    kept = sides.kept_apart(cases=cases).values_list("staff_id", flat=True)
    return {staff for _case, staff in sides.who_is_on(cases)} | set(kept)


def _settle(staff: Collection[int]) -> int:
    """Write what is missing for these colleagues, take away what is too much; how many rows that were."""
    if not staff:
        return 0
    opposed = siding.both_ways(sides.pairs_of(staff))
    on: dict[int, set[int]] = {}
    for case, colleague in sides.who_is_on(opposed):
        on.setdefault(colleague, set()).add(case)
    wanted = {(each, case) for each in staff for case in siding.closed(on.get(each, ()), opposed)}
    rows = {(row.staff_id, row.case_id): row for row in sides.kept_apart(staff=staff)}
    for pair in rows.keys() - wanted:
        record(rows[pair], "cases.side_end", by=SYSTEM, staff=pair[0])
        rows[pair].delete()
    missing = wanted - rows.keys()
    offices = dict(Case.objects.filter(pk__in={case for _staff, case in missing}).values_list("pk", "office_id"))
    for colleague, case in sorted(missing):
        _keep_from(colleague, case, offices[case])
    return len(wanted ^ rows.keys())


def _keep_from(staff: int, case: int, office: int) -> None:
    row, is_new = Conflict.objects.get_or_create(
        source=Source.SIDES,
        staff_id=staff,
        case_id=case,
        defaults={"office_id": office, "relation": Relation.OPPOSING},
    )
    if is_new:
        record(row, "cases.side", by=SYSTEM, staff=staff)


def _require_known(case: Case, person: Person, by: Any) -> None:
    if person.office_id != case.office_id or not may(by, "view", person):
        raise NotPermitted(_("Choose somebody of the case’s office, or give the name only."))
    if person.pk == case.person_id:
        raise CaseworkError(_("That is the person of the case. Choose somebody else."))
