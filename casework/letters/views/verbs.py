"""One screen for each verb that needs no more than a word or two."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from casework.cases.models import Case
from casework.core.views import ActionView
from casework.directory.models import OfficeKind
from casework.directory.sign_in.proof import AsksAgain

from .. import actions, queries
from ..forms import CorrectForm, ReasonForm, ReplyForm
from ..models import Letter


class Reply(ActionView):
    """Begin an answer on a case."""

    model = Case
    form_class = ReplyForm
    template_name = "casework/letters/reply.html"
    page_title = _("Reply")
    header_icon = "mail"
    submit_label = _("Start the letter")

    def perform(self, form):
        """Begin the letter."""
        return actions.start_reply(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """Nothing: the editor speaks for itself."""
        return ""

    def get_success_url(self, result=None):
        """On to the editor."""
        return reverse("letters:edit", args=[result.pk])

    def get_cancel_url(self):
        """Back to the case."""
        return reverse("cases:inspect", args=[self.object.pk])

    def get_breadcrumbs_items(self):
        """The way here leads through the case."""
        case = {"url": self.get_cancel_url(), "label": str(self.object)}
        return [*super().get_breadcrumbs_items(), case, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs):
        """The person's words stand beside the choice."""
        return super().get_context_data(around=queries.background(self.object), **kwargs)


class InTheirName(AsksAgain):
    """In front of a screen that approves or signs: in the Leader's name, it is certain who does."""

    def needs_proof(self):
        """Whether the letter goes out in the Leader's name, and is not sent back."""
        member = self.object.signatory
        office = member.office if member else None
        return bool(office and office.kind == OfficeKind.LEADER and self.request.POST.get("decision") != "return")


class LetterAction(ActionView):
    """A verb of one letter."""

    model = Letter
    header_icon = "mail"
    success_url_name = "letters:inspect"

    @cached_property
    def is_elsewhere(self):
        """Whether it is a letter of another office, which waits for a unit of this person's."""
        return self.permission == "read" and queries.reads_from_elsewhere(self.object, self.request.user)

    def get_cancel_url(self):
        """Back to the letter; of another office, to where it is read."""
        name = "letters:review" if self.is_elsewhere else self.success_url_name
        return reverse(name, args=[self.object.pk])

    def get_success_url(self, result=None):
        """Back to the letter; of another office, to what waits for one's units: it may be out of sight by now."""
        return reverse("letters:to_clear") if self.is_elsewhere else super().get_success_url(result)

    def get_breadcrumbs_items(self):
        """The way here leads through the letter."""
        of_all, letter = "letters:index", "letters:inspect"
        if self.is_elsewhere:
            of_all, letter = "letters:to_clear", "letters:review"
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(of_all), "label": gettext("To clear") if self.is_elsewhere else gettext("Letters")},
            {"url": reverse(letter, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": str(self.page_title)},
        ]


class Withdraw(LetterAction):
    """Take a letter back from review."""

    action = actions.withdraw
    page_title = _("Withdraw from review")
    submit_label = _("Withdraw")
    explanation = _("The letter becomes a draft again. Whoever was to review it has nothing more to decide.")
    success_message = _("%s is a draft again.")

    def get_success_url(self, result=None):
        """On to the editor."""
        return reverse("letters:edit", args=[self.object.pk])


class Recall(LetterAction):
    """Stop an approved letter before it leaves."""

    action = actions.recall
    form_class = ReasonForm
    page_title = _("Recall")
    submit_label = _("Recall the letter")
    tone = "serious"
    explanation = _("The letter does not leave. It becomes a draft again and needs a new approval.")
    success_message = _("%s was recalled and is a draft again.")


class Void(LetterAction):
    """Say that a letter will never go."""

    action = actions.void
    form_class = ReasonForm
    page_title = _("Make void")
    submit_label = _("Make the letter void")
    tone = "serious"
    explanation = _("The letter will never leave and cannot be changed any more. It stays readable on its case.")
    success_message = _("%s is void.")


class Correct(LetterAction):
    """Decide about a letter that has left and says a line that may not be said any more."""

    form_class = CorrectForm
    template_name = "casework/letters/correct.html"
    page_title = _("Decide about a correction")
    submit_label = _("Keep the decision")
    explanation = _("The letter has left and stays as it was sent. Decide whether the person is written to again.")

    def perform(self, form):
        """Keep it, and begin the letter if there is to be one."""
        return actions.correct(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """What was decided; where a letter was begun, the editor speaks for itself."""
        if result[0].followed_by_id:
            return ""
        return gettext("It is kept that %s needs no correction.") % self.object

    def get_success_url(self, result=None):
        """On to the editor of the letter that was begun, or back to the letter."""
        following = result[0].followed_by_id if result else None
        name, pk = ("letters:edit", following) if following else ("letters:inspect", self.object.pk)
        return reverse(name, args=[pk])

    def get_context_data(self, **kwargs):
        """The lines in question, and the letter as it left."""
        lines = queries.over_since_it_left(self.object)
        return super().get_context_data(lines=lines, **kwargs)
