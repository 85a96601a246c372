"""The sweeps of the tools themselves. Not in ``jobs.py``, as in other rooms: here that file is the tool."""

from datetime import timedelta

from . import clock, sealing, watching
from .jobs import job
from .models import RateCount


@job(every=timedelta(hours=1))
def delete_ended_counts() -> int:
    """Forget every count whose window has ended; it would start again at one anyway."""
    deleted, _ = RateCount.objects.filter(ends_at__lte=clock.now()).delete()
    return deleted


@job(every=timedelta(minutes=1))
def seal_history() -> int:
    """Seal the lines that a crash between a commit and its seal left behind."""
    sealed = 0
    while made := sealing.seal():
        sealed += made
    return sealed


@job(every=timedelta(days=1), lease=timedelta(hours=2))
def check_history() -> int:
    """See whether the history is what was sealed, and say aloud when it is not."""
    return watching.check().found
