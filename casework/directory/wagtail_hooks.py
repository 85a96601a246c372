"""What this room tells Wagtail; the one place where wagtail-modeladmin is used."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from casework.core.models import HistoryEntry

from .models import Membership, Office, Unit
from .viewsets import ClosureAdmin, IssueAdmin, MemberAdmin, MembershipViewSet, OfficeViewSet, UnitViewSet

for admin in (IssueAdmin, MemberAdmin, ClosureAdmin):
    modeladmin_register(admin)


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
    actions.register_action("directory.end_membership", _("End membership"), _("Membership ended"))
    actions.register_action("directory.remove_unit", _("Remove unit"), _("Unit removed"))
