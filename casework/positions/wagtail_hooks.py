"""What this room tells Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.models import HistoryEntry

from .models import Position
from .viewsets import PositionViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    actions.register_model(Position, HistoryEntry)
    actions.register_action("positions.write", _("Write line"), _("Line written"))
    actions.register_action("positions.submit", _("Submit line"), _("Line submitted for review"))
    actions.register_action("positions.withdraw", _("Withdraw line from review"), _("Line withdrawn from review"))
    actions.register_action("positions.return", _("Return line"), _("Line returned with comments"))
    actions.register_action("positions.approve", _("Approve line"), _("Line approved"))
    actions.register_action("positions.withdraw_live", _("Withdraw line"), _("Line withdrawn at once"))
    actions.register_action("positions.new_version", _("Begin new version"), _("New version begun"))


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [PositionViewSet()]
