"""What the person of a case agreed to, written down once; and that they took it back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person as acting_person, require
from casework.core.text import plain
from casework.directory.models import Office, Program

from .. import notices
from ..consenting import ON_OUR_SITE, Covers, How, SaidBy, good_until, needs_an_office, words_for
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

    The words are those of the house for what it covers, or of the agency that runs the program of the case, in the
    language of the case: nobody writes their own.
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
    about = _program(case) if covers == Covers.AGENCY else None
    consent = Consent.objects.create(
        case=case,
        covers=covers,
        with_office=place,
        **_agency(about, case.language),
        how=how,
        said_by=said_by,
        authority=why if said_by == SaidBy.REPRESENTATIVE else "",
        words=about.consent_words(case.language)
        if about
        else words_for(covers, place.title(case.language) if place else "", case.language),
        said_on=said_on,
        good_until=good_until(said_on),
        noted_by=by,
    )
    record(case, "cases.consent", by=by, consent=consent.pk, covers=covers, how=how, office=place and place.pk)
    return consent


@transaction.atomic
def take_over_consent(
    case: Case, *, by: Actor, program: Program, words: str, language: str, said_on: date
) -> Consent | None:
    """Write down what the person ticked on our pages before they sent their matter: to these very words, on that day.

    Nobody notes it for them, so whoever takes their matter in may. None when it is longer ago than a consent lasts.
    """
    case = locked(case)
    require(by, "change", case)
    if not words.strip():
        raise CaseworkError(_("Say what they agreed to."))
    if said_on > clock.today() or good_until(said_on) < clock.today():
        return None
    consent = Consent.objects.create(
        case=case,
        covers=Covers.AGENCY,
        **_agency(program, language),
        how=ON_OUR_SITE,
        said_by=SaidBy.PERSON,
        words=words,
        said_on=said_on,
        good_until=good_until(said_on),
        noted_by=acting_person(by),
    )
    record(case, "cases.consent", by=by, consent=consent.pk, covers=Covers.AGENCY.value, how=ON_OUR_SITE, office=None)
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


def _program(case: Case) -> Program:
    """The program of the case, whose agency has words for a consent."""
    program = case.program
    if program is None or not program.consent_words(case.language):
        raise CaseworkError(_("Say first, in the details of the case, which program it is about."))
    return program


def _agency(program: Program | None, language: str) -> dict[str, str]:
    """Who may be spoken with, as it is called on this day."""
    return {"with_agency": program.agency_title(language), "program": program.code} if program else {}
