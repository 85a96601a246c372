"""What the person of a case agreed to, written down once; and that they took it back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.text import plain
from casework.directory.models import Office

from .. import notices
from ..consenting import Covers, How, SaidBy, good_until, needs_an_office, words_for
from ..models import Case, Consent, ConsentEnd, ConsentReminder
from ..queries.sharing import consents_soon_over, shares_outside
from .shared import locked, require_choice


@transaction.atomic
def note_consent(
    case: Case,
    *,
    by: Actor,
    covers: str,
    how: str,
    said_on: date,
    with_office: Office | None = None,
    said_by: str = SaidBy.PERSON,
    authority: str = "",
) -> Consent:
    """Write down that the person said yes: to what, with whom, how, when, and to which words; good for half a year.

    The words are those of the house for what it covers, in the language of the case: nobody writes their own.
    """
    case = locked(case)
    _require_a_caseworker(case, by)
    require_choice(covers, Covers, _("Say what they agreed to."))
    require_choice(how, How, _("Say how they said so."))
    require_choice(said_by, SaidBy, _("Say who said it."))
    if said_on > clock.today():
        raise CaseworkError(_("That day is still to come. Give the day on which they said so."))
    if good_until(said_on) < clock.today():
        raise CaseworkError(_("That is longer ago than a consent lasts. Ask them again."))
    why = plain(authority).strip()
    if said_by == SaidBy.REPRESENTATIVE and not why:
        raise CaseworkError(_("Say how you know that they may speak for the person."))
    place = _place(case, covers, with_office)
    consent = Consent.objects.create(
        case=case,
        covers=covers,
        with_office=place,
        how=how,
        said_by=said_by,
        authority=why if said_by == SaidBy.REPRESENTATIVE else "",
        words=words_for(covers, place.title(case.language) if place else "", case.language),
        said_on=said_on,
        good_until=good_until(said_on),
        noted_by=by,
    )
    record(case, "cases.consent", by=by, consent=consent.pk, covers=covers, how=how, office=place and place.pk)
    return consent


@transaction.atomic
def take_back_consent(case: Case, *, by: Actor, consent: Consent, how: str) -> ConsentEnd:
    """The person took it back: from this moment nothing is shared by it, and what is offered by it no longer stands."""
    case = locked(case)
    _require_a_caseworker(case, by)
    require_choice(how, How, _("Say how they said so."))
    consent = case.consents.get(pk=consent.pk)
    known = ConsentEnd.objects.filter(consent=consent).first()
    if known is not None:
        return known
    end = ConsentEnd.objects.create(case=case, consent=consent, how=how, ended_by=by)
    record(case, "cases.consent_end", by=by, consent=consent.pk, how=how)
    return end


@transaction.atomic
def remind_of_consent(consent: Consent, *, by: Actor) -> bool:
    """Tell the owner of the case, once, that a consent will be over in some days; whether there was anything to tell.

    Asked for one that was told of, taken back, renewed or whose case is closed, it changes nothing: a sweep may run
    twice.
    """
    case = locked(consent.case)
    require(by, "change", case)
    if not consents_soon_over().filter(pk=consent.pk).exists():
        return False
    ConsentReminder.objects.create(case=case, consent=consent, told_at=clock.now())
    record(case, "cases.consent_soon_over", by=by, consent=consent.pk)
    notices.consent_soon_over(case)
    return True


def _require_a_caseworker(case: Case, by: Any) -> None:
    require(by, "change", case)
    if by is SYSTEM or not shares_outside(by):
        raise NotPermitted(_("Your role does not note what people agree to. Ask who answers for the case."))


def _place(case: Case, covers: str, with_office: Office | None) -> Office | None:
    if not needs_an_office(covers):
        return None
    if with_office is None or with_office.pk == case.office_id:
        raise CaseworkError(_("Say with which other office."))
    return with_office
