"""What this room tells Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.models import HistoryEntry

from .models import Organisation, Person
from .viewsets import PersonViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Person, Organisation):
        actions.register_model(model, HistoryEntry)
    actions.register_action("contacts.add", _("Add person"), _("Person added"))
    actions.register_action("contacts.change", _("Change person"), _("Person changed"))
    actions.register_action("contacts.do_not_use", _("Do not use"), _("An address marked: do not use"))
    actions.register_action("contacts.use_again", _("Use again"), _("An address may be used again"))
    actions.register_action("contacts.access_needs", _("Keep access needs"), _("Access needs kept for next time"))
    actions.register_action("contacts.forget_needs", _("Forget access needs"), _("Access needs forgotten"))


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [PersonViewSet()]
