"""What was said on a case, to us, by us and among ourselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import SYSTEM, Actor, person as acting_person, require
from casework.core.text import one_line, plain

from ..models import Case, Message, Note
from ..states import MESSAGE_CAME_IN, REPLY_WAS_SENT, CaseStatus, Channel, Direction
from .shared import locked, move_case, require_choice, touch


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
    case = locked(case)
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
        # Copied from what arrived: the person wrote it, nobody wrote it down for them.
        logged_by=None if source else acting_person(by),
    )
    if case.status in {CaseStatus.WAITING, CaseStatus.RESOLVED}:
        move_case(case, CaseStatus.OPEN, by=SYSTEM, reason=MESSAGE_CAME_IN)
    record(case, "cases.message", by=by, channel=channel, source=source, status=str(case.status))
    return message


@transaction.atomic
def record_reply(
    case: Case, *, by: Actor, subject: str, body: str, channel: str, source: str, message_id: str, sent_at: datetime
) -> Message:
    """Lay the letter that left beside the message it answers, once, however often it is told.

    The case is then resolved, unless somebody has already moved it on.
    """
    case = locked(case)
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
        move_case(case, CaseStatus.RESOLVED, by=by, reason=REPLY_WAS_SENT)
    record(case, "cases.reply", by=by, channel=channel, source=source, status=str(case.status))
    return message


@transaction.atomic
def add_note(case: Case, *, by: Actor, body: str) -> Note:
    """Write an internal note; it is never sent to anybody."""
    case = locked(case)
    require(by, "change", case)
    words = plain(body).strip()
    if not words:
        raise CaseworkError(_("Write something in the note first."))
    note = Note.objects.create(case=case, body=words, written_by=acting_person(by))
    record(case, "cases.note", by=by)
    touch(case)
    return note


def _copied_before(case: Case, direction: str, source: str) -> Message | None:
    """The message copied from this source before, if one was; raises when it was laid on another case."""
    known = Message.objects.filter(direction=direction, source=source).first() if source else None
    if known is not None and known.case_id != case.pk:
        raise CaseworkError(_("%(source)s lies on another case already.") % {"source": source})
    return known


def _write_message(case: Case, *, subject: str, body: str, **fields: Any) -> Message:
    require_choice(fields["channel"], Channel, _("Say how the message came."))
    message = Message.objects.create(case=case, subject=one_line(subject)[:200], body=plain(body), **fields)
    touch(case)
    return message
