"""What comes due in the directory."""

from datetime import timedelta

from casework.core.jobs import job

from . import actions


@job(every=timedelta(seconds=10), lease=timedelta(minutes=2))
def send_links() -> int:
    """Send the links for a new password that were asked for."""
    return actions.send_due_links()
