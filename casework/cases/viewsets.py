"""Cases in Wagtail's admin: four lists, the page, a screen for each verb."""

from functools import partial

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet

from . import queries
from .forms import CaseFilters
from .forms.access import AccommodationFilters
from .models import Accommodation, Case
from .queries import access as asked
from .views import access, exceptions, likenesses, record as views, secrecy, sharing, sides


class CaseViewSet(RecordViewSet):
    """One matter for one person."""

    model = Case
    name = "cases"
    icon = "folder-open-inverse"
    menu_label = _("Cases")
    menu_order = 60
    add_to_admin_menu = True
    index_view_class = views.CaseList
    inspect_view_class = views.CasePage
    filterset_class = CaseFilters
    lists = (
        ("mine", _("My cases"), queries.my_cases, _("You answer for no open case. Take one from the unassigned list.")),
        ("index", _("My office"), queries.office_cases, _("No cases yet. Accept a message in triage, or add a case.")),
        ("unassigned", _("Unassigned"), queries.unassigned, _("Every open case has somebody who answers for it.")),
        ("late", _("Late"), queries.late, _("Nothing is late.")),
    )
    #: Beside the lists: words, address, the verb that shows it, icon.
    further = (
        (_("Accommodations"), "accommodations:index", "cases.view_case", "glasses"),
        (_("Open a restricted case"), "cases:open_by_exception", "cases.view_confidential_case", "lock-open"),
        (_("Openings by exception"), "cases:openings", "cases.oversee_case", "lock-open"),
        (_("Restricted cases"), "cases:restricted", "cases.oversee_case", "lock"),
        (_("Conflicts of interest"), "cases:conflicts", "cases.view_case", "warning"),
        (
            _("Might be a colleague’s own matter"),
            "cases:possible_conflicts",
            "cases.change_possibleconflict",
            "help",
        ),
        (_("To and from other offices"), "cases:transfers", "cases.change_transfer", "resubmit"),
        (_("Shared with me"), "cases:shared", "cases.view_case", "view"),
        (_("Shared with other offices"), "cases:shares", "cases.oversee_case", "view"),
    )
    screens = {
        "take": views.Take,
        "assign": views.Assign,
        "hand_over": views.HandOver,
        "hold": views.Hold,
        "resume": views.Resume,
        "resolve": views.Resolve,
        "close": views.Close,
        "reopen": views.Reopen,
        "note": views.AddNote,
        "message": views.AddMessage,
        "change": views.Change,
        "level": secrecy.SetLevel,
        "name": secrecy.NamePerson,
        "unname": secrecy.EndNaming,
        "conflict": exceptions.DeclareConflict,
        "accommodation": access.AskAccommodation,
        "party": sides.AddParty,
        "end_party": sides.EndParty,
        "consent": sharing.NoteConsent,
        "end_consent": sharing.EndConsent,
        "transfer": sharing.AskTransfer,
        "share": sharing.ShareCase,
        "end_share": sharing.EndShare,
        "known": sharing.AskKnown,
    }

    def get_urlpatterns(self):
        """The record's, the way to write down a new case, and the Director's list of restricted ones."""
        return [
            *super().get_urlpatterns(),
            path("new/", views.NewCase.as_view(), name="new"),
            path("restricted/", secrecy.RestrictedCases.as_view(), name="restricted"),
            path("conflicts/", exceptions.Conflicts.as_view(), name="conflicts"),
            path("conflicts/<int:pk>/end/", exceptions.EndConflict.as_view(), name="end_conflict"),
            path("possible-conflicts/", likenesses.PossibleConflicts.as_view(), name="possible_conflicts"),
            path("possible-conflicts/<int:pk>/", likenesses.AnswerPossible.as_view(), name="possible_conflict"),
            path("openings/", exceptions.Openings.as_view(), name="openings"),
            path("openings/<int:pk>/review/", exceptions.ReviewOpening.as_view(), name="review_opening"),
            path("transfers/", sharing.Transfers.as_view(), name="transfers"),
            path("transfers/<int:pk>/accept/", sharing.AcceptTransfer.as_view(), name="accept_transfer"),
            path("transfers/<int:pk>/decline/", sharing.DeclineTransfer.as_view(), name="decline_transfer"),
            path("transfers/<int:pk>/withdraw/", sharing.WithdrawTransfer.as_view(), name="withdraw_transfer"),
            path("shared/", sharing.SharedWithMe.as_view(), name="shared"),
            path("shared/<int:pk>/", sharing.ReadShared.as_view(), name="read_shared"),
            path("shares/", sharing.SharedByUs.as_view(), name="shares"),
            path("open-restricted/", exceptions.OpenByException.as_view(), name="open_by_exception"),
        ]

    def get_menu_item(self, order=None):
        """The lists, one below the other, and a new case."""
        item = partial(PermittedItem, permission="cases.view_case", icon_name="folder-open-inverse")
        entries = [
            item(label, reverse_lazy(self.get_url_name(name)), name=f"cases-{name}", order=number)
            for number, (name, label, *_rest) in enumerate(self.lists)
        ]
        new = PermittedItem(
            _("New case"), reverse_lazy("cases:new"), "cases.add_case", name="cases-new", icon_name="plus", order=90
        )
        further = [
            PermittedItem(words, reverse_lazy(url), verb, name=url.replace(":", "-"), icon_name=icon, order=70 + number)
            for number, (words, url, verb, icon) in enumerate(self.further)
        ]
        menu = Menu(items=[*entries, *further, new])
        return SubmenuMenuItem(self.menu_label, menu, name="cases", icon_name=self.icon, order=self.menu_order)


class AccommodationViewSet(RecordViewSet):
    """What people asked for so that they can read us, reach us or meet us: the lists, and a screen a step."""

    model = Accommodation
    name = "accommodations"
    icon = "glasses"
    inspect_view_enabled = False
    index_view_class = access.AccommodationList
    filterset_class = AccommodationFilters
    lists = (
        (
            "index",
            _("To talk about"),
            asked.to_discuss,
            _("Nobody waits for a talk. What people ask for stands here until somebody has talked with them about it."),
        ),
        ("agreed", _("Agreed and not met"), asked.agreed_not_met, _("Everything that is agreed is met.")),
        ("late", _("Late"), asked.late, _("Nothing is late.")),
        ("met", _("Met"), asked.met, _("Nothing is met yet. When somebody has what they asked for, note it there.")),
        (
            "all",
            _("All accommodations"),
            asked.accommodations_for,
            _("Nobody has asked for anything yet. What they ask for on the form or by telephone appears here."),
        ),
    )
    screens = access.STEPS

    def get_common_view_kwargs(self, **kwargs):
        """A row has no page of its own: it stands on its case."""
        return super().get_common_view_kwargs(**{**kwargs, "edit_url_name": None, "inspect_url_name": None})

    def get_urlpatterns(self):
        """The lists and the steps."""
        return [one for one in super().get_urlpatterns() if not one.name.startswith(("inspect", "history"))]
