"""Dispatch."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """dispatch."""

    name = "casework.dispatch"
    label = "dispatch"
    verbose_name = _("Dispatch")
