"""``manage.py demo``: fictional offices, people and eight weeks of letters, to try things out."""

from datetime import datetime
from typing import Any

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.insight.demo import stage
from casework.insight.demo.play import Play
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
        stage.build()
        call_command("build_site", verbosity=0)
        if has_any():
            self.stdout.write("The demo is there already.")
            return

        def travel(moment: datetime) -> Any:
            return time_machine.travel(moment, tick=True)

        happened = Play(submissions=options["submissions"]).run(travel)
        self.stdout.write(self.style.SUCCESS(f"The demo is ready: {happened} things happened in eight weeks."))
