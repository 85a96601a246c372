"""Letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """letters."""

    name = "casework.letters"
    label = "letters"
    verbose_name = _("Letters")
