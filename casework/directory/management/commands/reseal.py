"""``manage.py reseal``: stored secrets are sealed anew with the first of SEALING_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from casework.directory.actions import reseal_factors


class Command(BaseCommand):
    """Seal stored secrets with the newest key, so that older keys can be taken out."""

    help = "Seal stored secrets with the first of SEALING_KEYS; afterwards the older keys can be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal them all, and say how many."""
        self.stdout.write(f"Sealed anew: {reseal_factors()}.")
