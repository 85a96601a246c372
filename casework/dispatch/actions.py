"""The verbs of the exit that a person does, and the news when a letter has left. The sweeps are in ``jobs.py``."""

import logging
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person, require
from casework.core.states import move
from casework.core.text import one_line, plain
from casework.directory.models import Office

from . import gate, render
from .models import Dispatch
from .signals import dispatched
from .states import MOVES, Channel, DispatchStatus

logger = logging.getLogger(__name__)


@transaction.atomic
def queue(  # noqa: PLR0913  (a letter has a from, a to, and words; a bundle of them would be unpacked at once)
    *,
    by: Actor,
    office: Office,
    reference: str,
    channel: str,
    language: str,
    to_name: str,
    to_address: str,
    from_name: str,
    from_address: str,
    subject: str,
    html: str,
    text: str,
    approved_sha256: str,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    not_before: datetime | None = None,
    kind: str = "letter",
    waits: bool = False,
) -> Dispatch:
    """Put an approved letter in line: its bytes are made now, hashed, kept, and are what will leave.

    Who may approve is the caller's to ask; the exit asks who may stop, print and settle. The same approved text under
    the same reference, queued twice, is one dispatch. Raises NoAddress, and CaseworkError while another text is out
    under that reference. One that ``waits`` leaves after its ``release``.
    """
    standing = _standing(office, reference, channel, approved_sha256)
    if standing is not None:
        return standing
    dispatch = Dispatch(office=office, reference=reference, kind=kind, channel=Channel(channel), language=language)
    dispatch.to_name, dispatch.from_name = one_line(to_name)[:200], one_line(from_name)[:200]
    dispatch.subject, dispatch.text, dispatch.html = one_line(subject)[:255], plain(text), plain(html)
    dispatch.approved_sha256 = approved_sha256
    dispatch.status = DispatchStatus.WAITING if waits else DispatchStatus.QUEUED
    dispatch.queued_at, dispatch.queued_by = _when_who(by)
    dispatch.created_at = dispatch.changed_at = dispatch.queued_at or clock.now()
    dispatch.not_before = not_before or dispatch.created_at
    if channel == Channel.EMAIL:
        _as_mail(dispatch, to_address, from_address, in_reply_to, references)
    else:
        _as_page(dispatch, to_address, from_address)
    dispatch.save()
    record(dispatch, "dispatch.queue", by=by, channel=channel, sha256=dispatch.sha256)
    return dispatch


def _standing(office: Office, reference: str, channel: str, approved_sha256: str) -> Dispatch | None:
    """This text, if it is on its way already; the lock lets two approvals queue one after the other."""
    same = Dispatch.objects.select_for_update().filter(office=office, reference=reference, channel=channel)
    standing = same.exclude(status=DispatchStatus.STOPPED).first()
    if standing is not None and standing.approved_sha256 != approved_sha256:
        words = _("Another text of %(reference)s is on its way or has left. Stop that one first.")
        raise CaseworkError(words % {"reference": reference})
    return standing


def _as_mail(
    dispatch: Dispatch, to_address: str, from_address: str, in_reply_to: str, references: Sequence[str]
) -> None:
    dispatch.to_address = render.mail_address(to_address)
    dispatch.from_address = render.mail_address(from_address)
    dispatch.in_reply_to, thread = render.thread(in_reply_to, tuple(references))
    dispatch.references_header = " ".join(thread)
    dispatch.message_id = render.new_message_id(
        dispatch.reference, token=secrets.token_hex(12), from_address=dispatch.from_address
    )
    mail = render.Mail(
        message_id=dispatch.message_id,
        date=timezone.localtime(dispatch.created_at),
        language=dispatch.language,
        from_name=dispatch.from_name,
        from_address=dispatch.from_address,
        to_name=dispatch.to_name,
        to_address=dispatch.to_address,
        subject=dispatch.subject,
        text=dispatch.text,
        html=dispatch.html,
        in_reply_to=dispatch.in_reply_to,
        references=thread,
    )
    _keep(dispatch, render.mail_bytes(mail))


def _as_page(dispatch: Dispatch, to_address: str, from_address: str) -> None:
    dispatch.to_address = plain(to_address).strip()
    dispatch.from_address = plain(from_address).strip()
    if not dispatch.to_address:
        raise render.NoAddress(_("There is no postal address to send this letter to. Add one to the person first."))
    page = render.Page(
        reference=dispatch.reference,
        date=timezone.localtime(dispatch.created_at),
        language=dispatch.language,
        from_name=dispatch.from_name,
        from_address=dispatch.from_address,
        to_name=dispatch.to_name,
        to_address=dispatch.to_address,
        subject=dispatch.subject,
        html=dispatch.html,
    )
    _keep(dispatch, render.page_bytes(page))


def _keep(dispatch: Dispatch, raw: bytes) -> None:
    dispatch.raw, dispatch.sha256 = raw, render.fingerprint(raw)


@transaction.atomic
def release(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """What it waited for is there: the very bytes that were made then may leave. Who may is the caller's to ask."""
    released = _reread(dispatch)
    move(released, DispatchStatus.QUEUED, MOVES)
    released.not_before = max(released.not_before, clock.now())
    _save(released, "not_before")
    record(released, "dispatch.release", by=by)
    return released


@transaction.atomic
def stop(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """Keep a letter from leaving, while it waits or after it failed. Raises IllegalMove once it is leaving.

    Never waits for whoever holds the row at this moment: they may wait for something that the caller holds.
    """
    require(by, "change", dispatch)
    stopped = _reread_if_free(dispatch)
    was = move(stopped, DispatchStatus.STOPPED, MOVES)
    stopped.stopped_at, stopped.stopped_by = _when_who(by)
    _save(stopped, "stopped_at", "stopped_by")
    record(stopped, "dispatch.stop", by=by, was=was)
    return stopped


@transaction.atomic
def mark_printed(dispatches: Iterable[Dispatch], *, by: Actor) -> list[Dispatch]:
    """Say that these letters were printed and are in the post: all or none; those printed before stay as they are.

    Returns those that were not printed before. Raises CaseworkError for a letter that must not go.
    """
    printed = []
    for dispatch in sorted(dispatches, key=lambda each: each.pk):  # one order for everybody: no two wait for each other
        require(by, "change", dispatch)
        page = _reread(dispatch)
        if page.channel != Channel.POST:
            raise CaseworkError(_("%(reference)s goes by e-mail, not by post.") % {"reference": page})
        if page.status == DispatchStatus.SENT:
            continue
        move(page, DispatchStatus.SENT, MOVES)
        objection = gate.objection(page)
        if objection is not None:
            words = _("%(reference)s must not go: %(why)s")
            raise CaseworkError(words % {"reference": page, "why": objection.label})
        page.printed_at, page.printed_by = _when_who(by)
        page.sent_at = page.printed_at or clock.now()
        _save(page, "printed_at", "printed_by", "sent_at")
        record(page, "dispatch.print", by=by)
        printed.append(page)
    for page in printed:
        tell(page)
    return printed


@transaction.atomic
def take_out(dispatches: Iterable[Dispatch], *, by: Actor, how: str) -> None:
    """Write down that letters were opened as pages to print (``page``, ``sheets``), or taken as a file (``file``)."""
    for dispatch in dispatches:
        require(by, "view", dispatch)
        record(dispatch, "dispatch.take_out", by=by, how=how)


@transaction.atomic
def settle_as_sent(dispatch: Dispatch, *, by: Actor, note: str) -> Dispatch:
    """Decide that a letter whose outcome was unknown did arrive. The note says how we know."""
    require(by, "change", dispatch)
    settled = _reread(dispatch)
    if settled.status != DispatchStatus.UNKNOWN:  # from elsewhere the sweep alone says "sent"
        raise CaseworkError(_("The outcome of %(reference)s is not unknown. Reload the page.") % {"reference": settled})
    move(settled, DispatchStatus.SENT, MOVES)
    _settle(settled, by=by, note=note)
    settled.sent_at = clock.now()
    _save(settled, *_SETTLED, "sent_at")
    record(settled, "dispatch.settle", by=by)
    tell(settled)
    return settled


@transaction.atomic
def send_again(dispatch: Dispatch, *, by: Actor, note: str) -> Dispatch:
    """Put a letter back in line that failed, or that a person knows did not arrive: the same bytes once more."""
    require(by, "change", dispatch)
    again = _reread(dispatch)
    if not again.needs_a_person:
        raise CaseworkError(_("%(reference)s is not waiting for a decision. Reload the page.") % {"reference": again})
    was = move(again, DispatchStatus.QUEUED, MOVES)
    _settle(again, by=by, note=note)
    again.not_before = clock.now()
    again.attempts = 0
    # Whoever still holds the old claim has lost it, and can no longer say that it was sent.
    again.claim = again.lease_until = None
    _save(again, *_SETTLED, "not_before", "attempts", "claim", "lease_until")
    record(again, "dispatch.send_again", by=by, was=was)
    return again


_SETTLED = ("settled_at", "settled_by", "settled_note", "trouble", "last_error")


def _settle(dispatch: Dispatch, *, by: Actor, note: str) -> None:
    dispatch.settled_at, dispatch.settled_by = _when_who(by)
    dispatch.settled_note = plain(note).strip()
    dispatch.trouble = dispatch.last_error = ""


def tell(dispatch: Dispatch) -> bool:
    """Tell the rooms above, once, that a letter has left; True when all of them have taken it in.

    A receiver that fails undoes what receivers did and no more: the letter has left, and the sweep tells again.
    """
    try:
        with transaction.atomic():
            news = Dispatch.objects.select_for_update().defer("raw").get(pk=dispatch.pk)
            if news.status != DispatchStatus.SENT or news.told_at is not None:
                return news.told_at is not None
            news.told_at = clock.now()
            news.save(update_fields=["told_at"])
            dispatched.send(sender=Dispatch, dispatch=news)
    except Exception as error:  # whatever a receiver does, the letter has left
        # The class alone: an error's words may hold somebody's name.
        logger.error("dispatch not told", extra={"dispatch": dispatch.pk, "error_class": type(error).__name__})
        return False
    dispatch.told_at = news.told_at
    return True


def _reread(dispatch: Dispatch) -> Dispatch:
    """The row as it is now, under lock: what the caller holds may be minutes old."""
    return Dispatch.objects.select_for_update().get(pk=dispatch.pk)


def _reread_if_free(dispatch: Dispatch) -> Dispatch:
    """As ``_reread``, without waiting; SQLite has one lock for everything, and whoever is here holds it."""
    free = Dispatch.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    found = free.filter(pk=dispatch.pk).first()
    if found is None:
        raise CaseworkError(
            _("%(reference)s is just being worked on. Look again in a moment.") % {"reference": dispatch}
        )
    return found


def _when_who(by: Actor) -> tuple[datetime | None, Any]:
    """Now and the person; neither when the system acts."""
    return (clock.now(), by) if person(by) else (None, None)


def _save(dispatch: Dispatch, *fields: str) -> None:
    dispatch.changed_at = clock.now()
    dispatch.save(update_fields=["status", "changed_at", *fields])
