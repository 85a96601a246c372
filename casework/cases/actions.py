"""The verbs of a case."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import clock, search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person as acting_person, require
from casework.core.references import new_reference
from casework.core.states import move
from casework.core.text import one_line, plain
from casework.directory.models import Issue, Language, Office
from casework.directory.queries import closed_days

from .models import Assignment, Case, Message, Note, StatusChange
from .queries import document_of
from .signals import case_closed
from .standards import due_on
from .states import MOVES, CaseStatus, Channel, ClosureReason, Direction, ReplyBy, Urgency, WaitingOn

#: What a person of staff may correct on a case that is open.
_FACTS: Final = frozenset({"subject", "issue", "urgency", "language", "reply_by", "due_on"})


@transaction.atomic
def open_case(
    *,
    by: Actor,
    office: Office,
    person: Person,
    subject: str,
    reference: str = "",
    issue: Issue | None = None,
    urgency: str = Urgency.ROUTINE,
    language: str = "en",
    reply_by: str = ReplyBy.EMAIL,
    received_at: datetime | None = None,
) -> Case:
    """Open a file for one matter of one person, under the reference they were given or a new one.

    Due: the office's promise in working days from the day it came in. Raises NotPermitted outside the office, and
    for a person of another office.
    """
    require(by, "add", Case(office=office))
    if person.office_id != office.pk:
        raise NotPermitted(_("That person belongs to another office."))
    _require_choices({"urgency": urgency, "language": language, "reply_by": reply_by})
    came_in = received_at or clock.now()
    case = Case(
        reference=reference or new_reference(),
        office=office,
        person=person,
        subject=_subject(subject),
        issue=issue,
        urgency=urgency,
        language=language,
        reply_by=reply_by,
        due_on=due_on(timezone.localdate(came_in), days=office.reply_days, closed=closed_days(office.pk)),
    )
    case.save()
    StatusChange.objects.create(case=case, now=case.status, changed_by=acting_person(by))
    record(case, "cases.open", by=by)
    index(case)
    return case


@transaction.atomic
def bring_in(
    *,
    by: Actor,
    office: Office,
    subject: str,
    body: str,
    channel: str,
    person: Person | None = None,
    newcomer: Mapping[str, str] | None = None,
    is_mine: bool = False,
    **facts: Any,
) -> Case:
    """Open a case for what somebody told us in person, by telephone or by post: their words are its first message.

    ``newcomer`` holds the name and the ways to reach somebody the office does not know yet; ``facts`` are those of
    ``open_case``; ``is_mine`` makes whoever wrote it down the owner at once.
    """
    reach = dict(newcomer or {})
    if person is None:
        language = facts.get("language", "en")
        person = contacts.add_person(by=by, office=office, language=language, **reach)
    elif said := {kind: reach[kind] for kind in ("email", "phone", "post") if reach.get(kind)}:
        contacts.add_contact_points(person, by=by, **said)
    case = open_case(by=by, office=office, person=person, subject=subject, **facts)
    add_message(case, by=by, body=body, channel=channel, subject=subject)
    return take(case, by=by) if is_mine else case


@transaction.atomic
def add_message(
    case: Case,
    *,
    by: Actor,
    body: str,
    channel: str,
    subject: str = "",
    source: str = "",
    message_id: str = "",
    occurred_at: datetime | None = None,
) -> Message:
    """Put what somebody said to us on the case, once for each ``source``; a case on hold or resolved wakes up.

    A closed case stays closed, since only a person opens it again: the message is kept, and its history says so.
    """
    case = _locked(case)
    require(by, "change", case)
    if known := _copied_before(case, Direction.IN, source):
        return known
    message = _write_message(
        case,
        direction=Direction.IN,
        channel=channel,
        subject=subject,
        body=body,
        source=source,
        message_id=message_id,
        occurred_at=occurred_at or clock.now(),
        logged_by=acting_person(by),
    )
    if case.status in {CaseStatus.WAITING, CaseStatus.RESOLVED}:
        _move(case, CaseStatus.OPEN, by=SYSTEM, reason=_("A message came in."))
    record(case, "cases.message", by=by, channel=channel, source=source, status=str(case.status))
    return message


@transaction.atomic
def record_reply(
    case: Case, *, by: Actor, subject: str, body: str, channel: str, source: str, message_id: str, sent_at: datetime
) -> Message:
    """Lay the letter that left beside the message it answers, once, however often it is told.

    The case is then resolved, unless somebody has already moved it on.
    """
    case = _locked(case)
    require(by, "change", case)
    if known := _copied_before(case, Direction.OUT, source):
        return known
    message = _write_message(
        case,
        direction=Direction.OUT,
        channel=channel,
        subject=subject,
        body=body,
        source=source,
        message_id=message_id,
        occurred_at=sent_at,
        logged_by=acting_person(by),
    )
    if case.is_active:
        _move(case, CaseStatus.RESOLVED, by=by, reason=_("The reply was sent."))
    record(case, "cases.reply", by=by, channel=channel, source=source, status=str(case.status))
    return message


@transaction.atomic
def add_note(case: Case, *, by: Actor, body: str) -> Note:
    """Write an internal note; it is never sent to anybody."""
    case = _locked(case)
    require(by, "change", case)
    words = plain(body).strip()
    if not words:
        raise CaseworkError(_("Write something in the note first."))
    note = Note.objects.create(case=case, body=words, written_by=acting_person(by))
    record(case, "cases.note", by=by)
    _touch(case)
    return note


@transaction.atomic
def change(case: Case, *, by: Actor, **facts: Any) -> Case:
    """Correct what the case is about and how it is answered: subject, issue, urgency, language, reply_by, due_on."""
    case = _locked(case)
    require(by, "change", case)
    if strays := sorted(set(facts) - _FACTS):
        raise NotPermitted(_("%(facts)s is not changed here.") % {"facts": ", ".join(strays)})
    if not case.is_active:
        raise CaseworkError(_("%(case)s is closed. Reopen it to change its details.") % {"case": case})
    if "subject" in facts:
        facts["subject"] = _subject(facts["subject"])
    _require_choices(facts)
    changed = sorted(name for name, value in facts.items() if getattr(case, name) != value)
    if not changed:
        return case
    if not changed:
        return case
    for name in changed:
        setattr(case, name, facts[name])
    case.save(update_fields=changed)
    record(case, "cases.change", by=by, what=changed)
    index(case)
    return case


@transaction.atomic
def take(case: Case, *, by: Actor) -> Case:
    """Make the case one's own. Raises CaseworkError when a colleague was quicker; taking one's own changes nothing."""
    case = _locked(case)
    require(by, "change", case)
    if by is SYSTEM:
        raise NotPermitted(_("Only a person answers for a case."))
    if case.owner_id == by.pk:
        return case
    if case.owner_id is not None:
        raise CaseworkError(_("%(case)s already has an owner. Ask for it to be handed over to you.") % {"case": case})
    return _set_owner(case, by, by=by, action="cases.take")


@transaction.atomic
def assign(case: Case, *, by: Actor, to: Any, reason: str = "") -> Case:
    """Give the case to somebody of its office, or (``to=None``) to nobody; its owner keeps it without a line."""
    case = _locked(case)
    require(by, "change", case)
    _require_colleague(case, to)
    if case.owner_id == (to and to.pk):
        return case
    return _set_owner(case, to, by=by, action="cases.assign", reason=reason)


@transaction.atomic
def hand_over(case: Case, *, by: Actor, to: Any, reason: str) -> Case:
    """Pass one's own case to a colleague, with the words they need; the words become a note."""
    case = _locked(case)
    require(by, "change", case)
    if by is SYSTEM or case.owner_id != by.pk:
        raise NotPermitted(_("Only the owner of %(case)s can hand it over. Assign it instead.") % {"case": case})
    if to is None or to.pk == by.pk:
        raise CaseworkError(_("Choose the colleague who takes over."))
    _require_colleague(case, to)
    words = plain(reason).strip()
    if not words:
        raise CaseworkError(_("Say what your colleague needs to know."))
    Note.objects.create(case=case, body=words, written_by=acting_person(by))
    index(case)
    return _set_owner(case, to, by=by, action="cases.hand_over")


@transaction.atomic
def hold(case: Case, *, by: Actor, waiting_on: str, reason: str = "") -> Case:
    """Put the case on hold and say whom it waits for; the promise to answer keeps running."""
    case = _locked(case)
    require(by, "change", case)
    if waiting_on not in WaitingOn.values:
        raise CaseworkError(_("Say whom the case waits for."))
    case.waiting_on = waiting_on
    return _change_status(case, CaseStatus.WAITING, by=by, reason=reason)


@transaction.atomic
def resume(case: Case, *, by: Actor, reason: str = "") -> Case:
    """Take the case off hold."""
    case = _locked(case)
    require(by, "change", case)
    if case.status != CaseStatus.WAITING:
        raise CaseworkError(_("%(case)s is not on hold.") % {"case": case})
    return _change_status(case, CaseStatus.OPEN, by=by, reason=reason)


@transaction.atomic
def resolve(case: Case, *, by: Actor, reason: str = "") -> Case:
    """Say that what the person needed is done; the case is still to be closed."""
    case = _locked(case)
    require(by, "change", case)
    return _change_status(case, CaseStatus.RESOLVED, by=by, reason=reason)


@transaction.atomic
def close(case: Case, *, by: Actor, closure_reason: str, reason: str = "") -> Case:
    """Close the file; only a person does, and says why. Open drafts on it become void."""
    case = _locked(case)
    require(by, "change", case)
    if by is SYSTEM:
        raise NotPermitted(_("A case is closed by a person."))
    if closure_reason not in ClosureReason.values:
        raise CaseworkError(_("Say why the case is closed."))
    case.closure_reason = closure_reason
    case.closed_at, case.closed_by = clock.now(), by
    _change_status(case, CaseStatus.CLOSED, by=by, reason=reason)
    case_closed.send(sender=Case, case=case, by=by)
    return case


@transaction.atomic
def reopen(case: Case, *, by: Actor, reason: str) -> Case:
    """Open a resolved or closed case again; what happened before stays on it."""
    case = _locked(case)
    require(by, "change", case)
    if case.status not in {CaseStatus.RESOLVED, CaseStatus.CLOSED}:
        raise CaseworkError(_("%(case)s is open already.") % {"case": case})
    if not plain(reason).strip():
        raise CaseworkError(_("Say why the case is opened again."))
    case.closed_at = case.closed_by = None
    case.closure_reason = ""
    return _change_status(case, CaseStatus.OPEN, by=by, reason=reason)


def index(case: Case) -> None:
    """Refresh what search finds of a case."""
    search.put("case", **asdict(document_of(case)))


def index_cases_of(person: Person) -> None:
    """Refresh what search finds of every case of one person, oldest first, since they are called otherwise now."""
    cases = Case.objects.filter(person=person).order_by("last_activity_at", "pk")
    for case in cases.select_related("person").iterator(chunk_size=100):
        index(case)


def _locked(case: Case) -> Case:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    return Case.objects.select_for_update(of=("self",)).select_related("office", "person").get(pk=case.pk)


def _change_status(case: Case, to: str, *, by: Actor, reason: str = "") -> Case:
    """Move the case and say so in its history."""
    was = _move(case, to, by=by, reason=reason)
    record(case, "cases.status", by=by, was=was, now=str(to))
    return case


def _move(case: Case, to: str, *, by: Actor, reason: str = "") -> str:
    """The row that rules read; the verb that moves the case writes the line. Returns the status it came from."""
    was = move(case, to, MOVES)
    if to != CaseStatus.WAITING:
        case.waiting_on = ""
    case.last_activity_at = clock.now()
    case.save()
    StatusChange.objects.create(case=case, was=was, now=to, changed_by=acting_person(by), reason=plain(reason).strip())
    return was


def _set_owner(case: Case, to: Any, *, by: Actor, action: str, reason: str = "") -> Case:
    was, case.owner = case.owner_id, to
    case.last_activity_at = clock.now()
    case.save(update_fields=["owner", "last_activity_at"])
    Assignment.objects.create(
        case=case, was_id=was, now=to, assigned_by=acting_person(by), reason=plain(reason).strip()
    )
    if to is not None and case.status == CaseStatus.NEW:
        _move(case, CaseStatus.OPEN, by=by)
    record(case, action, by=by, was=was, now=to and to.pk, status=str(case.status))
    return case


def _require_colleague(case: Case, to: Any) -> None:
    if to is None:
        return
    if not get_user_model().objects.filter(pk=to.pk, is_active=True, memberships__office_id=case.office_id).exists():
        raise NotPermitted(_("That person does not work in the office of %(case)s.") % {"case": case})


def _require_choice(value: str, choices: type[TextChoices], words: str) -> None:
    if value not in choices.values:
        raise CaseworkError(words)


def _require_choices(facts: Mapping[str, Any]) -> None:
    """Refuse a fact that is on none of the lists, before the database does."""
    _require_choice(facts.get("urgency", Urgency.ROUTINE), Urgency, _("Say how urgent it is."))
    _require_choice(facts.get("language", Language.ENGLISH), Language, _("Choose English or French."))
    _require_choice(facts.get("reply_by", ReplyBy.NONE), ReplyBy, _("Say how they want the answer."))


def _subject(typed: str) -> str:
    return one_line(typed)[:200] or _("(no subject)")


def _copied_before(case: Case, direction: str, source: str) -> Message | None:
    """The message copied from this source before, if one was; raises when it was laid on another case."""
    known = Message.objects.filter(direction=direction, source=source).first() if source else None
    if known is not None and known.case_id != case.pk:
        raise CaseworkError(_("%(source)s lies on another case already.") % {"source": source})
    return known


def _write_message(case: Case, *, subject: str, body: str, **fields: Any) -> Message:
    _require_choice(fields["channel"], Channel, _("Say how the message came."))
    message = Message.objects.create(case=case, subject=one_line(subject)[:200], body=plain(body), **fields)
    _touch(case)
    return message


def _touch(case: Case) -> None:
    case.last_activity_at = clock.now()
    case.save(update_fields=["last_activity_at"])
    index(case)
