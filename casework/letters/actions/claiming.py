"""Taking a unit's turn, so that the others of the unit know who reads it; a courtesy, it keeps nobody from speaking."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor
from casework.directory.queries import closed_days

from ..models import Clearance
from ..queries import deputises
from ..targets import word_due
from .shared import locked, speaking_for


@transaction.atomic
def claim(clearance: Clearance, *, by: Actor, held_by: int | None = None) -> Clearance:
    """Take a unit's turn, or take it over from whoever ``held_by`` names, as the screen showed it.

    Raises OutOfDate when somebody else was quicker. It ends by itself after the unit's own target.
    """
    letter = locked(clearance.letter)
    turn, whose = speaking_for(clearance, letter, by=by)
    if turn.state not in Clearance.SPEAKING:
        raise CaseworkError(_("%(unit)s is not waited for on this letter.") % {"unit": turn.who})
    if turn.claimed_by_id == by.pk:
        return turn
    if turn.claimed_by_id != held_by:
        raise OutOfDate(_("Somebody else of your unit took this meanwhile, or gave it back. Look at who has it now."))
    turn.claimed_by, turn.claimed_at = by, clock.now()
    hours = turn.hours(letter.case.urgency)
    turn.claimed_until = word_due(turn.claimed_at, hours=hours, closed=closed_days(turn.calendar_id))
    turn.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    record(letter, "letters.claim", by=by, acting_for=whose, unit=turn.unit_id, taken_over=held_by is not None)
    return turn


@transaction.atomic
def release(clearance: Clearance, *, by: Actor) -> Clearance:
    """Give a turn back, so that anybody of the unit takes it: whoever has it, the unit's lead, or its time being up."""
    letter = locked(clearance.letter)
    turn = Clearance.objects.select_related("unit").get(pk=clearance.pk)
    if by is SYSTEM:
        if turn.claimed_until is None or turn.claimed_until > clock.now():
            return turn
    elif by.pk not in {turn.claimed_by_id, turn.lead_id} and not deputises(by, turn):
        raise NotPermitted(_("Only who has taken it, or the lead of %(unit)s, gives it back.") % {"unit": turn.who})
    if turn.claimed_by_id is None:
        return turn
    is_own = by is SYSTEM or by.pk in {turn.claimed_by_id, turn.lead_id}
    turn.claimed_by = turn.claimed_at = turn.claimed_until = None
    turn.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    whose = None if is_own or turn.unit is None else turn.unit.lead
    record(letter, "letters.release", by=by, acting_for=whose, unit=turn.unit_id)
    return turn
