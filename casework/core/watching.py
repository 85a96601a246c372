"""Each night the history is looked at, and what does not match is said aloud."""

import logging
from typing import Any, Final

from django.contrib.auth import get_user_model

from . import chain, clock, notices, sealing, verifying
from .models import HistoryCheck

logger = logging.getLogger(__name__)

#: Who keeps the history: may see the chain, and is told when it does not match.
KEEPS: Final = "core.view_historyseal"
#: Of what was found to be right before, so many lines are read again each night, until all have been.
AGAIN: Final = 200_000


def check() -> HistoryCheck:
    """Look at what came since the last time, at a part of what came before, and at every line without a seal."""
    last = HistoryCheck.objects.filter(found=0).order_by("-pk").first() or HistoryCheck()
    again_from = 0 if last.read_through >= last.number else last.read_through
    read_through = min(again_from + AGAIN, last.number)
    whole = verifying.compare(last.number, last.digest) if last.number else ""
    old = verifying.verify(after=again_from, through=read_through, strays=False)
    new = verifying.verify(after=last.number)
    findings = [*([whole] if whole else []), *old.findings, *new.findings]
    return _written_down(
        HistoryCheck(
            checked_at=clock.now(),
            number=new.number,
            digest=new.digest or chain.NOTHING,
            read_through=read_through,
            lines=old.lines + new.lines,
            found=len(findings),
            first=findings[0] if findings else "",
        )
    )


def latest() -> HistoryCheck | None:
    """The last look, whatever it found."""
    return HistoryCheck.objects.order_by("-pk").first()


def standing() -> dict[str, Any]:
    """What the screen shows: the head of the chain, the last look, how many lines lack a seal."""
    return {"head": sealing.head(), "check": latest(), "waiting": sealing.unsealed().count()}


def _written_down(check: HistoryCheck) -> HistoryCheck:
    """Keep it, write the head into the log of the machine, and tell who keeps the history what is new and wrong."""
    before = latest()
    check.save()
    if not check.found:
        logger.info("history is right", extra={"count": check.number, "reason": check.digest})
        return check
    logger.error("history does not match", extra={"count": check.found})
    if before is None or before.first != check.first:
        _tell()
    return check


def _tell() -> None:
    """One mail to each who keeps the history; a mail server that is away keeps nothing from being written down."""
    people = get_user_model().objects.with_perm(KEEPS, backend="django.contrib.auth.backends.ModelBackend")
    for person in people:
        notices.tell(person, "casework/core/mails/history", url=notices.whole("/admin/history/"))
