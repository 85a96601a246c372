"""Keeping what is held about somebody from being erased, for a time."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person as acting, require

from ..models import LegalHold
from .shared import said


@transaction.atomic
def place_hold(person: Person, *, by: Actor, reason: str, until: date | None = None) -> LegalHold:
    """Let nothing about a person be erased until a day, or until somebody ends the hold."""
    require(by, "add", LegalHold(office_id=person.office_id))
    require(by, "view", person)
    if until is not None and until < clock.today():
        raise CaseworkError(_("Choose a day that is not over."))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    given = {"reason": said(reason), "until": until, "placed_by": acting(by)}
    hold = LegalHold.objects.create(office_id=person.office_id, person=person, **given)
    record(person, "records.hold", by=by, hold=hold.pk, until=str(until or ""))
    return hold


@transaction.atomic
def end_hold(hold: LegalHold, *, by: Actor) -> LegalHold:
    """Let it hold no longer; ending one that is ended leaves no line."""
    require(by, "change", hold)
    hold = LegalHold.objects.select_for_update(of=("self",)).select_related("person").get(pk=hold.pk)
    if hold.ended_at is None:
        hold.ended_at, hold.ended_by = clock.now(), acting(by)
        hold.save(update_fields=["ended_at", "ended_by"])
        record(hold.person, "records.hold_end", by=by, hold=hold.pk)
    return hold
