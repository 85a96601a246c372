"""Asking whether another office knows the person of a case: yes or no, by consent, counted and written down."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.limits import count_up
from casework.core.permissions import SYSTEM, Actor, require

from ..consenting import Covers
from ..models import Case, KnownQuestion
from ..queries.sharing import can_be_known, is_known_elsewhere, shares_outside
from .shared import locked

#: So often one person may ask in an hour, and the people of one office in a day.
MOST_OF_ONE: Final = 10
MOST_OF_AN_OFFICE: Final = 40
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def ask_known(case: Case, *, by: Actor) -> KnownQuestion:
    """Ask whether another office knows the person, by the same name and the same address: yes or no, nothing else.

    Only where the person agreed to the question. What is refused for that counts as well: counted first, outside the
    transaction.
    """
    require(by, "change", case)
    if by is SYSTEM or not shares_outside(by):
        raise NotPermitted(_("Your role does not ask other offices. Ask who answers for the case."))
    _count(by, case)
    return _ask(case, by)


@transaction.atomic
def _ask(case: Case, by: Any) -> KnownQuestion:
    case = locked(case)
    require(by, "change", case)
    consent = case.consents.in_force().filter(covers=Covers.ASK).order_by("-good_until", "-id").first()
    if consent is None:
        raise CaseworkError(_("No consent covers this. Ask the person, and note it on the case first."))
    if not can_be_known(case.person):
        raise CaseworkError(_("Somebody is known again by an e-mail address or a telephone number. Add one first."))
    question = KnownQuestion.objects.create(
        case=case, consent=consent, is_known=is_known_elsewhere(case.person), asked_at=clock.now(), asked_by=by
    )
    record(case, "cases.known", by=by, question=question.pk, known=question.is_known)
    return question


def _count(by: Any, case: Case) -> None:
    own = count_up(f"known {by.pk}", window=_HOUR)
    if own > MOST_OF_ONE or count_up(f"known office {case.office_id}", window=_DAY) > MOST_OF_AN_OFFICE:
        raise CaseworkError(_("That was asked too often. Wait an hour; for an office that asks much, a day."))
