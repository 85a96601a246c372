"""What this room tells Wagtail; the one place where wagtail-modeladmin is used."""

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from casework.core.menus import PermittedItem
from casework.core.models import HistoryEntry

from . import views
from .models import Absence, Invitation, Membership, Office, SharedUnit, Unit, User
from .views import sharing
from .viewsets import (
    ClosureAdmin,
    CommunityServiceAdmin,
    CriticPortfolioAdmin,
    InvitationViewSet,
    IssueAdmin,
    MemberAdmin,
    MembershipViewSet,
    OfficeViewSet,
    ProgramAdmin,
    UnitViewSet,
)

for admin in (IssueAdmin, ProgramAdmin, MemberAdmin, CriticPortfolioAdmin, CommunityServiceAdmin, ClosureAdmin):
    modeladmin_register(admin)


for bulk_action in (views.AssignRoles, views.SetActive, views.RemoveAccounts):
    hooks.register("register_bulk_action", bulk_action, order=1000)  # after Wagtail's own: the last one counts


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [OfficeViewSet(), MembershipViewSet(), InvitationViewSet(), UnitViewSet()]


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (User, Invitation, Absence, Office, Membership, Unit, SharedUnit):
        actions.register_model(model, HistoryEntry)
    actions.register_action("directory.save", _("Save"), _("Saved"))
    actions.register_action("directory.add_membership", _("Add membership"), _("Membership added"))
    actions.register_action("directory.change_membership", _("Change membership"), _("Membership changed"))
    actions.register_action("directory.end_membership", _("End membership"), _("Membership ended"))
    actions.register_action("directory.enter_absence", _("Enter an absence"), _("Absence entered"))
    actions.register_action("directory.end_absence", _("End an absence"), _("Absence ended"))
    actions.register_action("directory.offer_unit", _("Offer a unit"), _("A unit was offered to another office"))
    actions.register_action("directory.accept_unit", _("Accept a unit"), _("The unit of another office was accepted"))
    end = pgettext_lazy("shared unit", "End the sharing")
    actions.register_action("directory.end_sharing", end, _("The sharing of a unit was ended"))
    actions.register_action("directory.sign_in", _("Sign in"), _("Signed in"))
    actions.register_action("directory.sign_out", _("Sign out"), _("Signed out"))
    actions.register_action("directory.sign_in_failed", _("Sign-in failed"), _("Sign-in failed"))
    actions.register_action("directory.remove_unit", _("Remove unit"), _("Unit removed"))
    actions.register_action("directory.add_factor", _("Add second factor"), _("Second factor added"))
    actions.register_action("directory.remove_factor", _("Remove second factor"), _("Second factor removed"))
    actions.register_action("directory.renew_codes", _("Make new recovery codes"), _("New recovery codes made"))
    actions.register_action("directory.ask_for_reset", _("Ask for a reset"), _("Second factors: reset asked for"))
    actions.register_action("directory.refuse_reset", _("Refuse a reset"), _("Second factors: reset refused"))
    actions.register_action(
        "directory.take_factors_away", _("Take second factors away"), _("Second factors taken away")
    )
    actions.register_action("directory.invite", _("Invite"), _("Invited"))
    actions.register_action("directory.invite_again", _("Invite again"), _("Invited again"))
    actions.register_action("directory.withdraw_invitation", _("Withdraw invitation"), _("Invitation withdrawn"))
    actions.register_action("directory.accept_invitation", _("Accept invitation"), _("Invitation accepted"))
    actions.register_action("directory.end_sessions", _("Sign out everywhere"), _("Signed out everywhere"))
    actions.register_action("directory.send_link", _("Send a link for a new password"), _("Link for a new password"))


@hooks.register("register_admin_urls")
def absence_urls():
    """Who is away."""
    return [
        path("absences/", views.Absences.as_view(), name="absences"),
        path("absences/enter/", views.EnterAbsence.as_view(), name="enter_absence"),
        path("absences/<int:pk>/end/", views.EndAbsence.as_view(), name="end_absence"),
    ]


@hooks.register("register_admin_urls")
def shared_unit_urls():
    """Which units clear letters of other offices."""
    return [
        path("shared-units/", sharing.SharedUnits.as_view(), name="shared_units"),
        path("shared-units/offer/", sharing.OfferUnit.as_view(), name="offer_unit"),
        path("shared-units/<int:pk>/accept/", sharing.AcceptUnit.as_view(), name="accept_unit"),
        path("shared-units/<int:pk>/end/", sharing.EndSharing.as_view(), name="end_sharing"),
    ]


@hooks.register("register_settings_menu_item")
def shared_units():
    """For whoever answers for an office."""
    return PermittedItem(
        _("Shared units"), reverse_lazy("shared_units"), "directory.view_sharedunit", icon_name="group", order=205
    )


@hooks.register("register_settings_menu_item")
def absences():
    """For whoever works in an office."""
    return PermittedItem(
        _("Absences"), reverse_lazy("absences"), "directory.view_absence", icon_name="calendar", order=200
    )


@hooks.register("register_account_menu_item")
def being_away(request):
    """From one's own account to saying that one is away."""
    return {
        "url": reverse("absences"),
        "label": _("Absences"),
        "help_text": _("Say when you are away and who stands in; see who else is."),
    }


@hooks.register("register_account_menu_item")
def signing_in(request):
    """From one's own account to how one signs in."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Signing in"),
        "help_text": _("Authenticator app, passkeys, recovery codes, and signing out everywhere."),
    }
