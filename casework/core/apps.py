"""The tools every room stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """core: tools without a noun of their own."""

    name = "casework.core"
    label = "core"
    verbose_name = _("Tools")

    def ready(self) -> None:
        """Listen to what Wagtail writes down."""
        from . import wagtails  # leaf: needs the models loaded

        wagtails.connect()
