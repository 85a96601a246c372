"""Letting one colleague of another office read one case, until a day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.text import plain
from casework.directory.queries import colleagues

from ..consenting import LONGEST_SIGHT, Covers, why_not_outside
from ..models import Case, Consent, Share
from ..queries import oversees
from ..queries.sharing import may_send, readers_for, shares_to_end
from .shared import locked


@transaction.atomic
def share(case: Case, *, by: Actor, reader: Any, ends_on: date, reason: str) -> Share:
    """Let a colleague of another office read the case until a day: read, and nothing else; once at a time.

    Only where the person agreed to that office, and no longer than they did.
    """
    case = locked(case)
    _require_sender(case, by)
    if why_not := why_not_outside(case.sensitivity, oversees=oversees(by)):
        raise NotPermitted(str(why_not))
    why = plain(reason).strip()
    if not why:
        raise CaseworkError(_("Say why they need to read it."))
    consent = _consent_for(case, reader)
    if consent is None:
        raise NotPermitted(
            _("No consent covers this colleague’s office. Ask the person, and note it on the case first.")
        )
    last = min(consent.good_until, clock.today() + LONGEST_SIGHT)
    if not clock.today() <= ends_on <= last:
        raise CaseworkError(_("Choose a day from today to %(last)s.") % {"last": last.isoformat()})
    if shares_to_end(case).filter(reader=reader).exists():
        raise CaseworkError(_("They read this case already. End that first to set another day."))
    row = Share.objects.create(
        case=case, reader=reader, consent=consent, reason=why, ends_on=ends_on, shared_at=clock.now(), shared_by=by
    )
    record(case, "cases.share", by=by, share=row.pk, who=reader.pk, until=ends_on.isoformat())
    return row


@transaction.atomic
def end_share(case: Case, *, by: Actor, share: Share) -> Share:
    """From now on they do not read the case any more."""
    case = locked(case)
    _require_sender(case, by)
    row = case.shares.select_for_update(of=("self",)).get(pk=share.pk)
    if row.ended_at is not None:
        return row
    row.ended_at, row.ended_by = clock.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    record(case, "cases.share_end", by=by, share=row.pk, who=row.reader_id)
    return row


@transaction.atomic
def note_shared_reading(share: Share, *, by: Actor) -> None:
    """Leave a line in the history of the office whose case it is, each time somebody elsewhere opens it."""
    record(share.case, "cases.share_viewed", by=by, share=share.pk)


def _require_sender(case: Case, by: Actor) -> None:
    require(by, "change", case)
    if by is SYSTEM or not may_send(case, by):
        words = _("Only the owner of %(case)s or the Director lets somebody of another office read it.")
        raise NotPermitted(words % {"case": case})


def _consent_for(case: Case, reader: Any) -> Consent | None:
    """The consent in force that reaches farthest, among those for an office in which this colleague works."""
    if not readers_for(case).filter(pk=reader.pk).exists():
        return None
    covering = case.consents.in_force().filter(covers=Covers.SIGHT).order_by("-good_until", "-id")
    for consent in covering:
        if colleagues(consent.with_office_id).filter(pk=reader.pk).exists():
            return consent
    return None
