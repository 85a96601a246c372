"""What people asked for so that they can read us, reach us or meet us: the lists of an office, a screen a step."""

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.core.listing import ListView, Stacked, Tags, Title, When, Words, office_of
from casework.core.views import ActionView

from .. import actions
from ..forms.access import AgreeForm, AskForm, DiscussForm, MeetForm, OfferForm, WithdrawForm
from ..models import Accommodation
from .needs import ANCHOR, on_the_case, standing_of
from .record import CaseAction


def _due(need):
    return date_format(need.due_on, "SHORT_DATE_FORMAT") if need.due_on else ""


class AccommodationList(ListView):
    """What people asked for: which case, what, where it stands, by when. Their own words stand on the case alone."""

    is_searchable = False
    any_permission_required = ["view", "change"]
    list_export = ["case", "title", "get_status_display", "asked_at", "needed_on", "due_on", "case.owner"]
    export_headings = {
        "case": _("Case"),
        "title": _("What they asked for"),
        "get_status_display": _("Status"),
        "asked_at": _("Asked"),
        "needed_on": _("Needed by"),
        "due_on": _("Next step by"),
        "case.owner": _("Owner of the case"),
    }

    @cached_property
    def columns(self):
        """What, on which case, where it stands, whose it is, by when."""
        office = office_of(self.request.user)
        return [
            Title("title", label=_("What they asked for"), below=lambda need: str(need.case), get_url=on_the_case),
            Tags("status", label=_("Status"), accessor=standing_of),
            Stacked(
                "owner",
                label=_("Owner of the case"),
                accessor=lambda need: need.case.owner or _("Nobody yet"),
                below=lambda need: [office(need)],
            ),
            Words("due_on", label=_("Next step by"), sort_key="due_on", accessor=_due),
            When("asked_at", label=_("Asked")),
        ]

    def get_edit_url(self, instance):
        """The title leads to the case."""
        return on_the_case(instance)


class AskAccommodation(CaseAction):
    """They asked for something by telephone, by letter or at the door."""

    action, form_class = actions.ask_accommodation, AskForm
    page_title = submit_label = _("Note an accommodation")
    explanation = _(
        "What the person asked for so that they can read us, reach us or meet us. Free of charge, and nobody has to "
        "prove or explain anything."
    )
    success_message = _("What they asked for is on %s.")

    def get_row_url(self):
        """Where it stands on the case."""
        return super().get_row_url() + ANCHOR


class AccommodationAction(ActionView):
    """What the steps of an accommodation have in common: each is done by whoever works on its case."""

    model, form_class = Accommodation, forms.Form
    success_url_name = "cases:inspect"
    template_name = "casework/cases/accommodation.html"

    def get_row_url(self):
        """Where it stands on its case."""
        return on_the_case(self.object)

    def get_page_subtitle(self):
        """The case."""
        return str(self.object.case)

    def get_context_data(self, **kwargs):
        """On top stands which case it is."""
        return super().get_context_data(subject=self.object.case, **kwargs)

    def get_success_message(self, result):
        """About which case."""
        return str(self.success_message) % self.object.case

    def get_breadcrumbs_items(self):
        """The way here: the case."""
        cases = {"url": reverse("cases:index"), "label": _("Cases")}
        case = {"url": on_the_case(self.object), "label": str(self.object.case)}
        return [*self.breadcrumbs_items, cases, case, {"url": "", "label": self.get_page_title()}]


class Confirm(AccommodationAction):
    """They still want it."""

    action = actions.confirm_accommodation
    page_title = submit_label = _("They still want it")
    explanation = _("They let us keep it, and asked for it before. Talk with them about it as if they had just asked.")
    success_message = _("It is asked for on %s.")


class Discuss(AccommodationAction):
    """Somebody talked with them."""

    action, form_class = actions.discuss_accommodation, DiscussForm
    page_title = submit_label = _("Note what you talked about")
    explanation = _(
        "Before something is made, the person is asked what works for them. From now on a letter to them may be "
        "submitted; what they asked for stands beside it."
    )
    success_message = _("What you talked about is on %s.")


class Agree(AccommodationAction):
    """What they get."""

    action, form_class = actions.agree_accommodation, AgreeForm
    page_title = submit_label = _("Note what is agreed")
    explanation = _("What they get, and by which day. The owner of the case is told when that day is over.")
    success_message = _("What is agreed is on %s.")


class Offer(AccommodationAction):
    """Something else."""

    action, form_class = actions.offer_alternative, OfferForm
    page_title = submit_label = _("Offer something else")
    explanation = _(
        "What they asked for is not possible: say why, and what you offer. Then talk with them about whether it works."
    )
    success_message = _("What you offer is on %s.")


class Meet(AccommodationAction):
    """They have it."""

    action, form_class = actions.meet_accommodation, MeetForm
    page_title = submit_label = _("It is met")
    success_message = _("It is met on %s.")


class Withdraw(AccommodationAction):
    """They want it no longer."""

    action, form_class = actions.withdraw_accommodation, WithdrawForm
    page_title = submit_label = _("They want it no longer")
    success_message = _("It is withdrawn on %s.")


#: The screens of the steps, by the name of their address.
STEPS = {"confirm": Confirm, "discuss": Discuss, "agree": Agree, "meet": Meet, "offer": Offer, "withdraw": Withdraw}
