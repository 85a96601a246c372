"""A unit of one office clears letters of another: two directors say so, one on each side, and either ends it."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require

from .. import notices
from ..models import Office, SharedUnit, Unit
from ..queries import who_shares
from ..sharing import SharedStanding


@transaction.atomic
def offer_unit(unit: Unit, *, by: Actor, to_office: Office, starts_on: date, ends_on: date) -> SharedUnit:
    """Offer a unit of one's own office to another, for some days. Nobody reads anything before that office accepts."""
    # One after the other for each unit: two screens at once do not make two offers.
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    shared = SharedUnit(unit=unit, to_office=to_office, starts_on=starts_on, ends_on=ends_on)
    require(by, "add", shared)
    if by is SYSTEM:
        raise NotPermitted(_("A unit is offered by a person."))
    if to_office.pk == unit.office_id:
        raise CaseworkError(_("%(unit)s is a unit of this office already. Choose another office.") % {"unit": unit})
    if starts_on < clock.today():
        raise CaseworkError(_("The first day is over. Choose today or a later day."))
    if ends_on < starts_on:
        raise CaseworkError(_("The last day is before the first. Change one of them."))
    same = SharedUnit.objects.filter(unit=unit, to_office=to_office, ended_at=None)
    if any(one.is_open for one in same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)):
        raise CaseworkError(_("This unit is offered to that office on some of these days already. End that first."))
    shared.offered_by, shared.offered_at = by, clock.now()
    shared.save()
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record(shared, "directory.offer_unit", by=by, unit=unit.pk, to_office=to_office.pk, **days)
    _tell(shared, "unit_offered", office_id=to_office.pk, by=by)
    return shared


@transaction.atomic
def accept_unit(shared: SharedUnit, *, by: Actor) -> SharedUnit:
    """Say yes for the office whose letters the unit is to clear; never whoever offered it: it takes two."""
    shared = _locked(shared)
    require(by, "change", shared)
    if by is SYSTEM or shared.to_office_id not in by.office_ids:
        raise NotPermitted(_("A unit is accepted by the Director of the office whose letters it is to clear."))
    if by.pk == shared.offered_by_id:
        raise NotPermitted(_("You offered this unit yourself. Somebody else has to accept it."))
    if shared.accepted_at is not None and shared.ended_at is None:
        return shared
    if shared.standing != SharedStanding.OFFERED:
        raise CaseworkError(_("This offer is over. Ask the other office to offer the unit anew."))
    shared.accepted_at, shared.accepted_by = clock.now(), by
    shared.save(update_fields=["accepted_at", "accepted_by"])
    record(shared, "directory.accept_unit", by=by, unit=shared.unit_id)
    _tell(shared, "unit_changed", office_id=shared.unit.office_id, by=by)
    return shared


@transaction.atomic
def end_sharing(shared: SharedUnit, *, by: Actor) -> SharedUnit:
    """Take an offer back, decline it, or end what was agreed: either side, at any time, from this moment.

    What the unit has said stays on file. A letter that waits for it waits: its director waives the clearance.
    """
    shared = _locked(shared)
    require(by, "change", shared)
    if by is SYSTEM:
        raise NotPermitted(_("A person ends the sharing of a unit; by itself it ends on its last day."))
    if not shared.is_open:
        return shared
    shared.ended_at, shared.ended_by = clock.now(), by
    shared.save(update_fields=["ended_at", "ended_by"])
    record(shared, "directory.end_sharing", by=by, unit=shared.unit_id, was_accepted=shared.accepted_at is not None)
    for office_id in (shared.to_office_id, shared.unit.office_id):
        _tell(shared, "unit_changed", office_id=office_id, by=by)
    return shared


def _locked(shared: SharedUnit) -> SharedUnit:
    return SharedUnit.objects.select_for_update(of=("self",)).select_related("unit").get(pk=shared.pk)


def _tell(shared: SharedUnit, kind: str, *, office_id: int, by: Actor) -> None:
    """Tell those who share units in an office, once it is certain; not whoever did it."""

    def send() -> None:
        for person in who_shares(office_id).exclude(pk=by.pk):
            notices.tell(person, kind, url=reverse("shared_units"))

    transaction.on_commit(send, robust=True)
