"""``manage.py demo``: fictional offices, people and eight weeks of letters, to try things out."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.insight.demo import stage
from casework.insight.demo.play import WEEKS, Play
from casework.intake.queries import has_any


class Command(BaseCommand):
    """Fill the site with people who do not exist."""

    help = "Fill the site with fictional offices, people, pages, submissions, cases and letters (never in production)."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much; the default is what the documentation describes."""
        parser.add_argument("--submissions", type=int, default=150)

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the site, the offices and the weeks; a second run finds them and leaves them be."""
        if not settings.DEMO:
            raise CommandError(
                "The demo refuses here: everybody knows its passwords. Use the development settings "
                "(DJANGO_SETTINGS_MODULE=portal.settings.dev)."
            )
        if stage.is_taken():
            raise CommandError(
                "There are people or offices here that are not the demo's. It would change passwords and offices: "
                "give it an empty database of its own (DATABASE_URL)."
            )
        stage.build()
        call_command("build_site", examples=True, verbosity=0)
        if has_any():
            self.stdout.write("The demo is there already.")
            return

        # Each letter that leaves is a log line otherwise; here they would bury the progress.
        logger = logging.getLogger("casework")
        before = logger.level
        logger.setLevel(logging.WARNING)
        try:
            play = Play(submissions=options["submissions"])
            happened = play.run(self._travel(play.start))
        finally:
            logger.setLevel(before)
        self.stdout.write(self.style.SUCCESS(f"The demo is ready: {happened} things happened in eight weeks."))

    def _travel(self, start: datetime) -> Callable[[datetime], Any]:
        """Set the clock for one event, and say so at the beginning of each week."""
        told = -1

        def travel(moment: datetime) -> Any:
            nonlocal told
            week = (moment - start).days // 7
            if week > told:
                told = week
                self.stdout.write(f"  week {week + 1} of {WEEKS} …")
            return time_machine.travel(moment, tick=True)

        return travel
