"""Screens of the signature: the letter to be signed, and who may sign for whom."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.views import generic

from casework.core import clock
from casework.core.listing import ListView, Stacked, Tags, Title, When, Words
from casework.core.models import who_for
from casework.core.views import ActionView, RecordPage, SaysRefusals

from .. import actions, queries
from ..forms import ReasonForm, SignForm
from ..models import SigningAuthority
from ..states import LetterStatus
from .verbs import InTheirName, LetterAction


class Sign(InTheirName, LetterAction):
    """Read exactly the words that were approved; then sign them for the member, or send them back.

    Whoever may view the letter may read here; whoever may not sign is told why.
    """

    permission = "view"
    form_class = SignForm
    template_name = "casework/letters/sign.html"
    page_title = _("Sign")

    def get_object(self):
        """The letter, whole."""
        return queries.letter_for(self.request.user, super().get_object().pk)

    def perform(self, form):
        """Sign it, or send it back."""
        said = form.cleaned_data
        if said["decision"] == "return":
            why = {"comment": said["comment"], "code": said["code"]}
            return actions.return_unsigned(self.object, by=self.request.user, **why)
        signed = actions.sign(self.object, by=self.request.user, sha256=said["sha256"], method=said["method"])
        return signed.letter

    def form_invalid(self, form):
        """Show where the letter stands now, comment kept."""
        self.object = self.get_object()
        return super().form_invalid(form)

    def get_success_message(self, result):
        """What became of the letter."""
        if result.status == LetterStatus.DRAFT:
            return gettext("%s was returned to its writer.") % result
        return gettext("%s is signed and leaves exactly as you read it.") % result

    def get_context_data(self, **kwargs):
        """The words, what they answer, who cleared them, and whether this person may sign."""
        letter = self.object
        read, around = queries.reading(letter), queries.around(letter, self.request.user)
        return super().get_context_data(
            letter=letter,
            read=read,
            around=around,
            sees_case=queries.sees_case(letter, self.request.user),
            cautions=queries.cautions(read.words, read.content, around),
            clearances=queries.clearances_of(letter),
            approvals=list(queries.approvals_of(letter)),
            writers=queries.hands_in(letter),
            why_not=queries.why_not_sign(letter, self.request.user),
            can=queries.verbs(letter, self.request.user),
            **kwargs,
        )


class Certificate(LetterAction):
    """One page that proves a letter: who decided what, on which words, and whether all of it still matches."""

    permission = "view"
    http_method_names = ["get", "head", "options"]
    template_name = "casework/letters/certificate.html"
    page_title = _("Certificate of clearance")

    def get(self, request, *args, **kwargs):
        """Who looks at it, and prints it, is on file."""
        actions.show_certificate(self.object, by=request.user)
        return super().get(request, *args, **kwargs)

    def get_object(self):
        """The letter, whole; one that was never approved has no certificate."""
        letter = queries.letter_for(self.request.user, super().get_object().pk)
        if not letter.approvals.exists():
            raise Http404
        return letter

    def get_context_data(self, **kwargs):
        """What is on file, computed anew."""
        proof = queries.proof_of(self.object)
        people = queries.people_in(proof)
        return super().get_context_data(
            letter=self.object,
            proof=proof,
            facts=[(fact, who_for(people.get(fact.by), people.get(fact.acting_for))) for fact in proof.facts],
            writers=queries.hands_in(self.object),
            computed_at=clock.now(),
            **kwargs,
        )


class AuthorityList(ListView):
    """Who may sign for whom."""

    is_searchable = False

    @cached_property
    def columns(self):
        """Whose hand, whose name, which letters, from when until when."""
        return [
            Title("holder", label=_("Who signs"), get_url=self.get_inspect_url, below=str),
            Stacked("member", label=_("Signs for"), below=_whether_in_person),
            Words("get_most_tier_display", label=_("Letters up to")),
            Words("get_most_level_display", label=_("Cases up to")),
            Tags("standing", label=_("Standing"), accessor=_standing),
            When("given_at", label=_("Given"), sort_key="given_at"),
        ]


def _whether_in_person(given):
    return [gettext("The member’s own account")] if given.in_person else []


def _standing(given):
    """Whether anybody signs by it today, as a tag."""
    return [(queries.authority_standing(given), False)]


class AuthorityPage(RecordPage):
    """One authority: what it is for, who gave it, who ended it."""

    find = staticmethod(queries.authority_for)
    template_name = "casework/letters/authority.html"

    def get_context_data(self, **kwargs):
        """Where it stands, and whether this person may end it."""
        given = self.object
        return super().get_context_data(
            given=given,
            standing=queries.authority_standing(given),
            can_end=given.ended_at is None and self.user_has_permission("change"),
            **kwargs,
        )


class GiveAuthority(SaysRefusals, generic.CreateView):
    """Say that somebody may sign a member's letters."""

    def save_instance(self):
        """Give it, done by whoever is signed in."""
        return actions.give_authority(self.form.save(commit=False), by=self.request.user)


class EndAuthority(ActionView):
    """Nobody signs by it any more."""

    model = SigningAuthority
    header_icon = "edit"
    action = actions.end_authority
    form_class = ReasonForm
    tone = "serious"
    page_title = submit_label = _("End this authority")
    explanation = _("From this moment nobody signs by it. What was signed before stays signed.")
    success_message = _("%s is ended.")
    success_url_name = "signing_authorities:inspect"

    def get_breadcrumbs_items(self):
        """The way here leads through the list."""
        url = reverse("signing_authorities:index")
        return [{"url": url, "label": gettext("Signing authority")}, *super().get_breadcrumbs_items()[-2:]]
