"""One matter for one person."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """cases: the file, its messages, notes and status."""

    name = "casework.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Register the policies before anything asks for one, and listen for news from below."""
        from . import permissions, receivers  # leaf: need the models loaded

        permissions.register()
        receivers.connect()
