"""What the public site does later."""

import logging
import socket
from datetime import timedelta

from captcha.models import CaptchaStore

from casework.core.files import vault
from casework.core.jobs import job

from . import captcha, doors, spool, tray

logger = logging.getLogger(__name__)


# Each machine keeps its own copies, so each machine has its own sweep.
@job(every=timedelta(minutes=1), name=f"home.receive_kept {socket.gethostname()[:60]}")
def receive_kept() -> int:
    """Messages that waited on this machine's disk are received; one that still cannot be waits on."""
    count = 0
    for kept in spool.waiting():
        try:
            doors.receive_kept(kept)
        except Exception as error:  # one message that cannot be received must not hold up the others
            logger.error("kept message still not received", extra={"error_class": type(error).__name__})
            vault.keep_young([file.key for file in kept.files])
            continue
        spool.forget(kept.file)
        count += 1
    return count


@job(every=timedelta(hours=1), name="home.clear_tray")
def clear_tray() -> int:
    """Files go that were chosen a day ago and whose form was never handed in."""
    return tray.sweep()


@job(every=timedelta(days=1), name="home.captcha_clean")
def captcha_clean() -> int:
    """Puzzles that are over go, and the sounds made for them."""
    CaptchaStore.remove_expired()
    return captcha.sweep_sounds()
