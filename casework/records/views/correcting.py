"""The screens of what people ask to have corrected, and of what they say where it was not."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from casework.core.listing import ListView, Stacked, Tags, Title, Words, office_of
from casework.core.permissions import may
from casework.core.views import ActionView, RecordPage

from .. import actions, queries
from ..forms import AskCorrectionForm, CorrectedForm, RefuseCorrectionForm, StatementForm
from ..models import CorrectionRequest
from ..states import CorrectionStatus
from .holding import OnAPerson


class AskCorrection(OnAPerson):
    """Write down that they want something corrected."""

    makes, action, form_class = CorrectionRequest, actions.ask_correction, AskCorrectionForm
    page_title = submit_label = _("Note a request to correct")
    explanation = _(
        "Somebody says that what is held about them is wrong. What they wrote to you and what left stays as it is: it "
        "says what was said. Whoever owns an open case of theirs is told."
    )
    success_message = _("What %s wants corrected waits for a decision.")

    def get_initial(self):
        """The case somebody came from, one in sight."""
        wanted = self.request.GET.get("case", "")
        is_key = wanted.isascii() and wanted.isdecimal() and len(wanted) < 19  # longer is no key
        return {**super().get_initial(), **({"case": int(wanted)} if is_key else {})}

    def get_success_url(self, result=None):
        """On to the request."""
        return reverse("corrections:inspect", args=[result.pk])


class CorrectionsOfPerson(Component):
    """On a person's page: what they want corrected, and what they disagree with."""

    template_name = "casework/records/corrections_of.html"

    def __init__(self, person, user):
        self.person, self.user = person, user

    def get_context_data(self, parent_context):
        """Requests that wait, and statements, as far as they are in sight."""
        asked = []
        if self.user.has_perm("records.view_correctionrequest"):
            asked = queries.corrections_of(self.user, self.person)
        return {"asked": asked, "statements": queries.statements_of(self.user, self.person)}


class Beside(Component):
    """With a case: what its person disagrees with, about the case or about themselves."""

    template_name = "casework/records/corrections_of.html"

    def __init__(self, case):
        self.case = case

    def get_context_data(self, parent_context):
        """The statements; whoever reads the case reads them."""
        return {"statements": queries.statements_beside(self.case)}


class CorrectionList(ListView):
    """Who wants what corrected, the one to be answered first on top."""

    is_searchable = False
    any_permission_required = ["view", "add", "decide"]

    @cached_property
    def columns(self):
        """Which request, about what, where it stands, by when."""
        user = self.request.user
        return [
            Title(
                "number",
                accessor=str,
                label=_("Request"),
                below=_about(user),
                get_url=self.get_inspect_url,
            ),
            Tags("status", label=_("Status"), accessor=_standing),
            Words("due_on", label=_("To be answered by"), accessor=lambda row: date_format(row.due_on)),
            Words("how", label=_("How they asked"), accessor="get_how_display"),
            Stacked("noted_by", label=_("Noted by"), below=lambda row: [date_format(row.asked_on)]),
        ]


def _about(user):
    """What a request is about, and the office for somebody of several."""
    office = office_of(user)
    return lambda row: " · ".join(str(one) for one in (row.about, office(row)) if one)


def _standing(request):
    late = [(_("Late"), True)] if request.is_late else []
    return [(request.get_status_display(), request.waits), *late]


class CorrectionPage(RecordPage):
    """One request: what is held, what it should be, and what became of it."""

    template_name = "casework/records/correction.html"
    find = staticmethod(queries.correction_for)
    any_permission_required = ["view", "add", "decide"]

    def get_page_subtitle(self):
        """What it is about."""
        return self.object.about

    def get_context_data(self, **kwargs):
        """The decisions that are theirs, the holds that last, and whom to tell."""
        asked, user = self.object, self.request.user
        is_refused = asked.status == CorrectionStatus.REFUSED
        statement = getattr(asked, "disagreement", None)
        return super().get_context_data(
            asked=asked,
            tags=_standing(asked),
            statement=statement,
            holds=queries.holds_on(user, asked.person) if asked.waits else [],
            given=queries.given_to(user, asked),
            may_decide=asked.waits and may(user, "decide", asked),
            may_attach=is_refused and statement is None and may(user, "add", asked),
            **kwargs,
        )


class CorrectionAction(ActionView):
    """A verb of one request to correct."""

    model, permission = CorrectionRequest, "decide"
    success_url_name = "corrections:inspect"


class Correct(CorrectionAction):
    """The record says the right thing now."""

    action, form_class = actions.correct, CorrectedForm
    page_title = submit_label = _("Say that it is corrected")
    explanation = _(
        "Change the record first, on the page of the person or of the case. Then say here what was changed."
    )
    success_message = _("%s is corrected.")


class RefuseCorrection(CorrectionAction):
    """It stays as it is."""

    action, form_class = actions.refuse_correction, RefuseCorrectionForm
    page_title = submit_label = _("Refuse the correction")
    explanation = _("The record stays as it is. What the person says about it stands beside it from then on.")
    success_message = _("%s is refused.")


class AttachStatement(CorrectionAction):
    """What they say about what stays."""

    permission = "add"
    action, form_class = actions.attach_statement, StatementForm
    page_title = submit_label = _("Attach a statement")
    explanation = _(
        "It is shown wherever the fact is: on the page of the person and of the case, in the file of everything held, "
        "and to every office the case is passed to or shared with."
    )
    success_message = _("The statement is attached to %s.")
