"""The screens of what is held about somebody."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from casework.contacts.models import Person
from casework.contacts.queries import person_for
from casework.core import clock, refusals
from casework.core.listing import ListView, Stacked, Tags, Title, When, Words, office_of
from casework.core.permissions import may
from casework.core.views import ActionView, RecordPage

from .. import actions, queries
from ..forms import AskErasureForm, ExportForm, HoldForm, RefuseErasureForm
from ..models import AccessExport, Erasure, LegalHold
from ..states import ErasureStatus, FileKind

_TYPES = {FileKind.HTML: "text/html; charset=utf-8", FileKind.JSON: "application/json"}


class OnAPerson(ActionView):
    """A verb about a person in sight that is the verb of another model: of what it makes."""

    model = Person
    #: What the verb makes, by whose policy it is asked.
    makes = None
    success_url_name = "people:inspect"

    def get_object(self):
        """The person, for whoever holds the verb in their office."""
        found = person_for(self.request.user, self.kwargs["pk"])
        if found is None:
            refusals.note_out_of_sight(self.request.user, self.verb, Person, self.kwargs["pk"])
            raise Http404
        if not may(self.request.user, "add", self.makes(office_id=found.office_id)):
            refusals.note(self.request.user, self.verb, found, why="no_role")
            raise PermissionDenied
        return found

    @property
    def verb(self):
        """What the line about a refusal calls it."""
        return f"records.add_{self.makes._meta.model_name}"


class Held(OnAPerson):
    """Everything the office holds about a person: counted here, and taken out as one file."""

    makes, action, form_class = AccessExport, actions.export, ExportForm
    template_name = "casework/records/held.html"
    header_icon = "folder-open-inverse"
    page_title = _("Everything held")
    submit_label = _("Make the file")
    explanation = _(
        "What your office holds about this person, for somebody who asks what is held about them. The file is not kept "
        "here; that you made it is. Read it before you hand it over: it may say things about others."
    )

    def perform(self, form):
        """Make the file, and keep it for the answer to this request alone."""
        self.made, self.page = actions.export(self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        """Hand the file over, or say on the form why not."""
        answer = super().form_valid(form)
        return self._file() if hasattr(self, "made") else answer

    def _file(self):
        kind = self.made.kind
        answer = HttpResponse(self.page, content_type=_TYPES[kind])
        name = f"{self.object}-{clock.today():%Y-%m-%d}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs):
        """What there is, as far as all of it may be told; and who took it out before."""
        user, person = self.request.user, self.object
        is_whole = queries.is_whole_for(user, person)
        return super().get_context_data(
            is_whole=is_whole,
            kinds=queries.kinds_held(person) if is_whole else [],
            exports=list(queries.exports_of(user, person)[:20]),
            **kwargs,
        )


class PlaceHold(OnAPerson):
    """Nothing about them may be erased for a time."""

    makes, action, form_class = LegalHold, actions.place_hold, HoldForm
    page_title = submit_label = _("Place a legal hold")
    explanation = _("While it lasts nothing about this person can be erased, whoever asks.")
    success_message = _("Nothing about %s can be erased now.")


class AskErasure(OnAPerson):
    """Ask that everything about them be erased."""

    makes, action, form_class = Erasure, actions.ask_erasure, AskErasureForm
    template_name = "casework/records/ask_erasure.html"
    page_title = _("Ask to erase")
    submit_label = _("Ask a second person")
    tone = "serious"
    explanation = _(
        "Everything your office holds about this person goes for good when somebody else agrees: their cases, "
        "messages, notes and letters. What is left is that it was done, and which numbers are gone."
    )
    success_message = _("That %s be erased waits for a second person.")

    def get_context_data(self, **kwargs):
        """What has to be done first, as far as all of it may be told."""
        is_whole = queries.is_whole_for(self.request.user, self.object)
        ways = queries.in_the_way(self.object) if is_whole else []
        return super().get_context_data(is_whole=is_whole, in_the_way=ways, **kwargs)


class EndHold(ActionView):
    """It holds no longer."""

    model, action = LegalHold, actions.end_hold
    page_title = submit_label = _("End the legal hold")
    explanation = _("What is held about the person can be erased again, by two people.")
    success_message = _("%s is ended.")

    def get_cancel_url(self):
        """Back to the person."""
        return reverse("people:inspect", args=[self.object.person_id])

    def get_success_url(self, result=None):
        """Back to the person."""
        return self.get_cancel_url()

    def get_breadcrumbs_items(self):
        """The way here: the people, the person, the verb."""
        people = {"url": reverse("people:index"), "label": _("People")}
        here = {"url": self.get_cancel_url(), "label": f"P-{self.object.person_id}"}
        return [*self.breadcrumbs_items, people, here, {"url": "", "label": self.page_title}]


class HoldsOfPerson(Component):
    """On a person's page: what keeps them from being erased, and whether somebody asked for it."""

    template_name = "casework/records/of_person.html"

    def __init__(self, person, user):
        self.person, self.user = person, user

    def get_context_data(self, parent_context):
        """The holds that last, with the way to end them; the erasure that waits."""
        holds = queries.holds_on(self.user, self.person)
        asked = queries.asked_about(self.user, self.person) if self.user.has_perm("records.view_erasure") else None
        may_end = self.user.has_perm("records.change_legalhold")
        return {"holds": holds, "may_end": may_end, "asked": asked, "person": self.person}


class ErasureList(ListView):
    """Who is to be erased, who was."""

    is_searchable = False

    @cached_property
    def columns(self):
        """Which request, about whom, where it stands, by whom."""
        return [
            Title("about", label=_("Person"), below=office_of(self.request.user), get_url=self.get_inspect_url),
            Words("ground", label=_("Ground"), accessor="get_ground_display"),
            Tags("status", label=_("Status"), accessor=_standing),
            Stacked("asked_by", label=_("Asked by"), below=lambda row: []),
            When("asked_at", label=_("Asked")),
        ]


def _standing(erasure):
    return [(erasure.get_status_display(), erasure.status == ErasureStatus.ASKED)]


class ErasurePage(RecordPage):
    """One request to erase: why, what is in the way, and the decision."""

    template_name = "casework/records/erasure.html"
    find = staticmethod(queries.erasure_for)
    any_permission_required = ["view", "add", "approve"]

    def get_page_subtitle(self):
        """Whom it is about."""
        return self.object.about

    def get_context_data(self, **kwargs):
        """What would go and what is in the way, for whoever sees all of it; the decisions that are theirs."""
        erasure, user = self.object, self.request.user
        waits = erasure.status == ErasureStatus.ASKED
        is_whole = waits and queries.is_whole_for(user, erasure.person)
        is_mine = erasure.asked_by_id == user.pk
        decides = waits and may(user, "approve", erasure)
        return super().get_context_data(
            erasure=erasure,
            waits=waits,
            is_whole=is_whole,
            kinds=queries.kinds_going(erasure.person) if is_whole else [],
            in_the_way=queries.in_the_way(erasure.person) if is_whole else [],
            may_approve=decides and not is_mine,
            may_withdraw=waits and is_mine,
            is_mine=is_mine,
            **kwargs,
        )


class ErasureAction(ActionView):
    """A verb of one request to erase."""

    model, permission = Erasure, "approve"
    success_url_name = "erasures:inspect"


class ApproveErasure(ErasureAction):
    """Agree, and erase."""

    action, form_class = actions.approve_erasure, forms.Form
    page_title = _("Erase for good")
    submit_label = _("Agree and erase everything")
    tone = "serious"
    explanation = _(
        "Everything about this person goes now, and nobody can bring it back from here. Letters that left stay where "
        "they were sent."
    )
    success_message = _("%s is done: everything was erased.")


class RefuseErasure(ErasureAction):
    """Let everything stand."""

    action, form_class = actions.refuse_erasure, RefuseErasureForm
    page_title = submit_label = _("Refuse the erasure")
    explanation = _("Everything stays as it is. Say why, for whoever asked.")
    success_message = _("%s is refused.")


class WithdrawErasure(ErasureAction):
    """Take back what one asked."""

    permission = "add"
    action, form_class = actions.withdraw_erasure, forms.Form
    page_title = submit_label = _("Withdraw the request")
    explanation = _("Everything stays as it is.")
    success_message = _("%s is withdrawn.")
