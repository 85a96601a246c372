"""Opening a restricted case by exception: for a few hours, with a reason, told at once, reviewed afterwards."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.references import normalise
from casework.core.text import plain

from ..models import Case, Opening
from ..notices import opened_by_exception
from ..queries import case_to_open, may_open_by_exception, oversees

LASTS: Final = timedelta(hours=4)


@transaction.atomic
def open_by_exception(*, by: Actor, reference: str, reason: str) -> Opening:
    """Open a case of one's office that is kept from one, for four hours; its owner and the Director are told at once.

    The same refusal for a number nobody has, one of another office, and a case one has a conflict with.
    """
    if by is SYSTEM or not may_open_by_exception(by):
        raise NotPermitted(_("Your role does not open restricted cases."))
    why = plain(reason).strip()
    if not why:
        raise CaseworkError(_("Say why it cannot wait for somebody who sees the case."))
    case = case_to_open(by, normalise(reference) or "")
    if case is None:
        raise CaseworkError(_("No restricted case of your office has this number. Check each character."))
    if Case.objects.for_user(by).filter(pk=case.pk).exists():
        raise CaseworkError(_("You see this case already."))
    opening = Opening.objects.create(case=case, opened_by=by, reason=why, ends_at=clock.now() + LASTS)
    record(case, "cases.exception", by=by, opening=opening.pk, until=opening.ends_at.isoformat())
    opened_by_exception(opening)
    return opening


@transaction.atomic
def review_opening(opening: Opening, *, by: Actor, was_in_order: bool, words: str) -> Opening:
    """Say whether an opening was in order; by the Director, never by whoever opened, and once."""
    opening = Opening.objects.select_for_update(of=("self",)).select_related("case").get(pk=opening.pk)
    require(by, "change", opening)
    if by is SYSTEM or not oversees(by) or opening.opened_by_id == by.pk:
        raise NotPermitted(_("The Director reviews an opening, and never their own."))
    said = plain(words).strip()
    if not said:
        raise CaseworkError(_("Say in a few words what you found."))
    if opening.reviewed_at is not None:
        raise CaseworkError(_("This opening has been reviewed already."))
    opening.reviewed_at, opening.reviewed_by = clock.now(), by
    opening.was_in_order, opening.review = was_in_order, said
    opening.save(update_fields=["reviewed_at", "reviewed_by", "was_in_order", "review"])
    record(opening.case, "cases.exception_reviewed", by=by, opening=opening.pk, in_order=was_in_order)
    return opening
