"""What a person asks for so that they can read us, reach us or meet us: asked, talked about, agreed, met.

Nobody is asked why, and nothing here stands in anybody's way: a letter waits for the office, never for the person.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.contacts import actions as contacts
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person, require
from casework.core.states import move
from casework.core.text import plain
from casework.directory.queries import closed_days

from .. import notices
from ..accommodating import due_on
from ..models import Accommodation, AccommodationStep, Case
from ..queries.access import late_accommodations, standing_on
from ..states import ACCOMMODATION_MOVES, AccommodationStatus, Channel
from .shared import locked, require_choice


@transaction.atomic
def ask_accommodation(
    case: Case,
    *,
    by: Actor,
    code: str = "",
    words: str = "",
    how: str = Channel.PHONE,
    reference: str = "",
    asked_at: datetime | None = None,
    agreed: str = "",
) -> Accommodation:
    """Note what the person asked for: from the closed list, in their own words, or both; the same once at a time.

    What they asked for before and ask for now is asked for. ``agreed`` is the version of the words by which they let
    us keep it for next time; without one it stands on this case alone.
    """
    case = locked(case)
    require(by, "change", case)
    contacts.require_codes([code] if code else [])
    if how:
        require_choice(how, Channel, _("Say how they asked."))
    said, asked_in = plain(words).strip(), reference or case.reference
    if not code and not said:
        raise CaseworkError(_("Choose what they asked for, or write it down."))
    if agreed:
        codes = [code] if code else []
        own = "" if code else said
        contacts.note_access_needs(case.person, by=by, reference=asked_in, agreed=agreed, codes=codes, words=own)
    known = standing_on(case, code, said)
    if known is not None:
        return confirm_accommodation(known, by=by) if known.status == AccommodationStatus.BEFORE else known
    need = _new(case, code=code, words=said, how=how, reference=asked_in, asked_at=asked_at or clock.now())
    _write(need, "", by=by)
    record(case, "cases.accommodation", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def confirm_accommodation(accommodation: Accommodation, *, by: Actor) -> Accommodation:
    """They still want what they asked for before."""
    need = _held(accommodation, by)
    _settle(need, AccommodationStatus.ASKED, by=by)
    record(need.case, "cases.accommodation_confirmed", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def discuss_accommodation(accommodation: Accommodation, *, by: Actor, words: str, happened_on: date) -> Accommodation:
    """Somebody talked with the person about what works for them: when, and what they said."""
    need = _held(accommodation, by)
    _require_a_person(by)
    said = _said(words, _("Write down what you and the person said about it."))
    _require_past(happened_on)
    to = AccommodationStatus.DISCUSSED
    _settle(need, to, by=by, words=said, happened_on=happened_on)
    record(need.case, "cases.accommodation_discussed", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def agree_accommodation(
    accommodation: Accommodation, *, by: Actor, words: str, needed_on: date, happened_on: date | None = None
) -> Accommodation:
    """Agree with the person what they get, and by which day they need it."""
    need = _held(accommodation, by)
    _require_a_person(by)
    said = _said(words, _("Write down what you agreed."))
    on = happened_on or clock.today()
    _require_past(on)
    if needed_on < on:
        raise CaseworkError(_("They need it by a day that is over. Give the day by which it has to be there."))
    facts = {"words": said, "happened_on": on, "needed_on": needed_on}
    _settle(need, AccommodationStatus.AGREED, by=by, **facts)
    record(need.case, "cases.accommodation_agreed", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def offer_alternative(accommodation: Accommodation, *, by: Actor, words: str, reason: str) -> Accommodation:
    """What they asked for is not possible: say why, and what is offered to them in its place."""
    need = _held(accommodation, by)
    _require_a_person(by)
    said = _said(words, _("Write down what you offer them in its place."))
    why = _said(reason, _("Say why what they asked for is not possible."))
    _settle(need, AccommodationStatus.OFFERED, by=by, words=said, reason=why)
    record(need.case, "cases.accommodation_offered", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def meet_accommodation(
    accommodation: Accommodation, *, by: Actor, words: str, happened_on: date, cost: Decimal | None = None
) -> Accommodation:
    """They have it: how, since when, and what it cost the office where that is known. It costs them nothing."""
    need = _held(accommodation, by)
    _require_a_person(by)
    said = _said(words, _("Write down how it was met."))
    _require_past(happened_on)
    if cost is not None and cost < 0:
        raise CaseworkError(_("A cost is never below zero."))
    facts: dict[str, Any] = {"words": said, "happened_on": happened_on, "cost": cost}
    _settle(need, AccommodationStatus.MET, by=by, **facts)
    record(need.case, "cases.accommodation_met", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def withdraw_accommodation(accommodation: Accommodation, *, by: Actor, words: str, happened_on: date) -> Accommodation:
    """The person wants it no longer, by their own word: never because it was not possible."""
    need = _held(accommodation, by)
    _require_a_person(by)
    said = _said(words, _("Write down how the person said so."))
    _require_past(happened_on)
    to = AccommodationStatus.WITHDRAWN
    _settle(need, to, by=by, words=said, happened_on=happened_on)
    record(need.case, "cases.accommodation_withdrawn", by=by, accommodation=need.pk)
    return need


@transaction.atomic
def remind_of_accommodation(accommodation: Accommodation, *, by: Actor) -> bool:
    """Tell the owner of the case, once for each day that was missed, that a step is late; whether there was one."""
    case = locked(accommodation.case)
    require(by, "change", case)
    need = late_accommodations().select_for_update(of=("self",)).filter(pk=accommodation.pk).first()
    if need is None:
        return False
    need.reminded_for = need.due_on
    need.save(update_fields=["reminded_for"])
    record(case, "cases.accommodation_late", by=by, accommodation=need.pk)
    notices.accommodation_late(case)
    return True


def carry_over(case: Case) -> None:
    """What the person let us keep stands on their new case as asked before; for the verb that opens it."""
    for need in case.person.standing_needs():
        if standing_on(case, need.code, need.words) is None:
            row = _new(
                case,
                code=need.code,
                words=need.words,
                how="",
                reference=need.reference,
                asked_at=clock.now(),
                status=AccommodationStatus.BEFORE,
            )
            _write(row, "", by=SYSTEM)


def _new(case: Case, **facts: Any) -> Accommodation:
    need = Accommodation(case=case, office_id=case.office_id, **facts)
    need.due_on = _due(need, timezone.localdate(need.asked_at))
    need.save()
    return need


def _held(accommodation: Accommodation, by: Actor) -> Accommodation:
    """The row as it is now, held after its case, which everybody holds first; for whoever works on that case."""
    case = locked(accommodation.case)
    require(by, "change", case)
    rows = Accommodation.objects.select_for_update(of=("self",)).filter(case=case)
    need = rows.get(pk=accommodation.pk)
    need.case = case
    return need


def _settle(need: Accommodation, to: str, *, by: Actor, **facts: Any) -> None:
    """Move it and write the step; the verb writes the line."""
    was = move(need, to, ACCOMMODATION_MOVES)
    on = facts.setdefault("happened_on", clock.today())
    need.needed_on = facts.get("needed_on") or need.needed_on
    need.due_on = _due(need, on)
    need.save(update_fields=["status", "needed_on", "due_on"])
    _write(need, was, by=by, **facts)


def _write(need: Accommodation, was: str, *, by: Actor, **facts: Any) -> None:
    facts.setdefault("happened_on", timezone.localdate(need.asked_at))
    AccommodationStep.objects.create(
        case=need.case, accommodation=need, was=was, now=need.status, noted_at=clock.now(), noted_by=person(by), **facts
    )


def _due(need: Accommodation, since: date) -> date | None:
    return due_on(need.status, since, needed_on=need.needed_on, closed=closed_days(need.office_id))


def _require_a_person(by: Actor) -> None:
    if by is SYSTEM:
        raise NotPermitted(_("Somebody talks with the person; nothing decides this by itself."))


def _said(words: str, refusal: str) -> str:
    said = plain(words).strip()
    if not said:
        raise CaseworkError(refusal)
    return said


def _require_past(day: date) -> None:
    if day > clock.today():
        raise CaseworkError(_("That day is still to come. Give the day on which it happened."))
