"""Being away: who stands in, from when until when; said by oneself, or for somebody who is ill."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require

from .. import notices
from ..models import Absence, Membership, Office, Unit
from ..queries import arranges_absences, colleagues


@transaction.atomic
def enter_absence(
    *,
    by: Actor,
    office: Office,
    person: Any,
    stand_in: Any,
    starts_on: date,
    ends_on: date,
    unit: Unit | None = None,
) -> Absence:
    """Say that somebody is away from an office, and who speaks in their place; it begins and ends by itself.

    For somebody else by whoever arranges absences, and never with themselves to stand in: it takes two. With ``unit``,
    its lead's deputy speaks for that unit alone.
    """
    absence = Absence(office=office, person=person, stand_in=stand_in, unit=unit, starts_on=starts_on, ends_on=ends_on)
    require(by, "add", absence)
    if by is SYSTEM or (person.pk != by.pk and not arranges_absences(by)):
        raise NotPermitted(_("Only the Director or the office manager enters the absence of somebody else."))
    if by.pk == stand_in.pk != person.pk:
        raise NotPermitted(_("Nobody gives themselves the voice of a colleague. Somebody else has to enter this."))
    _require_days(starts_on, ends_on)
    here = set(colleagues(office.pk).values_list("pk", flat=True))
    if {person.pk, stand_in.pk} - here or person.pk == stand_in.pk:
        raise CaseworkError(_("Choose a colleague of the same office to stand in."))
    if unit is not None:
        _require_deputy(unit, office=office, lead=person, deputy=stand_in)
    # One after the other for each person: two screens at once do not make two stand-ins.
    Membership.objects.select_for_update().get(user=person, office=office)
    same = Absence.objects.filter(office=office, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if same.filter(person=person, unit=unit).exists():
        raise CaseworkError(_("Somebody stands in on some of these days already. End that absence first."))
    if same.filter(person=stand_in, unit=None).exists():
        raise CaseworkError(_("The colleague you chose is away on some of these days. Choose somebody else."))
    absence.entered_by, absence.entered_at = by, clock.now()
    absence.save()
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record(absence, "directory.enter_absence", by=by, person=person.pk, stand_in=stand_in.pk, **days)
    transaction.on_commit(lambda: notices.tell(stand_in, "standing_in", url=reverse("absences")), robust=True)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> Absence:
    """Nobody stands in any more, from this moment: said by whoever is away, who stands in, or arranges absences."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    require(by, "change", absence)
    if by is SYSTEM or (by.pk not in {absence.person_id, absence.stand_in_id} and not arranges_absences(by)):
        raise NotPermitted(_("An absence is ended by who is away, who stands in, the Director or the office manager."))
    if absence.is_over:
        return absence
    absence.ended_at, absence.ended_by = clock.now(), by
    absence.save(update_fields=["ended_at", "ended_by"])
    record(absence, "directory.end_absence", by=by, person=absence.person_id, stand_in=absence.stand_in_id)
    return absence


def _require_days(starts_on: date, ends_on: date) -> None:
    if starts_on < clock.today():
        raise CaseworkError(_("The first day is over. Choose today or a later day."))
    if ends_on < starts_on:
        raise CaseworkError(_("The last day is before the first. Change one of them."))


def _require_deputy(unit: Unit, *, office: Office, lead: Any, deputy: Any) -> None:
    """For one unit alone, its lead is away and somebody of its people stands in."""
    if unit.office_id != office.pk or unit.lead_id != lead.pk:
        raise CaseworkError(_("Choose a unit of the office that the person who is away leads."))
    if not unit.staff.filter(pk=deputy.pk).exists():
        raise CaseworkError(_("The deputy for %(unit)s is one of its people.") % {"unit": unit})
