"""The front door."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """intake: everything that arrives comes in here, and only here."""

    name = "casework.intake"
    label = "intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        """Register the policies before anything asks for one."""
        from . import permissions  # leaf: needs the models loaded

        permissions.register()
