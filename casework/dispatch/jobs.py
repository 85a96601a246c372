"""The sweeps of the exit: send what is due, release what got stuck, tell what was not told.

What holds at every step, wherever a process is killed: until ``handing`` is committed nothing has been handed over,
so the letter is sent again; from then on it is never sent again by itself, only by a person.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from casework.core import clock
from casework.core.audit import record
from casework.core.jobs import job
from casework.core.permissions import SYSTEM

from . import gate, transports
from .actions import tell
from .models import Dispatch
from .states import HELD, DispatchStatus, Trouble

logger = logging.getLogger(__name__)

#: How long a claim stands without a word. Longer than all the silences a transport bears, one after the other.
LEASE: Final = timedelta(minutes=15)
#: When it is tried again after the first, second … try; after the last one a person decides.
PAUSES: Final = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
#: One round ends after this many seconds, so that the process gets to its other sweeps; the next goes on.
ROUND: Final = 60
#: Letters in a row to which our server did not even listen: then it is the server, and the rest can wait.
GIVE_UP_AFTER: Final = 3
#: The database was away just when a letter had left: seconds before each new try to write it down.
REMEMBER: Final = (1, 5, 15)


class ClaimLost(Exception):
    """Somebody released the letter while we were slow: it is not ours any more."""


@job(every=timedelta(seconds=15), lease=timedelta(minutes=2))
def send_due() -> int:
    """Send every e-mail whose time has come; how many left. Any number of processes may do it at once."""
    transport = transports.configured()
    if transport is None:
        logger.error("no way out: set MAIL_URL")
        return 0
    sent = away = 0
    for pk, claim in _claims():
        outcome = _carry(pk, claim, transport)
        sent += outcome == DispatchStatus.SENT
        away = away + 1 if outcome is None else 0
        if away >= GIVE_UP_AFTER:
            break
    return sent


def _claims() -> Iterator[tuple[int, UUID]]:
    """The letters that are due, each claimed for us alone just before it is handed out."""
    ends = monotonic() + ROUND
    seen: set[int] = set()
    while monotonic() < ends:
        at = clock.now()
        due = [pk for pk in Dispatch.objects.due(at).values_list("pk", flat=True)[:50] if pk not in seen]
        if not due:
            return
        for pk in due:
            seen.add(pk)
            claim = claim_one(pk, at=clock.now())
            if claim is not None:
                yield pk, claim
            if monotonic() >= ends:
                return


def claim_one(pk: int, *, at: datetime) -> UUID | None:
    """Make the letter ours until the lease ends; None if somebody else was first. One conditional update."""
    claim = uuid4()
    mine = Dispatch.objects.due(at).order_by().filter(pk=pk)
    got = mine.update(
        status=DispatchStatus.SENDING, changed_at=at, claim=claim, lease_until=at + LEASE, attempts=F("attempts") + 1
    )
    return claim if got else None


def _carry(pk: int, claim: UUID, transport: transports.Transport) -> str | None:
    """Take one claimed letter as far as it comes; where it stands then, or None when our server did not listen.

    Nothing that goes wrong with one letter may keep the next from leaving.
    """
    try:
        return _deliver(pk, claim, transport)
    except transports.ServerAway as error:
        _put_back(pk, claim, error.detail)
        return None
    except transports.RefusedForNow as error:
        return _put_back(pk, claim, error.detail)
    except transports.RefusedForGood as error:
        return _fail(pk, claim, Trouble.REFUSED, error.detail)
    except transports.OutcomeUnknown as error:
        return _lose_sight(pk, claim, Trouble.LINE_BROKE, error.detail)
    except ClaimLost:
        logger.warning("claim lost", extra={"dispatch": pk})
        return DispatchStatus.QUEUED
    except Exception as error:  # a defect of ours: how far it came, the row says
        detail = type(error).__name__
        logger.error("dispatch broke", extra={"dispatch": pk, "error_class": detail})
        return _lose_sight(pk, claim, Trouble.LINE_BROKE, detail) or _put_back(pk, claim, detail)


def _deliver(pk: int, claim: UUID, transport: transports.Transport) -> str:
    """Last look, hand over, write down that it left, tell."""
    dispatch = Dispatch.objects.select_related("office").get(pk=pk)
    objection = gate.objection(dispatch)
    if objection is not None:
        return _fail(pk, claim, objection, "gate")
    transport.deliver(
        dispatch.raw_bytes,
        sender=dispatch.from_address,
        to=dispatch.to_address,
        before_handing=lambda: _begin_handing(pk, claim),
        handed_over=lambda: _mark_sent(pk, claim),
    )
    tell(dispatch)
    return DispatchStatus.SENT


def _begin_handing(pk: int, claim: UUID) -> None:
    """From here on the letter may have left: commit that first. Raises ClaimLost when it is not ours any more."""
    at = clock.now()
    ours = Dispatch.objects.filter(pk=pk, claim=claim, status=DispatchStatus.SENDING)
    if not ours.update(status=DispatchStatus.HANDING, changed_at=at, lease_until=at + LEASE):
        raise ClaimLost


def _mark_sent(pk: int, claim: UUID) -> None:
    """It has left. Also when the lease ran out meanwhile and the row says "unknown": we know."""
    from_where = (DispatchStatus.HANDING, DispatchStatus.UNKNOWN)
    sent = {"status": DispatchStatus.SENT, "sent_at": clock.now(), "lease_until": None, "trouble": "", "last_error": ""}
    for pause in (*REMEMBER, None):
        try:
            moved = _move(pk, claim, from_where, "dispatch.send", sent)
            break
        except DatabaseError:
            if pause is None:
                raise
            connection.close_if_unusable_or_obsolete()
            sleep(pause)
    if not moved:
        # A person decided meanwhile that it had not arrived. Their decision stands; what we know is in the log.
        logger.error("sent, but decided otherwise meanwhile", extra={"dispatch": pk})


def _put_back(pk: int, claim: UUID | None, detail: str) -> str:
    """Nothing was handed over: try again later, or let a person decide after the last try."""
    attempts = Dispatch.objects.values_list("attempts", flat=True).get(pk=pk)
    if attempts > len(PAUSES):
        return _fail(pk, claim, Trouble.TRIED_OUT, detail)
    back = {
        "status": DispatchStatus.QUEUED,
        "not_before": clock.now() + PAUSES[max(attempts, 1) - 1],
        "lease_until": None,
        "trouble": Trouble.LATER,
        "last_error": detail[:100],
    }
    _move(pk, claim, HELD, "dispatch.later", back)
    return DispatchStatus.QUEUED


def _fail(pk: int, claim: UUID | None, trouble: Trouble, detail: str) -> str:
    """It did not leave, and will not by itself."""
    failed = {"status": DispatchStatus.FAILED, "lease_until": None, "trouble": trouble, "last_error": detail[:100]}
    _move(pk, claim, HELD, "dispatch.fail", failed)
    return DispatchStatus.FAILED


def _lose_sight(pk: int, claim: UUID | None, trouble: Trouble, detail: str) -> str:
    """It was being handed over, and nobody can say how that ended. Empty when it was not."""
    lost = {"status": DispatchStatus.UNKNOWN, "lease_until": None, "trouble": trouble, "last_error": detail[:100]}
    moved = _move(pk, claim, (DispatchStatus.HANDING,), "dispatch.lose_sight", lost)
    return DispatchStatus.UNKNOWN if moved else ""


@transaction.atomic
def _move(pk: int, claim: UUID | None, from_where: tuple[str, ...], action: str, changes: dict[str, Any]) -> bool:
    """Change the row if it is still ours and where we think, with its history line; whether it was."""
    ours = Dispatch.objects.filter(pk=pk, claim=claim, status__in=from_where)
    if not ours.update(changed_at=clock.now(), **changes):
        return False
    dispatch = Dispatch.objects.defer("raw", "text", "html").get(pk=pk)
    facts = {"trouble": dispatch.trouble, "detail": dispatch.last_error} if dispatch.trouble else {}
    record(dispatch, action, by=SYSTEM, attempt=dispatch.attempts, **facts)
    logger.info(
        "dispatch moved",
        extra={"reference": dispatch.reference, "status": dispatch.status, "attempt": dispatch.attempts},
    )
    return True


@job(every=timedelta(minutes=1))
def release_stuck() -> int:
    """Whose holder has not been heard of: back in line if nothing was handed over, else to a person; how many."""
    at = clock.now()
    stuck = Dispatch.objects.filter(status__in=HELD, lease_until__lte=at).values_list("pk", "claim", "status")
    released = 0
    for pk, claim, status in list(stuck):
        with transaction.atomic():
            # Under lock, since its holder may be slow and not gone: it can have moved on a moment ago.
            still = Dispatch.objects.select_for_update().filter(pk=pk, claim=claim, status=status, lease_until__lte=at)
            if not still.values_list("pk").first():
                continue
            if status == DispatchStatus.HANDING:
                _lose_sight(pk, claim, Trouble.NO_ANSWER, "LeaseRanOut")
            else:
                _put_back(pk, claim, "LeaseRanOut")
        released += 1
    return released


@job(every=timedelta(minutes=1))
def tell_again() -> int:
    """Tell the rooms above what they could not take in the first time; how many took it in now."""
    untold = Dispatch.objects.filter(status=DispatchStatus.SENT, told_at=None).order_by("pk")
    return sum(tell(dispatch) for dispatch in untold.defer("raw", "text", "html")[:500])
