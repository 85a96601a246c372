"""The verbs of the front door. Nothing comes in but by ``receive``."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.cases.states import CaseStatus, Channel, ReplyBy, Urgency
from casework.contacts import actions as contacts
from casework.contacts.access import CODES
from casework.contacts.keys import on_envelope
from casework.contacts.models import Person
from casework.core import clock, search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.files import names, scanning, vault
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.references import new_reference
from casework.core.states import move
from casework.directory.models import Issue, Office, Program
from casework.directory.queries import program_by_code

from .answers import CONSENT_KEY, as_dict, is_for_another, with_consent
from .choices import YES
from .incoming import Incoming, IncomingFile, tidy
from .models import KEY_LENGTH, Attachment, RoutingRule, Submission
from .queries import document_of, program_of, rules_of, without_a_row, wrote
from .routing import route
from .screening import screen
from .states import MOVES, UNSEEN, ScanState, SubmissionStatus, Verdict

#: How often the scanner is asked about a file that it cannot look at, once a minute.
TRIES = 10


def receive(
    incoming: Incoming, *, office: Office, key: str, files: Sequence[IncomingFile] = (), by: Actor = SYSTEM
) -> Submission:
    """Write down what arrived, exactly as it was typed, and give it a number.

    ``key`` belongs to one form sent: the same key again returns the submission it made the first time.
    The text is stored even when screening or routing think little of it; only a person says spam. ``files`` lie in the
    vault already; one that does not is written down as lost, and the message comes in all the same.
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
            return _write(incoming, office=office, key=key, files=files, by=by)
    except IntegrityError:
        # The same form was here before, or its second post was quicker by a moment: one submission answers both.
        known = Submission.objects.filter(key=key).first()
        if known is None:
            raise
        # Only what no row leads to: the first post may have brought the very same bytes.
        vault.remove(without_a_row([file.key for file in files]))
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

    ``is_new_person`` says that it is nobody the office knows, however alike; ``take`` makes the officer the owner,
    unless a conflict of interest keeps the case from them: then somebody else goes on with it.
    """
    submission = _locked(submission)
    _decide(submission, SubmissionStatus.ACCEPTED, by=by)
    whom = _writer(submission, by=by, chosen=person, is_new=is_new_person)
    case = cases.open_case(
        by=by,
        office=submission.office,
        person=whom,
        subject=subject or submission.subject,
        reference=submission.reference,
        issue=issue or submission.issue,
        program=program_of(submission),
        urgency=urgency or submission.urgency,
        language=submission.reply_language,
        reply_by=submission.reply_by,
        reply_to=_answer_to(submission),
        received_at=submission.received_at,
    )
    hand = cases.hand_on(case, by)
    _file(submission, case, by=hand)
    record(submission, "intake.accept", by=by, case=str(case))
    return cases.take(case, by=by) if take and hand is by else case


@transaction.atomic
def attach(submission: Submission, *, by: Actor, case: Case) -> Case:
    """Put it on a case that is not closed, as one more message of the same matter."""
    submission = _locked(submission)
    _decide(submission, SubmissionStatus.ATTACHED, by=by)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    require(by, "change", case)
    if case.office_id != submission.office_id:
        raise NotPermitted(_("That case belongs to another office."))
    if case.status == CaseStatus.CLOSED:
        raise CaseworkError(_("%(case)s is closed. Reopen it first, or open a new case.") % {"case": case})
    _file(submission, case, by=by)
    record(submission, "intake.attach", by=by, case=str(case))
    return Case.objects.get(pk=case.pk)


@transaction.atomic
def mark_spam(submission: Submission, *, by: Actor) -> Submission:
    """Put it aside as spam; it is kept whole and can be brought back."""
    submission = _locked(submission)
    _decide(submission, SubmissionStatus.REJECTED, by=by)
    submission.save(update_fields=["status", "decided_at", "decided_by"])
    record(submission, "intake.mark_spam", by=by)
    return submission


@transaction.atomic
def not_spam(submission: Submission, *, by: Actor) -> Submission:
    """Bring it back to triage."""
    submission = _locked(submission)
    _decide(submission, SubmissionStatus.RECEIVED, by=by)
    submission.decided_at = submission.decided_by = None
    submission.verdict = Verdict.HUMAN
    submission.save(update_fields=["status", "verdict", "decided_at", "decided_by"])
    record(submission, "intake.not_spam", by=by)
    return submission


@transaction.atomic
def open_attachment(attachment: Attachment, *, by: Actor, how: str = "file") -> bytes:
    """The bytes of an attachment, for somebody who opens it; who did is on file.

    Raises CaseworkError while it is held, when a virus was found in it, and when it could not be kept.
    """
    submission = attachment.submission
    require(by, "view", submission)
    attachment = Attachment.objects.select_related("submission").get(pk=attachment.pk)
    if not attachment.may_be_opened:
        raise CaseworkError(f"{attachment}: {attachment.get_scan_display()}.")
    content = vault.read(attachment.key)
    if content is None:
        raise CaseworkError(
            _("The bytes of %(attachment)s are gone. Tell whoever runs the site.") % {"attachment": attachment}
        )
    record(submission, "intake.open_attachment", by=by, number=attachment.number, how=how)
    return content


def scan(attachment: Attachment, *, by: Actor = SYSTEM) -> Attachment:
    """Write down what the scanner says of an attachment; where none is expected, that nobody looked.

    Raises NoScanner when one is expected and does not answer: the attachment stays as it is.
    """
    found, virus = _look(attachment)
    with transaction.atomic():
        rows = Attachment.objects.select_for_update(of=("self",)).select_related("submission")
        now = rows.get(pk=attachment.pk)
        if now.scan not in UNSEEN or (now.scan == found == ScanState.UNSCANNED):
            return now
        now.tries += 1
        if found == ScanState.FAILED and now.tries < TRIES:
            now.save(update_fields=["tries"])
            return now
        now.scan, now.virus, now.scanned_at = found, virus, clock.now()
        now.save(update_fields=["scan", "virus", "scanned_at", "tries"])
        record(now.submission, "intake.scan", by=by, number=now.number, result=str(found))
    return now


@transaction.atomic
def save_rule(rule: RoutingRule, *, by: Actor) -> RoutingRule:
    """Write down a routing rule, or a new version of it.

    Raises CaseworkError for a rule that could never match, and NotPermitted when it would become another office's.
    """
    require(by, "add" if rule.pk is None else "change", rule)
    if rule.pk is not None:
        # Two who change the same rule make two versions of it.
        now = RoutingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
        if now.office_id != rule.office_id:
            raise NotPermitted(_("A rule stays with its office. Write a new one for the other office."))
        rule.version = now.version
    try:
        rule.full_clean()
    except ValidationError as refusal:
        raise CaseworkError(" ".join(refusal.messages)) from None
    rule.save()
    record(rule, "intake.rule", by=by, version=rule.version)
    return rule


def _look(attachment: Attachment) -> tuple[ScanState, str]:
    """What is known of it now, and the name of a virus."""
    if not settings.CLAMD:
        return ScanState.UNSCANNED, ""
    try:
        finding = scanning.scan(vault.read(attachment.key) or b"", place=settings.CLAMD)
    except scanning.CannotScan:
        return ScanState.FAILED, ""
    return (ScanState.CLEAN, "") if finding.is_clean else (ScanState.INFECTED, finding.virus)


def _write(incoming: Incoming, *, office: Office, key: str, files: Sequence[IncomingFile], by: Actor) -> Submission:
    raw = incoming.as_json()
    clean, program = _completed(tidy(incoming))
    verdict = screen(clean)
    found = route(clean, rules_of(office.pk))
    if found.issue_id is None and program is not None and program.issue_id:
        found.issue_id = program.issue_id
        found.trace.append({"program": program.code})
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
    _write_files(submission, files)
    with_files = {"files": len(files)} if files else {}
    record(submission, "intake.receive", by=by, channel=incoming.channel, verdict=str(verdict.verdict), **with_files)
    search.put("submission", **asdict(document_of(submission)))
    return submission


def _write_files(submission: Submission, files: Sequence[IncomingFile]) -> None:
    """A row for each file, in the order in which they came."""
    begins = ScanState.WAITING if settings.CLAMD else ScanState.UNSCANNED
    for number, file in enumerate(files, start=1):
        values = file.as_data() | {"name": names.clean(file.name), "cautions": list(file.cautions)}
        is_here = vault.has(file.key)
        values |= {"scan": begins} if is_here else {"scan": ScanState.LOST, "key": ""}
        Attachment(submission=submission, number=number, received_at=submission.received_at, **values).save()


def _completed(clean: Incoming) -> tuple[Incoming, Program | None]:
    """What the directory adds to what came: the program it is about, a subject from it, the words that were ticked."""
    code = as_dict(clean.answers).get("program", "")
    program = program_by_code(code)
    if not clean.answers:
        return clean, None
    with override(clean.language):
        subject = clean.subject or (program.title() if program else _("Help with a government program"))
    return replace(clean, subject=subject, answers=with_consent(clean.answers, program)), program


def _columns(clean: Incoming) -> dict[str, Any]:
    """What the columns hold: words cut to their width. An e-mail address is never cut: the rest is somebody else's."""
    values = clean.as_data()
    del values["wants_person_check"]
    for name, value in values.items():
        most = getattr(Submission._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and most and len(value) > most:
            values[name] = "" if name == "email" else value[:most]
    return values


def _decide(submission: Submission, to: str, *, by: Actor) -> None:
    """The person's decision, not saved yet: where it goes from where it stands, when and by whom."""
    require(by, "change", submission)
    if by is SYSTEM:
        raise NotPermitted(_("Only a person decides what becomes of a message."))
    move(submission, to, MOVES)
    submission.decided_at, submission.decided_by = clock.now(), by


def _writer(submission: Submission, *, by: Actor, chosen: Person | None, is_new: bool) -> Person:
    """Who wrote it, with the ways to reach them that they gave in it."""
    post = on_envelope(submission.address, submission.postal_code)
    reach = {"email": submission.email, "phone": submission.phone, "post": post}
    if chosen is not None:
        contacts.add_contact_points(chosen, by=by, **reach)
        return chosen
    meet = contacts.add_person if is_new else contacts.find_or_add
    return meet(
        by=by,
        office=submission.office,
        name=submission.name,
        language=submission.reply_language,
        postal_code=submission.postal_code,
        **reach,
    )


def _answer_to(submission: Submission) -> str:
    """The address they gave in this very message for the answer they asked for."""
    if submission.reply_by == ReplyBy.POST:
        return on_envelope(submission.address, submission.postal_code)
    return submission.email


def _file(submission: Submission, case: Case, *, by: Actor) -> None:
    """The only copy ever made of what was typed: from the submission to the case."""
    submission.case = case
    submission.verdict = Verdict.HUMAN
    submission.save(update_fields=["status", "verdict", "case", "decided_at", "decided_by"])
    if wrote(submission, case.person):
        _ask(submission, case, by=by)
        _take_over_consent(submission, case, by=by)
    cases.add_message(
        case,
        by=by,
        body=submission.body,
        channel=submission.channel,
        subject=submission.subject,
        source=submission.reference,
        occurred_at=submission.received_at,
    )


def _ask(submission: Submission, case: Case, *, by: Actor) -> None:
    """What they asked for so that they can read us, reach us or meet us stands on the case."""
    # What was offered when they wrote may be offered no longer: it is asked for all the same.
    retired = [code for code in submission.access_needs if code not in CODES]
    own = "\n".join(filter(None, [submission.access_words, *retired]))
    asked = [(code, "") for code in submission.access_needs if code in CODES]
    for code, words in [*asked, *([("", own)] if own.strip() else [])]:
        cases.ask_accommodation(
            case,
            by=by,
            code=code,
            words=words,
            how=submission.channel,
            reference=submission.reference,
            asked_at=submission.received_at,
            agreed=submission.access_keep,
        )


def _take_over_consent(submission: Submission, case: Case, *, by: Actor) -> None:
    """What they ticked for themselves becomes a consent of their case; anybody else has to be asked."""
    said = as_dict(submission.answers)
    program = program_by_code(said.get("program", ""))
    if program is None or said.get("consent") != YES or is_for_another(submission.answers):
        return
    # Program, language and mark of the wording: the language in which they read it.
    language = said.get(CONSENT_KEY, "").split()[1:2]
    cases.take_over_consent(
        case,
        by=by,
        program=program,
        words=said.get("consent_words", ""),
        language=(language or [submission.language])[0],
        said_on=timezone.localdate(submission.received_at),
    )


def _locked(submission: Submission) -> Submission:
    """The row as it is now, held until the transaction ends."""
    return Submission.objects.select_for_update(of=("self",)).select_related("office", "issue").get(pk=submission.pk)
