"""Who answers for a case."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person as acting_person, require
from casework.core.text import plain

from ..models import Assignment, Case, Note
from ..queries import away_owner, who_may_own
from ..states import CaseStatus
from .shared import index, locked, move_case
from .sides import keep_apart


@transaction.atomic
def take(case: Case, *, by: Actor) -> Case:
    """Make the case one's own. Raises CaseworkError when a colleague was quicker; taking one's own changes nothing."""
    case = locked(case)
    require(by, "change", case)
    if by is SYSTEM:
        raise NotPermitted(_("Only a person answers for a case."))
    if case.owner_id == by.pk:
        return case
    if case.owner_id is not None:
        raise CaseworkError(_("%(case)s already has an owner. Ask for it to be handed over to you.") % {"case": case})
    return _set_owner(case, by, by=by, action="cases.take")


@transaction.atomic
def assign(case: Case, *, by: Actor, to: Any, reason: str = "") -> Case:
    """Give the case to somebody of its office, or (``to=None``) to nobody; its owner keeps it without a line."""
    case = locked(case)
    require(by, "change", case)
    _require_colleague(case, to)
    if case.owner_id == (to and to.pk):
        return case
    whose = None if by is SYSTEM else away_owner(case, by)
    return _set_owner(case, to, by=by, action="cases.assign", reason=reason, acting_for=whose)


@transaction.atomic
def hand_over(case: Case, *, by: Actor, to: Any, reason: str) -> Case:
    """Pass one's own case to a colleague, with the words they need; the words become a note.

    Whoever stands in for its owner does it in their place.
    """
    case = locked(case)
    require(by, "change", case)
    whose = None if by is SYSTEM else away_owner(case, by)
    if by is SYSTEM or (case.owner_id != by.pk and whose is None):
        raise NotPermitted(_("Only the owner of %(case)s can hand it over. Assign it instead.") % {"case": case})
    if to is None or to.pk == case.owner_id:
        raise CaseworkError(_("Choose the colleague who takes over."))
    _require_colleague(case, to)
    words = plain(reason).strip()
    if not words:
        raise CaseworkError(_("Say what your colleague needs to know."))
    Note.objects.create(case=case, body=words, written_by=acting_person(by))
    index(case)
    return _set_owner(case, to, by=by, action="cases.hand_over", acting_for=whose)


def _set_owner(case: Case, to: Any, *, by: Actor, action: str, reason: str = "", acting_for: Any = None) -> Case:
    was, case.owner = case.owner_id, to
    case.last_activity_at = clock.now()
    case.save(update_fields=["owner", "last_activity_at"])
    Assignment.objects.create(
        case=case, was_id=was, now=to, assigned_by=acting_person(by), reason=plain(reason).strip()
    )
    if to is not None and case.status == CaseStatus.NEW:
        move_case(case, CaseStatus.OPEN, by=by)
    record(case, action, by=by, acting_for=acting_for, was=was, now=to and to.pk, status=str(case.status))
    keep_apart(case)
    return case


def _require_colleague(case: Case, to: Any) -> None:
    if to is None:
        return
    if not who_may_own(case).filter(pk=to.pk).exists():
        words = _("That person cannot answer for %(case)s. Choose somebody of its office who sees it and works on it.")
        raise NotPermitted(words % {"case": case})
