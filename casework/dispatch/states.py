"""Where a dispatch can stand, and how it gets from one place to another.

By e-mail, moved by the sweep::

    queued → sending → handing → sent
    sending → queued     released: the lease ran out, or the server said "later"; nothing was handed over yet
    sending → failed     refused for good, or the last look (gate.py) said no
    handing → queued     the server took no responsibility ("later" after the text): known not to have left
    handing → failed     the server refused the text for good: known not to have left
    handing → unknown    the line broke, or the lease ran out, after the text began to flow: it may have arrived
    unknown → sent       the process that sent it was only slow, and says so itself

By post: queued → sent, when a person says that it was printed.

By a person::

    waiting → queued     released: what it waited for is there;   waiting → stopped   it will not go
    queued → stopped     recalled or void before it left
    failed → queued      tried again;   failed → stopped   given up, for instance because another way was found
    unknown → sent       settled: it did arrive;   unknown → queued   settled: it did not, send it again

*Nothing but a person ever leads from unknown to queued: that is why a letter never goes twice by itself.*
``sent`` and ``stopped`` are ends.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.core.states import Moves


class DispatchStatus(models.TextChoices):
    """The status of a dispatch, in words for officers."""

    WAITING = "waiting", _("Held until it is released")
    QUEUED = "queued", _("Waiting to go")
    SENDING = "sending", _("Being sent")
    HANDING = "handing", _("Being handed over")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Outcome unknown")
    FAILED = "failed", _("Not sent")
    STOPPED = "stopped", _("Stopped")


#: Somebody has to decide what happens next.
NEEDS_A_PERSON = (DispatchStatus.UNKNOWN, DispatchStatus.FAILED)
#: A worker holds it, under a lease.
HELD = (DispatchStatus.SENDING, DispatchStatus.HANDING)

MOVES: Moves = {
    DispatchStatus.WAITING: frozenset({DispatchStatus.QUEUED, DispatchStatus.STOPPED}),
    DispatchStatus.QUEUED: frozenset({DispatchStatus.SENDING, DispatchStatus.SENT, DispatchStatus.STOPPED}),
    DispatchStatus.SENDING: frozenset({DispatchStatus.QUEUED, DispatchStatus.HANDING, DispatchStatus.FAILED}),
    DispatchStatus.HANDING: frozenset(
        {DispatchStatus.SENT, DispatchStatus.QUEUED, DispatchStatus.FAILED, DispatchStatus.UNKNOWN}
    ),
    DispatchStatus.UNKNOWN: frozenset({DispatchStatus.SENT, DispatchStatus.QUEUED}),
    DispatchStatus.FAILED: frozenset({DispatchStatus.QUEUED, DispatchStatus.STOPPED}),
    DispatchStatus.SENT: frozenset(),
    DispatchStatus.STOPPED: frozenset(),
}


class Channel(models.TextChoices):
    """How a letter leaves."""

    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")


class Trouble(models.TextChoices):
    """Why a dispatch has not left, or nobody knows whether it did; ``last_error`` says it technically."""

    BYTES_CHANGED = "bytes_changed", _("The stored letter no longer matches what was approved. Tell an administrator.")
    DO_NOT_USE = "do_not_use", _("This address is marked “do not use”. Find another way to reach the person.")
    NO_OFFICE_ADDRESS = "no_office_address", _("The office has no e-mail address to send from. Ask an administrator.")
    MAY_NOT_BE_SAID = (
        "may_not_be_said",
        _("It says something that may not be said any more. Open the letter: recall it, mend it and submit it again."),
    )
    LATER = "later", _("The mail server asked us to try later, or could not be reached. It will be tried again.")
    TRIED_OUT = "tried_out", _("The mail server could not be reached, or asked us to wait, too many times.")
    REFUSED = "refused", _("The other side refused the letter. Check the address, or choose another way.")
    LINE_BROKE = "line_broke", _("The connection broke while the letter was handed over: it may have arrived, or not.")
    NO_ANSWER = "no_answer", _("Sending was cut off while the letter was handed over: it may have arrived, or not.")
