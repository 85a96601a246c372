"""The sweeps of the letters: tell whom it concerns what is late, give back what nobody read, and the morning's mail."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from casework.core import clock
from casework.core.jobs import job
from casework.core.permissions import SYSTEM

from . import actions, notices, queries

#: So many in one round, so that the process gets to its other sweeps; the next goes on.
ROUND: Final = 200
#: The hours of the morning in which people are told what waits for them.
MORNING: Final = range(7, 12)


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


@job(every=timedelta(minutes=10))
def tell_what_waits() -> int:
    """Tell each reader once a working morning how many letters wait for them; how many had something to be told."""
    if timezone.localtime(clock.now()).hour not in MORNING:
        return 0
    today = clock.today()
    people = [person for person in queries.readers_untold(today)[:ROUND] if queries.works_on(person, today)]
    return sum(notices.morning(person) for person in people)
