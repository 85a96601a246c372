"""What may be said on an issue, and until when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PositionsConfig(AppConfig):
    """positions: approved lines, in both languages, with dates."""

    name = "casework.positions"
    label = "positions"
    verbose_name = _("Message box")

    def ready(self) -> None:
        """Register the policies before anything asks for one."""
        from . import permissions  # leaf: needs the models loaded

        permissions.register()
