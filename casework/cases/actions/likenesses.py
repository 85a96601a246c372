"""Whether somebody a case is for is a colleague: looked for by the house, answered by people.

What is certain shuts the colleague out at once, as a conflict they would have declared themselves, until the Director
sets it aside; what is not certain is asked.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import NotPermitted
from casework.core.permissions import SYSTEM, Actor, require

from ..levels import Relation, Source
from ..likeness import Found, is_certain
from ..models import Conflict, PossibleConflict
from ..queries import likenesses
from ..queries.likenesses import Pair


@transaction.atomic
def look_for_colleague(person: Person) -> int:
    """Compare somebody with the colleagues of their office, once there is a case for them; how much is new."""
    return _note(person.office_id, likenesses.like(person))


def look_among_colleagues() -> int:
    """Compare the colleagues of every office, as their accounts stand today, with those it has a case for.

    It may be stopped and run again: what is noted already is noted once.
    """
    count = 0
    for office in likenesses.offices_with_colleagues():
        with transaction.atomic():
            count += _note(office.pk, likenesses.like_the_colleagues_of(office))
    return count


@transaction.atomic
def answer_possible_conflict(possible: PossibleConflict, *, by: Actor, is_same: bool) -> PossibleConflict:
    """Say whether somebody is the colleague of the same name: by the colleague, or by whoever knows them; once.

    If they are, their cases do not exist for the colleague from now on.
    """
    possible = PossibleConflict.objects.select_for_update(of=("self",)).get(pk=possible.pk)
    if by is SYSTEM:
        raise NotPermitted(_("Only a person can say who somebody is."))
    if by.pk != possible.staff_id:
        require(by, "change", possible)
    if possible.answered_at is not None:
        return possible
    possible.answered_at, possible.answered_by, possible.is_same = clock.now(), by, is_same
    possible.save(update_fields=["answered_at", "answered_by", "is_same"])
    record(possible, "cases.possible_conflict_answered", by=by, same=is_same)
    if is_same:
        _shut_out(possible.office_id, (possible.person_id, possible.staff_id, Found(possible.found)), by=by)
    return possible


def _note(office_id: int, pairs: Iterable[Pair]) -> int:
    """Shut out who is certain, ask about the others; nothing twice, and nothing that was answered."""
    found = list(pairs)
    if not found:
        return 0
    known = likenesses.settled(found)
    new = [pair for pair in found if pair[:2] not in known]
    return sum(_shut_out(office_id, pair) if is_certain(pair[2]) else _ask(office_id, pair) for pair in new)


def _shut_out(office_id: int, pair: Pair, *, by: Any = None) -> bool:
    person, staff, found = pair
    conflict, is_new = Conflict.objects.get_or_create(
        staff_id=staff,
        person_id=person,
        source=Source.DETECTED,
        defaults={"office_id": office_id, "relation": Relation.ONESELF, "found": found, "declared_by": by},
    )
    if is_new:
        record(conflict, "cases.conflict_detected", by=by or SYSTEM, staff=staff, found=str(found))
    return is_new


def _ask(office_id: int, pair: Pair) -> bool:
    person, staff, found = pair
    possible, is_new = PossibleConflict.objects.get_or_create(
        staff_id=staff, person_id=person, defaults={"office_id": office_id, "found": found}
    )
    if is_new:
        record(possible, "cases.possible_conflict", by=SYSTEM, staff=staff, found=str(found))
    return is_new
