"""Conflicts of interest: declared by oneself or written down by the Director; ended by the Director alone."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.text import plain

from ..levels import Relation, Source
from ..models import Case, Conflict
from ..queries import oversees, who_may_be_in_conflict
from .shared import locked, require_choice


@transaction.atomic
def declare_conflict(
    case: Case, *, by: Actor, relation: str, about: str = "person", staff: Any = None, words: str = ""
) -> Conflict:
    """Say that a colleague, oneself when none is named, has an interest in a case, its person or an organisation.

    From now on those cases do not exist for that colleague, whoever owns them. ``about`` is ``case``, ``person`` or the
    key of an organisation the person speaks for. Only the Director writes it down for somebody else.
    """
    case = locked(case)
    require(by, "view", case)
    if by is SYSTEM:
        raise NotPermitted(_("A conflict is declared by a person."))
    staff = staff or by
    if staff.pk != by.pk and not oversees(by):
        raise NotPermitted(_("Only the Director writes down a conflict for somebody else."))
    if not who_may_be_in_conflict(case).filter(pk=staff.pk).exists():
        raise CaseworkError(_("Choose a colleague of the case’s office."))
    require_choice(relation, Relation, _("Say what they are to each other."))
    thing = _thing(case, about)
    known = Conflict.objects.filter(staff=staff, ended_at=None, source=Source.DECLARED, **thing).first()
    if known is not None:
        return known
    conflict = Conflict.objects.create(
        office=case.office, staff=staff, relation=relation, words=plain(words).strip(), declared_by=by, **thing
    )
    record(conflict, "cases.conflict", by=by, staff=staff.pk, about=conflict.about)
    return conflict


@transaction.atomic
def end_conflict(conflict: Conflict, *, by: Actor, reason: str) -> Conflict:
    """Say that there is no conflict any more; never the colleague whom it concerns."""
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    require(by, "change", conflict)
    if by is SYSTEM or not oversees(by) or conflict.staff_id == by.pk:
        raise NotPermitted(_("The Director ends a conflict, and never their own."))
    if conflict.ended_at is not None:
        return conflict
    words = plain(reason).strip()
    if not words:
        raise CaseworkError(_("Say why there is no conflict any more."))
    conflict.ended_at, conflict.ended_by, conflict.end_reason = clock.now(), by, words
    conflict.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(conflict, "cases.conflict_end", by=by, staff=conflict.staff_id, about=conflict.about)
    return conflict


def _thing(case: Case, about: str) -> dict[str, Any]:
    if about == "case":
        return {"case": case}
    if about == "person":
        return {"person": case.person}
    spoken_for = {str(each.pk): each for each in case.person.organisations.all()}
    if about not in spoken_for:
        raise CaseworkError(_("Say what the conflict is about."))
    return {"organisation": spoken_for[about]}
