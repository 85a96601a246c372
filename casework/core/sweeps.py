"""The sweeps of the tools themselves. Not in ``jobs.py``, as in other rooms: here that file is the tool."""

from datetime import timedelta

from . import clock
from .jobs import job
from .models import RateCount


@job(every=timedelta(hours=1))
def delete_ended_counts() -> int:
    """Forget every count whose window has ended; it would start again at one anyway."""
    deleted, _ = RateCount.objects.filter(ends_at__lte=clock.now()).delete()
    return deleted
