"""Passing a case on: offered to another office, which accepts or declines it, withdrawn, or over after two weeks.

The case stays where it is, closed, with everything on it. The other office opens one of its own.
"""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.contacts import actions as contacts
from casework.contacts.models import ContactKind, Person
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, may, require
from casework.core.text import plain

from ..consenting import PASSES_ON, STANDS, Covers, gives_away, why_not_outside
from ..levels import Level
from ..models import Case, Consent, LevelChange, Message, Note, Outcome, Transfer
from ..notices import offer_answered, offered
from ..queries import oversees
from ..queries.access import asked_on
from ..queries.sharing import has_conflict_with, may_send, person_of, said_before
from ..signals import case_closed, case_passed_on
from ..states import AS_IT_WAS_THERE, PASSED_ON, WAS_PASSED_ON, CaseStatus, ClosureReason
from .accommodations import ask_accommodation
from .opening import open_case
from .shared import index, locked, move_case


@transaction.atomic
def ask_transfer(case: Case, *, by: Actor, consent: Consent, reason: str, summary: str = "") -> Transfer:
    """Offer the case to the office that the consent names; it has two weeks to answer.

    Until it accepts, that office reads the issue and the reason: they may say nothing that tells who it is.
    """
    case = locked(case)
    _require_sender(case, by)
    if case.status == CaseStatus.CLOSED:
        raise CaseworkError(_("%(case)s is closed. Reopen it to pass it on.") % {"case": case})
    if why_not := why_not_outside(case.sensitivity, oversees=oversees(by)):
        raise NotPermitted(str(why_not))
    consent = case.consents.select_related("with_office", "end").get(pk=consent.pk)
    if consent.with_office is None or consent.covers not in PASSES_ON or not consent.is_in_force:
        raise CaseworkError(_("No consent covers this. Ask the person, and note it on the case first."))
    if case.transfers.standing().exists():
        raise CaseworkError(_("%(case)s is offered to an office already. Withdraw that first.") % {"case": case})
    why, more = plain(reason).strip(), plain(summary).strip()
    _require_words(case, consent, why, more)
    transfer = Transfer.objects.create(
        case=case,
        to_office=consent.with_office,
        consent=consent,
        issue=case.issue,
        reason=why,
        summary=more,
        asked_at=clock.now(),
        asked_by=by,
        expires_at=clock.now() + STANDS,
    )
    record(case, "cases.transfer", by=by, transfer=transfer.pk, to=consent.with_office_id, consent=consent.pk)
    offered(transfer)
    return transfer


@transaction.atomic
def withdraw_transfer(transfer: Transfer, *, by: Actor) -> Transfer:
    """Take the offer back; the other office reads no more of it than it did."""
    case = locked(transfer.case)
    transfer = _reread(transfer)
    _require_sender(case, by)
    _require_open(transfer)
    _decide(transfer, Outcome.WITHDRAWN, by)
    record(case, "cases.transfer_withdrawn", by=by, transfer=transfer.pk, to=transfer.to_office_id)
    return transfer


@transaction.atomic
def decline_transfer(transfer: Transfer, *, by: Actor, reason: str) -> Transfer:
    """Say no for the office that was asked, and why; whoever asked reads it."""
    case = locked(transfer.case)
    transfer = _reread(transfer)
    _require_receiver(transfer, by)
    words = plain(reason).strip()
    if not words:
        raise CaseworkError(_("Say why: the other office has to tell the person something."))
    _decide(transfer, Outcome.DECLINED, by, words)
    record(transfer, "cases.transfer_declined", by=by)
    record(case, "cases.transfer_declined", by=by, transfer=transfer.pk, to=transfer.to_office_id)
    offer_answered(transfer)
    return transfer


@transaction.atomic
def accept_transfer(transfer: Transfer, *, by: Actor) -> Case:
    """Open a case of one's own office with what the consent covers; the case it came from is closed as passed on.

    The person becomes one of this office's own, with no consent to anything yet. Raises CaseworkError when the offer
    no longer stands: withdrawn, over, its consent taken back, or the case kept more closely since.
    """
    old = locked(transfer.case)
    transfer = _reread(transfer)
    _require_receiver(transfer, by)
    _require_still_meant(old, transfer, by)
    new = _open_here(old, transfer, by)
    _ask_there(old, new, transfer)
    passed = _pass_on(old, new, transfer)
    transfer.received_as, transfer.passed_sha256 = new, passed
    _decide(transfer, Outcome.ACCEPTED, by)
    _close(old, transfer)
    record(transfer, "cases.transfer_accepted", by=by, case=new.pk)
    record(old, "cases.transfer_accepted", by=by, transfer=transfer.pk, to=transfer.to_office_id)
    case_passed_on.send(sender=Case, old=old, new=new, transfer=transfer)
    index(new)
    offer_answered(transfer)
    return new


def _require_sender(case: Case, by: Actor) -> None:
    require(by, "change", case)
    if by is SYSTEM or not may_send(case, by):
        words = _("Only the owner of %(case)s or the Director passes it on to another office.")
        raise NotPermitted(words % {"case": case})


def _require_receiver(transfer: Transfer, by: Actor) -> None:
    require(by, "change", transfer)
    if by is SYSTEM or transfer.to_office_id not in by.office_ids:
        raise NotPermitted(_("Only the office that was asked answers."))
    _require_open(transfer)


def _require_open(transfer: Transfer) -> None:
    if not transfer.stands:
        raise CaseworkError(_("%(transfer)s does not stand any more.") % {"transfer": transfer})


def _require_words(case: Case, consent: Consent, reason: str, summary: str) -> None:
    """A reason that names nobody, and a summary where nothing else goes."""
    if not reason:
        raise CaseworkError(_("Say why the other office should take it."))
    person = person_of(case)
    if word := gives_away(reason, person.name, case.reference):
        words = _("The other office reads the reason before it accepts. Leave out what tells who it is: “%(word)s”.")
        raise CaseworkError(words % {"word": word})
    if not summary and consent.covers == Covers.SUMMARY:
        raise CaseworkError(_("The consent covers a summary alone: write one."))


def _require_still_meant(old: Case, transfer: Transfer, by: Any) -> None:
    """The office that asked would still ask, and whoever accepts may see such a case."""
    asker = transfer.asked_by
    is_theirs = asker.is_active and may(asker, "change", old) and old.status != CaseStatus.CLOSED
    if not is_theirs or why_not_outside(old.sensitivity, oversees=oversees(asker)):
        raise CaseworkError(_("Something has changed in the office that offers it. Ask them to offer it again."))
    if old.sensitivity == Level.SENSITIVE and not by.has_perm("cases.view_sensitive_case"):
        raise NotPermitted(_("It is a sensitive case. Somebody whose role opens those has to accept it."))


def _decide(transfer: Transfer, outcome: str, by: Any, words: str = "") -> None:
    transfer.outcome, transfer.answer = outcome, words
    transfer.decided_at, transfer.decided_by = clock.now(), by
    transfer.save()


def _reread(transfer: Transfer) -> Transfer:
    """The row as it is now, held until the transaction ends; after its case, which everybody holds first."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("consent__end", "to_office", "asked_by")
    return rows.get(pk=transfer.pk)


def _open_here(old: Case, transfer: Transfer, by: Any) -> Case:
    """The case of the office that accepts, with a person of its own: known there already, or met now."""
    theirs = person_of(old)
    ways = _ways(theirs)
    # Whoever accepts may have a conflict with somebody their office knows, and must not meet them anew: then it is
    # nobody who finds them, and the case is out of sight as soon as it is there.
    met_by = SYSTEM if has_conflict_with(by, transfer.to_office_id, name=theirs.name, **ways) else by
    person = contacts.find_or_add(
        by=met_by,
        office=transfer.to_office,
        name=theirs.name,
        language=theirs.language,
        postal_code=theirs.postal_code,
        **ways,
    )
    new = open_case(
        by=by,
        office=transfer.to_office,
        person=person,
        subject=old.subject,
        issue=old.issue,
        urgency=old.urgency,
        language=old.language,
        reply_by=old.reply_by,
        reply_to=old.reply_to,
    )
    if old.sensitivity == Level.SENSITIVE:
        was, new.sensitivity = new.sensitivity, Level.SENSITIVE
        new.save(update_fields=["sensitivity"])
        LevelChange.objects.create(case=new, was=was, now=new.sensitivity, changed_by=by, reason=AS_IT_WAS_THERE)
    return new


def _ask_there(old: Case, new: Case, transfer: Transfer) -> None:
    """What they asked for goes along. What was agreed does not: the office that accepts talks with them itself."""
    for need in asked_on(old):
        ask_accommodation(
            new,
            by=SYSTEM,
            code=need.code,
            words=need.words,
            how=need.how,
            reference=str(transfer),
            asked_at=need.asked_at,
        )


def _ways(person: Person) -> dict[str, str]:
    """How to reach somebody, the newest of each kind that may be used."""
    ways: dict[str, str] = {}
    for point in person.contact_points.all():
        if not point.do_not_use:
            ways.setdefault(str(ContactKind(point.kind).value), point.value)
    return ways


def _pass_on(old: Case, new: Case, transfer: Transfer) -> str:
    """Lay what the consent covers on the new case, as it was said and when; returns the hash over it."""
    said = said_before(old) if transfer.has_the_words else []
    copies = [
        Message(
            case=new,
            direction=message.direction,
            channel=message.channel,
            subject=message.subject,
            body=message.body,
            source=f"{PASSED_ON}{transfer.pk}/{number}",
            occurred_at=message.occurred_at,
        )
        for number, message in enumerate(said, start=1)
    ]
    Message.objects.bulk_create(copies)
    if transfer.summary:
        Note.objects.create(case=new, body=transfer.summary, written_by=transfer.asked_by)
    words = [[one.direction, one.channel, one.occurred_at.isoformat(), one.subject, one.body] for one in copies]
    return hashlib.sha256(json.dumps([words, transfer.summary]).encode()).hexdigest()


def _close(old: Case, transfer: Transfer) -> None:
    """What follows in the office that asked: its case is closed, in the name of whoever offered it."""
    old.closure_reason = ClosureReason.TRANSFERRED
    old.closed_at, old.closed_by = clock.now(), transfer.asked_by
    move_case(old, CaseStatus.CLOSED, by=SYSTEM, reason=WAS_PASSED_ON)
    case_closed.send(sender=Case, case=old, by=transfer.asked_by)
