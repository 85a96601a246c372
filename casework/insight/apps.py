"""Insight."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """insight."""

    name = "casework.insight"
    label = "insight"
    verbose_name = _("Insight")
