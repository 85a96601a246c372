"""What is going on, across the rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """insight: the dashboard, the search over everything, the demo; the one room that may see all others."""

    name = "casework.insight"
    label = "insight"
    verbose_name = _("Insight")
