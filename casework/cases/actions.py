"""The verbs of a case."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person as acting_person, require
from casework.core.references import new_reference
from casework.core.states import move
from casework.core.text import one_line
from casework.directory.models import Issue, Office
from casework.directory.queries import closed_days

from .models import Assignment, Case, Message, Note, StatusChange
from .signals import case_closed
from .standards import due_on
from .states import MOVES, CaseStatus, Channel, ClosureReason, Direction, ReplyBy, Urgency, WaitingOn


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
    if person.office_id != office.pk:
        raise NotPermitted(_("That person belongs to another office."))
    came_in = received_at or timezone.now()
    case = Case(
        reference=reference or new_reference(),
        office=office,
        person=person,
        subject=one_line(subject)[:200] or _("(no subject)"),
        issue=issue,
        urgency=urgency,
        language=language,
        reply_by=reply_by,
        due_on=due_on(timezone.localtime(came_in).date(), days=office.reply_days, closed=closed_days(office.pk)),
    )
    require(by, "add", case)
    case.save()
    StatusChange.objects.create(case=case, now=case.status, changed_by=acting_person(by))
    record(case, "cases.open", by=by)
    index(case)
    return case


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
    """Put what somebody said to us on the case; a case on hold, resolved or closed wakes up.

    A closed case is opened again only by a person: the message is kept, and the case says that it came.
    """
    case = _locked(case)
    require(by, "change", case)
    message = _write_message(
        case,
        direction=Direction.IN,
        channel=channel,
        subject=one_line(subject)[:200],
        body=body,
        source=source,
        message_id=message_id,
        occurred_at=occurred_at or timezone.now(),
        logged_by=acting_person(by),
    )
    record(case, "cases.message", by=by, channel=channel, source=source)
    if case.status in {CaseStatus.WAITING, CaseStatus.RESOLVED}:
        _change_status(case, CaseStatus.OPEN, by=SYSTEM, reason=_("A message came in."))
    return message


@transaction.atomic
def record_reply(
    case: Case, *, by: Actor, subject: str, body: str, channel: str, source: str, message_id: str, sent_at: datetime
) -> Message:
    """Lay the letter that left beside the message it answers, once, however often it is told.

    The case is then resolved, unless somebody has already moved it on.
    """
    case = _locked(case)
    known = case.messages.filter(direction=Direction.OUT, source=source).first()
    if known is not None:
        return known
    message = _write_message(
        case,
        direction=Direction.OUT,
        channel=channel,
        subject=one_line(subject)[:200],
        body=body,
        source=source,
        message_id=message_id,
        occurred_at=sent_at,
        logged_by=acting_person(by),
    )
    record(case, "cases.reply", by=by, channel=channel, source=source)
    if case.status in {CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.WAITING}:
        _change_status(case, CaseStatus.RESOLVED, by=by, reason=_("The reply was sent."))
    return message


@transaction.atomic
def add_note(case: Case, *, by: Actor, body: str) -> Note:
    """Write an internal note; it is never sent to anybody."""
    case = _locked(case)
    require(by, "change", case)
    if not body.strip():
        raise CaseworkError(_("Write something in the note first."))
    note = Note.objects.create(case=case, body=body.strip(), written_by=acting_person(by))
    record(case, "cases.note", by=by)
    _touch(case)
    return note


@transaction.atomic
def take(case: Case, *, by: Actor) -> Case:
    """Make the case one's own. Raises CaseworkError when a colleague was quicker; taking one's own changes nothing."""
    case = _locked(case)
    require(by, "change", case)
    if case.owner_id == by.pk:
        return case
    if case.owner_id is not None:
        raise CaseworkError(
            _("%(case)s already has an owner. Ask for it to be handed over to you.") % {"case": case}
        )
    return _set_owner(case, by, by=by, action="cases.take")


@transaction.atomic
def assign(case: Case, *, by: Actor, to: Any, reason: str = "") -> Case:
    """Give the case to somebody of its office, or (``to=None``) to nobody."""
    case = _locked(case)
    require(by, "change", case)
    _require_colleague(case, to)
    return _set_owner(case, to, by=by, action="cases.assign", reason=reason)


@transaction.atomic
def hand_over(case: Case, *, by: Actor, to: Any, reason: str) -> Case:
    """Pass one's own case to a colleague, with the words they need; the words become a note."""
    case = _locked(case)
    require(by, "change", case)
    if case.owner_id != by.pk:
        raise NotPermitted(_("Only the owner of %(case)s can hand it over. Assign it instead.") % {"case": case})
    if to is None or to.pk == by.pk:
        raise CaseworkError(_("Choose the colleague who takes over."))
    _require_colleague(case, to)
    if not reason.strip():
        raise CaseworkError(_("Say what your colleague needs to know."))
    Note.objects.create(case=case, body=reason.strip(), written_by=acting_person(by))
    return _set_owner(case, to, by=by, action="cases.hand_over", reason=reason)


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
    case.closed_at, case.closed_by = timezone.now(), by
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
    if not reason.strip():
        raise CaseworkError(_("Say why the case is opened again."))
    case.closed_at = case.closed_by = None
    case.closure_reason = ""
    return _change_status(case, CaseStatus.OPEN, by=by, reason=reason)


def index(case: Case) -> None:
    """Refresh what search finds of a case."""
    title, body = _words(case)
    search.put("case", case.pk, office_id=case.office_id, title=title, body=body)


@search.source("case")
def documents() -> Iterator[search.Document]:
    """What search finds of every case, for a rebuild."""
    cases = Case.objects.select_related("person").prefetch_related("messages", "notes", "person__contact_points")
    for case in cases.iterator(chunk_size=500):
        yield search.Document(case.pk, case.office_id, *_words(case))


def _words(case: Case) -> tuple[str, str]:
    said = [f"{message.subject} {message.body}" for message in case.messages.all()]
    noted = [note.body for note in case.notes.all()]
    points = [point.value for point in case.person.contact_points.all()]
    return f"{case.reference} {case.subject} {case.person.name}", "\n".join([*points, *said, *noted])


def _locked(case: Case) -> Case:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    return Case.objects.select_for_update(of=("self",)).select_related("office", "person").get(pk=case.pk)


def _change_status(case: Case, to: str, *, by: Actor, reason: str = "") -> Case:
    was = move(case, to, MOVES)
    if to != CaseStatus.WAITING:
        case.waiting_on = ""
    case.last_activity_at = timezone.now()
    case.save()
    StatusChange.objects.create(case=case, was=was, now=to, changed_by=acting_person(by), reason=reason.strip())
    record(case, "cases.status", by=by, was=was, now=str(to))
    return case


def _set_owner(case: Case, to: Any, *, by: Actor, action: str, reason: str = "") -> Case:
    was, case.owner = case.owner, to
    case.last_activity_at = timezone.now()
    case.save(update_fields=["owner", "last_activity_at"])
    Assignment.objects.create(case=case, was=was, now=to, assigned_by=acting_person(by), reason=reason.strip())
    record(case, action, by=by, was=was and was.pk, now=to and to.pk)
    if to is not None and case.status == CaseStatus.NEW:
        _change_status(case, CaseStatus.OPEN, by=by)
    return case


def _require_colleague(case: Case, to: Any) -> None:
    if to is None:
        return
    if not get_user_model().objects.filter(
        pk=to.pk, is_active=True, memberships__office_id=case.office_id
    ).exists():
        raise NotPermitted(_("That person does not work in the office of %(case)s.") % {"case": case})


def _write_message(case: Case, **fields: Any) -> Message:
    if fields["channel"] not in Channel.values:
        raise CaseworkError(_("Say how the message came."))
    message = Message.objects.create(case=case, **fields)
    _touch(case)
    return message


def _touch(case: Case) -> None:
    case.last_activity_at = timezone.now()
    case.save(update_fields=["last_activity_at"])
    index(case)
