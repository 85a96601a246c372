"""The exit: the only way anything leaves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """dispatch: what was approved leaves once, byte for byte."""

    name = "casework.dispatch"
    label = "dispatch"
    verbose_name = _("Dispatch")

    def ready(self) -> None:
        """Register the policy before anything asks for one."""
        from . import permissions  # leaf: needs the models loaded

        permissions.register()
