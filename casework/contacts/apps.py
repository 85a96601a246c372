"""Them: the people and organisations who write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """contacts: personal, and each office's own."""

    name = "casework.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Register the policies before anything asks for one."""
        from . import permissions  # leaf: needs the models loaded

        permissions.register()
