"""``manage.py sync_roles``: the roles as written in code become groups."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.directory.actions import sync_roles


class Command(BaseCommand):
    """Make the groups say exactly what casework/directory/roles.py says."""

    help = "Make the groups say exactly what casework/directory/roles.py says. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb and say what changed; fail when a role names a verb that no model has."""
        result = sync_roles()
        for name in result.changed:
            self.stdout.write(f"Updated the role {name}.")
        if not result.changed:
            self.stdout.write("Every role was as written already.")
        if result.missing:
            raise CommandError(
                "Roles name permissions that do not exist: correct directory/roles.py, or run migrate first.\n  "
                + "\n  ".join(result.missing)
            )
