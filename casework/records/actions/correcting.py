"""Correcting what is held about somebody: asked for, done or refused, and their own words beside what stays."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.cases.consenting import How
from casework.cases.models import Case, Transfer
from casework.contacts.models import Person
from casework.core import clock
from casework.core.audit import record
from casework.core.chain import veiled
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person as acting, require
from casework.core.states import move
from casework.core.text import plain

from .. import notices, queries
from ..models import CorrectionRequest, Disagreement, LegalHold
from ..states import ANSWERED_WITHIN, CORRECTION_MOVES, CorrectionStatus
from .shared import said


@transaction.atomic
def ask_correction(
    person: Person, *, by: Actor, held: str, should_be: str, how: str, asked_on: date, case: Case | None = None
) -> CorrectionRequest:
    """Write down that somebody wants a fact about them corrected; whoever works on their cases is told.

    With ``case`` it is about that case, else about what is known of the person. They are to be answered in 30 days.
    """
    require(by, "add", CorrectionRequest(office_id=person.office_id))
    require(by, "view", person)
    if case is not None:
        require(by, "view", case)
        if case.person_id != person.pk:
            raise CaseworkError(_("%(case)s is not a case of theirs.") % {"case": case})
    if how not in How.values:
        raise CaseworkError(_("Say how they asked."))
    if asked_on > clock.today():
        raise CaseworkError(_("That day is still to come. Give the day on which they asked."))
    is_, should = plain(held).strip(), plain(should_be).strip()
    if not is_ or not should:
        raise CaseworkError(_("Say what is held, and what they say it should be."))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    request = CorrectionRequest.objects.create(
        office_id=person.office_id,
        person=person,
        case=case,
        held=is_,
        should_be=should,
        how=how,
        asked_on=asked_on,
        due_on=asked_on + ANSWERED_WITHIN,
        before={name: veiled(name, words) for name, words in queries.facts_of(person, case).items()},
        noted_at=clock.now(),
        noted_by=acting(by),
    )
    told = {"person": person.pk, "case": case and case.pk, "how": how}
    record(request, "records.correction_ask", by=by, **told)
    notices.to_owners(request, by=by)
    return request


@transaction.atomic
def correct(request: CorrectionRequest, *, by: Actor, answer: str) -> CorrectionRequest:
    """Say that the record was corrected, as the ordinary verbs let one; which facts differ now is written down.

    Raises CaseworkError while nothing of the record differs from what it was, or while a legal hold lasts.
    """
    require(by, "decide", request)
    request = _again(request)
    move(request, CorrectionStatus.CORRECTED, CORRECTION_MOVES)
    for hold in LegalHold.objects.filter(person_id=request.person_id):
        if hold.lasts:
            words = _(
                "Legal hold %(hold)s lasts: what is held stays as it is. Have it ended first, or refuse and attach "
                "what they say."
            )
            raise CaseworkError(words % {"hold": hold})
    changes = queries.changes_since(request)
    if not changes:
        raise CaseworkError(
            _("Nothing of the record was changed since they asked. Correct it first, then say so here.")
        )
    _settle(request, by, answer)
    record(request, "records.correct", by=by, person=request.person_id, case=request.case_id, changes=changes)
    notices.to_owners(request, by=by)
    return request


@transaction.atomic
def refuse_correction(request: CorrectionRequest, *, by: Actor, reason: str, statement: str = "") -> CorrectionRequest:
    """Leave the record as it is, say why, and attach what they say about it where they have said it already."""
    require(by, "decide", request)
    request = _again(request)
    move(request, CorrectionStatus.REFUSED, CORRECTION_MOVES)
    _settle(request, by, reason)
    record(request, "records.correction_refuse", by=by, person=request.person_id, case=request.case_id)
    if plain(statement).strip():
        _attach(request, by, statement)
    notices.to_owners(request, by=by)
    return request


@transaction.atomic
def attach_statement(request: CorrectionRequest, *, by: Actor, words: str) -> Disagreement:
    """Attach, in the person’s own words, that they disagree with what was not corrected. It never changes again."""
    require(by, "add", request)
    request = _again(request)
    if request.status != CorrectionStatus.REFUSED:
        raise CaseworkError(_("A statement is attached where a correction was refused, and nowhere else."))
    if Disagreement.objects.filter(request=request).exists():
        raise CaseworkError(
            _("A statement is attached to %(request)s already. Note another request for what is new.")
            % {"request": request}
        )
    made = _attach(request, by, words)
    notices.to_owners(request, by=by)
    return made


@transaction.atomic
def pass_statements_on(old: Case, new: Case, *, transfer: Transfer, by: Actor) -> int:
    """Lay what somebody disagrees with beside the case that another office opens for them; how many there were.

    They go with the facts they are about, whatever the consent covers, and whether or not whoever accepts may see the
    case that comes of it.
    """
    require(by, "change", new)
    who: Any = transfer.decided_by
    made = [
        Disagreement.objects.create(
            office_id=new.office_id,
            person_id=new.person_id,
            case=new,
            came_with=str(transfer),
            about=each.about,
            words=each.words,
            attached_at=clock.now(),
            attached_by=who,
        )
        for each in queries.statements_beside(old)
    ]
    if made:
        record(new, "records.statements_passed", by=by, transfer=transfer.pk, count=len(made))
    return len(made)


def _attach(request: CorrectionRequest, by: Actor, words: str) -> Disagreement:
    made = Disagreement.objects.create(
        office_id=request.office_id,
        person_id=request.person_id,
        case_id=request.case_id,
        request=request,
        about=request.held,
        words=said(words),
        attached_at=clock.now(),
        attached_by=acting(by),
    )
    told = {"statement": made.pk, "person": request.person_id, "case": request.case_id}
    record(request, "records.disagree", by=by, **told, words=veiled("statement", made.words))
    return made


def _settle(request: CorrectionRequest, by: Actor, answer: str) -> None:
    request.answer = said(answer)
    request.decided_at, request.decided_by = clock.now(), acting(by)
    request.save(update_fields=["status", "answer", "decided_at", "decided_by"])


def _again(request: CorrectionRequest) -> CorrectionRequest:
    """The row as it is now, held until the transaction ends."""
    rows = CorrectionRequest.objects.select_for_update(of=("self",)).select_related("person", "case")
    return rows.get(pk=request.pk)
