"""What this room tells Wagtail."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.menus import PermittedItem
from casework.core.models import HistoryEntry

from .models import Dispatch
from .viewsets import DispatchViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    actions.register_model(Dispatch, HistoryEntry)
    actions.register_action("dispatch.queue", _("Queue"), _("Put in line to go out"))
    actions.register_action("dispatch.release", _("Release"), _("Released to go out"))
    actions.register_action("dispatch.stop", _("Stop"), _("Stopped before it left"))
    actions.register_action("dispatch.send", _("Send"), _("Sent by e-mail"))
    actions.register_action("dispatch.print", _("Print"), _("Printed for the post"))
    actions.register_action("dispatch.take_out", _("Take out"), _("Opened to be printed, or taken as a file"))
    actions.register_action("dispatch.later", _("Try later"), _("Could not be sent now; will be tried again"))
    actions.register_action("dispatch.fail", _("Fail"), _("Could not be sent"))
    actions.register_action(
        "dispatch.lose_sight", _("Lose sight"), _("Cut off while it was handed over: outcome unknown")
    )
    actions.register_action("dispatch.settle", _("Settle as sent"), _("Settled by a person: it did arrive"))
    actions.register_action("dispatch.send_again", _("Send again"), _("Put back in line by a person"))


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [DispatchViewSet()]


@hooks.register("register_letters_menu_item")
def to_print():
    """Among the letters: those that go by post."""
    return PermittedItem(
        _("To print"), reverse_lazy("dispatch:index"), "dispatch.view_dispatch", icon_name="doc-full", order=40
    )


@hooks.register("register_letters_menu_item")
def needs_a_person():
    """Among the letters: those that did not leave, or nobody knows whether they did."""
    return PermittedItem(
        _("Needs a person"),
        reverse_lazy("dispatch:attention"),
        "dispatch.change_dispatch",
        icon_name="warning",
        order=50,
    )
