"""manage.py build_site: the public site in both languages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from home.site import add_examples, build_site


class Command(BaseCommand):
    """Makes what is missing and touches nothing that stands."""

    help = "Makes the public pages that are missing, in English and French. Pages that stand are not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to show how news and jobs look."""
        parser.add_argument("--examples", action="store_true", help="Add fictional news and a fictional job.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say what was made."""
        made = build_site().made
        if options["examples"]:
            made += add_examples().made
        self.stdout.write(f"Made {', '.join(made)}." if made else "Nothing to do: every page stands.")
