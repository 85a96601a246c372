"""What this room tells Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.models import HistoryEntry

from .models import Letter, Template


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Letter, Template):
        actions.register_model(model, HistoryEntry)
    actions.register_action("letters.start", _("Start letter"), _("Letter started"))
    actions.register_action("letters.submit", _("Submit letter"), _("Letter submitted for review"))
    actions.register_action("letters.withdraw", _("Withdraw letter"), _("Letter withdrawn from review"))
    actions.register_action("letters.clear", _("Clear letter"), _("A step of the review was passed"))
    actions.register_action("letters.approve", _("Approve letter"), _("Letter approved"))
    actions.register_action("letters.return", _("Return letter"), _("Letter returned with comments"))
    actions.register_action("letters.recall", _("Recall letter"), _("Letter recalled before it left"))
    actions.register_action("letters.void", _("Void letter"), _("Letter void"))
    actions.register_action("letters.sent", _("Send letter"), _("Letter sent"))
    actions.register_action("letters.template", _("Save template"), _("Template saved"))
