"""What this room tells Wagtail; the one place where wagtail-modeladmin is used."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from casework.core.models import HistoryEntry

from . import views
from .models import Membership, Office, Unit
from .viewsets import ClosureAdmin, IssueAdmin, MemberAdmin, MembershipViewSet, OfficeViewSet, UnitViewSet

for admin in (IssueAdmin, MemberAdmin, ClosureAdmin):
    modeladmin_register(admin)


for bulk_action in (views.AssignRoles, views.SetActive, views.RemoveAccounts):
    hooks.register("register_bulk_action", bulk_action, order=1000)  # after Wagtail's own: the last one counts


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [OfficeViewSet(), MembershipViewSet(), UnitViewSet()]


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Office, Membership, Unit):
        actions.register_model(model, HistoryEntry)
    actions.register_action("directory.save", _("Save"), _("Saved"))
    actions.register_action("directory.add_membership", _("Add membership"), _("Membership added"))
    actions.register_action("directory.change_membership", _("Change membership"), _("Membership changed"))
    actions.register_action("directory.end_membership", _("End membership"), _("Membership ended"))
    actions.register_action("directory.sign_in", _("Sign in"), _("Signed in"))
    actions.register_action("directory.sign_out", _("Sign out"), _("Signed out"))
    actions.register_action("directory.sign_in_failed", _("Sign-in failed"), _("Sign-in failed"))
    actions.register_action("directory.remove_unit", _("Remove unit"), _("Unit removed"))
