"""Where a case stands."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.text import plain

from ..models import Case
from ..signals import case_closed
from ..states import CaseStatus, ClosureReason, WaitingOn
from .shared import change_status, locked


@transaction.atomic
def hold(case: Case, *, by: Actor, waiting_on: str, reason: str = "") -> Case:
    """Put the case on hold and say whom it waits for; the promise to answer keeps running."""
    case = locked(case)
    require(by, "change", case)
    if waiting_on not in WaitingOn.values:
        raise CaseworkError(_("Say whom the case waits for."))
    case.waiting_on = waiting_on
    return change_status(case, CaseStatus.WAITING, by=by, reason=reason)


@transaction.atomic
def resume(case: Case, *, by: Actor, reason: str = "") -> Case:
    """Take the case off hold."""
    case = locked(case)
    require(by, "change", case)
    if case.status != CaseStatus.WAITING:
        raise CaseworkError(_("%(case)s is not on hold.") % {"case": case})
    return change_status(case, CaseStatus.OPEN, by=by, reason=reason)


@transaction.atomic
def resolve(case: Case, *, by: Actor, reason: str = "") -> Case:
    """Say that what the person needed is done; the case is still to be closed."""
    case = locked(case)
    require(by, "change", case)
    return change_status(case, CaseStatus.RESOLVED, by=by, reason=reason)


@transaction.atomic
def close(case: Case, *, by: Actor, closure_reason: str, reason: str = "") -> Case:
    """Close the file; only a person does, and says why. Open drafts on it become void."""
    case = locked(case)
    require(by, "change", case)
    if by is SYSTEM:
        raise NotPermitted(_("A case is closed by a person."))
    if closure_reason not in ClosureReason.values or closure_reason == ClosureReason.TRANSFERRED:
        raise CaseworkError(_("Say why the case is closed."))
    case.closure_reason = closure_reason
    case.closed_at, case.closed_by = clock.now(), by
    change_status(case, CaseStatus.CLOSED, by=by, reason=reason)
    case_closed.send(sender=Case, case=case, by=by)
    return case


@transaction.atomic
def reopen(case: Case, *, by: Actor, reason: str) -> Case:
    """Open a resolved or closed case again; what happened before stays on it."""
    case = locked(case)
    require(by, "change", case)
    if case.status not in {CaseStatus.RESOLVED, CaseStatus.CLOSED}:
        raise CaseworkError(_("%(case)s is open already.") % {"case": case})
    if not plain(reason).strip():
        raise CaseworkError(_("Say why the case is opened again."))
    case.closed_at = case.closed_by = None
    case.closure_reason = ""
    return change_status(case, CaseStatus.OPEN, by=by, reason=reason)
