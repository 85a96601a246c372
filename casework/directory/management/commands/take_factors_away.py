"""``manage.py take_factors_away USERNAME``: for somebody who lost them, where there is no second administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.directory.actions import take_factors_away
from casework.directory.queries import account


class Command(BaseCommand):
    """Take a person's second factors away, at the server's own console."""

    help = "Take a person's second factors away and sign them out; they set up new ones when they sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Run the verb, with its line in the history."""
        user = account(username)
        if user is None:
            raise CommandError("No account has this user name. Look for it under Settings, Users.")
        take_factors_away(user)
        self.stdout.write("Taken away. They were told by e-mail, and are asked to set up new ones.")
