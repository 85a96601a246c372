"""``manage.py mark_anew``: names and addresses are hashed anew with KNOWN_KEY."""

from typing import Any

from django.core.management.base import BaseCommand

from casework.contacts.actions import mark_anew


class Command(BaseCommand):
    """Hash names and addresses with the newest key, so that older keys can be taken out."""

    help = "Hash names and addresses with KNOWN_KEY; afterwards the older keys can be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash them all, and say how many had another."""
        self.stdout.write(f"Hashed anew: {mark_anew()}.")
