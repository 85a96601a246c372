"""The one clock of the house: runs whatever is due, in as many processes as one likes."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections

from casework.core import jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``run_jobs`` runs until it is told to stop; ``run_jobs --once`` makes one pass."""

    help = "Runs every sweep that is due, again and again, until SIGTERM or Ctrl-C; a sweep that has begun is finished."

    def add_arguments(self, parser: CommandParser) -> None:
        """--once, --pause."""
        parser.add_argument("--once", action="store_true", help="Make one pass and end.")
        parser.add_argument("--pause", type=float, default=1.0, help="Seconds between two passes (1).")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        """Pass after pass, or one."""
        with _told_to_stop() as stop:
            if once:
                self.stdout.write(f"{len(jobs.run_due(stopping=stop.is_set))} jobs run.")
                return
            while not stop.is_set():
                self._pass(stop)
                stop.wait(pause)

    def _pass(self, stop: Event) -> None:
        """One pass; a database that is away for a while is waited for, not died of."""
        close_old_connections()
        try:
            jobs.run_due(stopping=stop.is_set)
        except (InterfaceError, OperationalError) as error:
            logger.warning("database away", extra={"error_class": type(error).__name__})
            stop.wait(5)


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that SIGTERM or Ctrl-C sets, instead of breaking off what is being done."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
