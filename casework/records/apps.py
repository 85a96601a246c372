"""What people may ask about what is held of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """records: requests for access and correction, and the ending of files; sees all rooms below."""

    name = "casework.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        """Register the policies before anything asks for one, and listen for news from below."""
        from . import permissions, receivers  # leaf: need the models loaded

        permissions.register()
        receivers.connect()
