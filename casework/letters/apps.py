"""Letters that need approval."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """letters: an outgoing text, from template to the last yes."""

    name = "casework.letters"
    label = "letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Register the policies, listen for news from below, and see that the review workflow exists."""
        from . import permissions, receivers  # leaf: need the models loaded

        permissions.register()
        receivers.connect()
        post_migrate.connect(receivers.see_to_the_workflow, sender=self)
