"""manage.py build_site: the public site in both languages."""

from typing import Any

from django.core.management.base import BaseCommand

from home.site import build_site


class Command(BaseCommand):
    """Makes what is missing and touches nothing that stands."""

    help = "Makes the public pages that are missing, in English and French. Pages that stand are not touched."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say what was made."""
        made = build_site().made
        self.stdout.write(f"Made {', '.join(made)}." if made else "Nothing to do: every page stands.")
