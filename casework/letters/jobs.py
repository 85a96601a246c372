"""The sweeps of the letters: tell whom it concerns that a unit is late; give back what was taken and not read."""

from datetime import timedelta
from typing import Final

from casework.core.jobs import job
from casework.core.permissions import SYSTEM

from . import actions, queries

#: So many in one round, so that the process gets to its other sweeps; the next goes on.
ROUND: Final = 200


@job(every=timedelta(minutes=5))
def escalate_late() -> int:
    """Tell the lead and the directors, once, of each unit that is late by its own target; how many there were."""
    return sum(actions.escalate(turn, by=SYSTEM) for turn in queries.late_untold()[:ROUND])


@job(every=timedelta(minutes=5))
def release_claims() -> int:
    """Give back each turn that somebody took and held longer than their unit has for it; how many."""
    ended = list(queries.claims_that_ended()[:ROUND])
    for turn in ended:
        actions.release(turn, by=SYSTEM)
    return len(ended)
