"""Everything that can be found, made again from what it is about."""

from typing import Any

from django.core.management.base import BaseCommand

from casework.core import search


class Command(BaseCommand):
    """``rebuild_search``: after a restore, or when what a document says has changed in the code."""

    help = "Makes every search document again. People may go on working meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and print how many of each kind."""
        for kind, count in search.rebuild().items():
            self.stdout.write(f"{kind}: {count}")
