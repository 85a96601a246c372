"""What comes due in the cases."""

from datetime import timedelta
from typing import Final

from casework.core.jobs import job
from casework.core.permissions import SYSTEM

from . import actions
from .queries import access, sharing

#: So many in one round, so that the process gets to its other sweeps; the next goes on.
ROUND: Final = 200


@job(every=timedelta(hours=1))
def look_among_colleagues() -> int:
    """See whether a colleague, as their account stands now, has a matter of their own in their office."""
    return actions.look_among_colleagues()


@job(every=timedelta(hours=1))
def keep_sides_apart() -> int:
    """See that nobody works on two sides, whatever went on at the same time."""
    return actions.keep_sides_apart()


@job(every=timedelta(hours=1))
def remind_of_consents() -> int:
    """Tell the owner of each open case, once, two weeks before a consent on it is over; how many there were."""
    return sum(actions.remind_of_consent(consent, by=SYSTEM) for consent in sharing.consents_soon_over()[:ROUND])


@job(every=timedelta(hours=1))
def remind_of_accommodations() -> int:
    """Tell the owner of each open case, once for each day, that a step of an accommodation is late; how many."""
    late = access.late_accommodations()[:ROUND]
    return sum(actions.remind_of_accommodation(need, by=SYSTEM) for need in late)
