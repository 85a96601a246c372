"""Us: users, offices, members, issues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """directory: who we are, public and slow to change."""

    name = "casework.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Register the policies before anything asks for one, and see that the roles exist after ``migrate``."""
        from . import permissions, receivers  # leaf: need the models loaded

        permissions.register()
        receivers.connect()
