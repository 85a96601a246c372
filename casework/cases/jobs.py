"""What comes due in the cases."""

from datetime import timedelta

from casework.core.jobs import job

from . import actions


@job(every=timedelta(hours=1))
def look_among_colleagues() -> int:
    """See whether a colleague, as their account stands now, has a matter of their own in their office."""
    return actions.look_among_colleagues()


@job(every=timedelta(hours=1))
def keep_sides_apart() -> int:
    """See that nobody works on two sides, whatever went on at the same time."""
    return actions.keep_sides_apart()
