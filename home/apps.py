"""The public site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """home: pages editors edit, forms people fill."""

    name = "home"
    verbose_name = _("Public site")
