"""The verbs of the front door. Nothing comes in but by ``receive``."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.cases.states import Channel, Urgency
from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.references import new_reference
from casework.core.states import move
from casework.directory.models import Issue, Office

from .incoming import Incoming, tidy
from .models import RoutingRule, Submission
from .queries import rules_of
from .routing import route
from .screening import screen
from .states import MOVES, SubmissionStatus, Verdict

KEY_LENGTH = Submission._meta.get_field("key").max_length


def receive(incoming: Incoming, *, office: Office, key: str, by: Actor = SYSTEM) -> Submission:
    """Write down what arrived, exactly as it was typed, and give it a number.

    ``key`` belongs to one form sent: the same key again returns the submission it made the first time.
    The text is stored even when screening or routing think little of it; only a person says spam.
    """
    if not (0 < len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()):
        raise CaseworkError(
            _("Every form sent needs a key of its own, of up to %(most)s letters.") % {"most": KEY_LENGTH}
        )
    if incoming.channel not in Channel.values:
        raise CaseworkError(_("Say how the message came."))
    require(by, "change", Submission(office=office))
    try:
        with transaction.atomic():
            return _write(incoming, office=office, key=key, by=by)
    except IntegrityError:
        # The same form was here before, or its second post was quicker by a moment: one submission answers both.
        known = Submission.objects.filter(key=key).first()
        if known is None:
            raise
        return known


@transaction.atomic
def accept(
    submission: Submission,
    *,
    by: Actor,
    person: Person | None = None,
    is_new_person: bool = False,
    subject: str = "",
    issue: Issue | None = None,
    urgency: str = "",
    take: bool = False,
) -> Case:
    """Open a case for it, under its own reference, for the person who wrote or for one the officer chose.

    ``is_new_person`` says that it is nobody the office knows, however alike; ``take`` makes the officer the owner.
    """
    submission = _locked(submission)
    require(by, "change", submission)
    meet = contacts.add_person if is_new_person else contacts.find_or_add
    whom = person or meet(by=by, office=submission.office, **_sender(submission))
    case = cases.open_case(
        by=by,
        office=submission.office,
        person=whom,
        subject=subject or submission.subject,
        reference=submission.reference,
        issue=issue or submission.issue,
        urgency=urgency or submission.urgency,
        language=submission.reply_language,
        reply_by=submission.reply_by,
        received_at=submission.received_at,
    )
    _file(submission, case, by=by, status=SubmissionStatus.ACCEPTED)
    return cases.take(case, by=by) if take else case


@transaction.atomic
def attach(submission: Submission, *, by: Actor, case: Case) -> Case:
    """Put it on a case that is open already, as one more message of the same matter."""
    submission = _locked(submission)
    require(by, "change", submission)
    require(by, "change", case)
    if case.office_id != submission.office_id:
        raise NotPermitted(_("That case belongs to another office."))
    _file(submission, case, by=by, status=SubmissionStatus.ATTACHED)
    return case


@transaction.atomic
def mark_spam(submission: Submission, *, by: Actor) -> Submission:
    """Put it aside as spam; it is kept whole and can be brought back."""
    submission = _locked(submission)
    require(by, "change", submission)
    if by is SYSTEM:
        raise NotPermitted(_("Only a person marks a message as spam."))
    move(submission, SubmissionStatus.REJECTED, MOVES)
    submission.decided_at, submission.decided_by = timezone.now(), by
    submission.save(update_fields=["status", "decided_at", "decided_by"])
    record(submission, "intake.mark_spam", by=by)
    return submission


@transaction.atomic
def not_spam(submission: Submission, *, by: Actor) -> Submission:
    """Bring it back to triage."""
    submission = _locked(submission)
    require(by, "change", submission)
    if submission.status not in {SubmissionStatus.REJECTED, SubmissionStatus.HELD}:
        raise CaseworkError(_("%(submission)s is not marked as spam.") % {"submission": submission})
    move(submission, SubmissionStatus.RECEIVED, MOVES)
    submission.decided_at = submission.decided_by = None
    submission.save(update_fields=["status", "decided_at", "decided_by"])
    record(submission, "intake.not_spam", by=by)
    return submission


@transaction.atomic
def save_rule(rule: RoutingRule, *, by: Actor) -> RoutingRule:
    """Write down a routing rule, or a new version of it."""
    is_new = rule.pk is None
    require(by, "add" if is_new else "change", rule)
    rule.save()
    record(rule, "intake.rule", by=by, version=rule.version)
    return rule


@search.source("submission")
def documents() -> Iterator[search.Document]:
    """What search finds of every submission, for a rebuild."""
    for submission in Submission.objects.iterator(chunk_size=1000):
        yield search.Document(submission.pk, submission.office_id, *_words(submission))


def _write(incoming: Incoming, *, office: Office, key: str, by: Actor) -> Submission:
    raw = incoming.as_json()
    clean = tidy(incoming)
    verdict = screen(clean)
    found = route(clean, rules_of(office.pk))
    submission = Submission(
        reference=new_reference(),
        key=key,
        office=office,
        **_columns(clean),
        raw=raw,
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
        status=SubmissionStatus.HELD if verdict.is_held else SubmissionStatus.RECEIVED,
        verdict=verdict.verdict,
        issue_id=found.issue_id,
        unit_id=found.unit_id,
        urgency=found.urgency or Urgency.ROUTINE,
        trace=found.trace,
    )
    submission.save()
    record(submission, "intake.receive", by=by, channel=incoming.channel, verdict=str(verdict.verdict))
    title, body = _words(submission)
    search.put("submission", submission.pk, office_id=submission.office_id, title=title, body=body)
    return submission


def _columns(clean: Incoming) -> dict[str, Any]:
    """What the columns hold: words cut to their width. An e-mail address is never cut: the rest is somebody else's."""
    values = clean.as_data()
    del values["wants_person_check"]
    for name, value in values.items():
        most = Submission._meta.get_field(name).max_length
        if isinstance(value, str) and most and len(value) > most:
            values[name] = "" if name == "email" else value[:most]
    return values


def _words(submission: Submission) -> tuple[str, str]:
    who = f"{submission.name} {submission.email} {submission.phone} {submission.postal_code}"
    return f"{submission.reference} {submission.subject} {submission.name}", f"{who}\n{submission.body}"


def _sender(submission: Submission) -> dict[str, str]:
    return {
        "name": submission.name or _("(no name given)"),
        "language": submission.reply_language,
        "postal_code": submission.postal_code,
        "email": submission.email,
        "phone": submission.phone,
        "post": submission.address,
    }


def _file(submission: Submission, case: Case, *, by: Actor, status: str) -> None:
    """The only copy ever made of what was typed: from the submission to the case."""
    move(submission, status, MOVES)
    submission.case = case
    submission.verdict = Verdict.HUMAN
    submission.decided_at, submission.decided_by = timezone.now(), by
    submission.save(update_fields=["status", "verdict", "case", "decided_at", "decided_by"])
    cases.add_message(
        case,
        by=by,
        body=submission.body,
        channel=submission.channel,
        subject=submission.subject,
        source=submission.reference,
        occurred_at=submission.received_at,
    )
    if submission.access_needs or submission.access_words:
        contacts.note_access_needs(
            case.person,
            by=by,
            reference=submission.reference,
            codes=submission.access_needs,
            words=submission.access_words,
        )
    record(submission, f"intake.{'accept' if status == SubmissionStatus.ACCEPTED else 'attach'}", by=by, case=str(case))


def _locked(submission: Submission) -> Submission:
    """The row as it is now, held until the transaction ends."""
    return Submission.objects.select_for_update(of=("self",)).select_related("office", "issue").get(pk=submission.pk)
