"""A letter to read: before somebody decides on it, and for ever after."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.workflow import BaseWorkflowFormView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import snippets

from casework.core.listing import ListView, Stacked, Tags, Title, When, Words
from casework.core.permissions import in_place_of
from casework.core.sight import shown
from casework.core.views import RecordPage
from casework.dispatch.render import fingerprint

from .. import actions, queries
from ..forms import DecisionForm, TurnForm
from ..models import Letter
from ..states import LEAVING, RAISABLE, TO_DO, LetterStatus
from ..tiers import Tier
from . import dues
from .verbs import InTheirName, LetterAction


class LetterList(ListView):
    """Letters; the title leads to where one goes on with each."""

    among = staticmethod(queries.found)

    @property
    def is_of_ones_offices(self):
        """Not what waits for one's units: they may clear letters of another office."""
        return self.index_url_name != "letters:to_clear"

    @property
    def sight(self):
        """What waits for one's units may be of another office; it is read, and leaves as no file."""
        return "for_user" if self.is_of_ones_offices or self.is_export else "read_by"

    @cached_property
    def columns(self):
        """Which letter, to whom, where it stands, whose it is, when it was begun; in some lists, by when it is due."""
        return [
            Title("reference", label=_("Letter"), get_url=self.get_edit_url, below=self._subject),
            *self.due_columns(),
            Stacked("to_name", label=_("To"), accessor=self._to, below=lambda letter: [letter.get_channel_display()]),
            Tags("status", label=_("Status"), accessor=_standing),
            Words("drafted_by", label=_("Drafted by")),
            When("drafted_at", label=_("Begun"), sort_key="drafted_at"),
        ]

    def _subject(self, letter):
        return shown(letter, letter.subject)

    def _to(self, letter):
        return shown(letter, letter.to_name)

    def due_columns(self):
        """In lists of what waits: by when, and how long there still is; and for whom a letter waits."""
        left = queries.TimeLeft()
        return {
            "letters:to_clear": [Words("office", label=_("Office")), dues.word_due(left), dues.taken_by()],
            "letters:to_proof_read": [dues.word_due(left)],
            "letters:late": [dues.word_due(left), dues.units_late()],
            "letters:waivers": [dues.ratify_by()],
        }.get(self.index_url_name, [])

    def get_edit_url(self, instance):
        """A draft is written on, a letter in review is read, any other is looked up."""
        if instance.status == LetterStatus.DRAFT and self.user_has_permission("change"):
            return reverse("letters:edit", args=[instance.pk])
        if instance.status == LetterStatus.IN_REVIEW:
            return reverse("letters:review", args=[instance.pk])
        if instance.status == LetterStatus.TO_SIGN:
            return reverse("letters:sign", args=[instance.pk])
        return self.get_inspect_url(instance)


def _standing(letter):
    """The status as a tag, strong while somebody has to act; and whether a line in it is out of date."""
    status = (letter.get_status_display(), letter.status in TO_DO)
    return [status, (gettext("Line out of date"), True)] if letter.is_stale else [status]


class Review(InTheirName, LetterAction):
    """Read exactly the words that would leave, beside the words they answer; then say yes, or what to change.

    Whoever may view the letter may read here; whoever may not decide is told why. The people of a unit that clears
    letters of this office from elsewhere read the words, what they answer and what their own unit said, and no more.
    """

    permission = "read"
    form_class = DecisionForm
    template_name = "casework/letters/review.html"
    page_title = _("Review")

    def get_object(self):
        """The letter, whole."""
        return queries.letter_to_read(self.request.user, super().get_object().pk)

    @cached_property
    def clearances(self):
        """Where each unit stands."""
        return queries.clearances_of(self.object)

    @cached_property
    def turns(self):
        """The units of this person that the letter waits for."""
        return queries.mine_to_clear(self.object, self.request.user, among=self.clearances)

    def in_place_of(self, why_not):
        """Whoever is away and in whose place this person decides here, by name."""
        if self.turns:
            return queries.whose_voices(self.object, self.request.user, among=self.clearances)
        return "" if why_not else in_place_of(self.request.user, "approve", self.object)

    def needs_proof(self):
        """For the last word; what a unit says is none."""
        return not self.turns and super().needs_proof()

    def get_form_class(self):
        """What a unit says comes before the last word."""
        return TurnForm if self.turns else DecisionForm

    def get_form_kwargs(self):
        """A unit's form knows whose turn it is."""
        about = {"row": self.object, "user": self.request.user} if self.turns else {}
        return {**super().get_form_kwargs(), **about}

    def perform(self, form):
        """Say what the unit says; or approve or return the revision that was on the screen."""
        said = form.cleaned_data
        if self.turns:
            turn = form.turns[said.pop("turn")]
            letter = actions.decide(turn, by=self.request.user, **said).letter
            letter.refresh_from_db(fields=["status"])
            return letter  # of another office, it may be out of sight by now
        revision = queries.revision_of(self.object, said["revision"])
        facts = {"by": self.request.user, "revision": revision, "comment": said["comment"]}
        if said["decision"] == "return":
            return actions.return_to_writer(self.object, code=said["code"], **facts)
        return actions.approve(self.object, sha256=said["sha256"], **facts)

    def form_invalid(self, form):
        """Show where the letter stands now; the form then names the words that are on the screen, comment kept."""
        self.object = self.get_object()
        return super().form_invalid(form)

    def get_success_message(self, result):
        """What became of the letter."""
        if self.turns and result.status == LetterStatus.IN_REVIEW:
            if self.turns[0].unit_id is None:
                return gettext("%s is proof-read and goes on.") % result
            return gettext("What your unit says about %s is kept.") % result
        became = {
            LetterStatus.DRAFT: gettext("%s was returned to its writer."),
            LetterStatus.TO_SIGN: gettext("%s is approved and waits for the member’s signature."),
            LetterStatus.APPROVED: gettext("%s is approved and leaves exactly as you read it."),
        }
        return became.get(result.status, gettext("%s passed this step of its review.")) % result

    def get_success_buttons(self, result):
        """The next letter that waits for this person, of the kind they have just read first."""
        kind = "approve" if not self.turns else "clear" if self.turns[0].unit_id else "proof_read"
        following = queries.next_to_read(self.request.user, kind, after=result)
        if following is None:
            return []
        url = reverse("letters:review", args=[following.pk])
        return [messages.button(url, gettext("Next in the queue: %s") % following)]

    def get_context_data(self, **kwargs):
        """The words, what they answer, what changed, what to look out for, and whether this person may decide."""
        letter = self.object
        read = queries.reading(letter)
        if self.is_elsewhere:
            return self.context_elsewhere(letter, read, **kwargs)
        around = queries.around(letter, self.request.user)
        returned, changes = queries.since_the_return(letter, read.content)
        remarks = queries.remarks(letter, read.content)
        is_held = any(one.said.is_required and one.said.resolved_at is None for one in remarks)
        why_not = queries.why_not_decide(letter, self.request.user, among=self.clearances, is_held=is_held)
        writers = queries.hands_in(letter)
        return super().get_context_data(
            letter=letter,
            read=read,
            around=around,
            sees_case=queries.sees_case(letter, self.request.user),
            cautions=queries.cautions(read.words, read.content, around),
            preflight=queries.preflight(read.words, read.content, read.text, asked=around.asked),
            lines=queries.lines_beside(letter, self.request.user, read.text),
            returned=returned,
            changes=changes,
            writers=writers,
            why_not="" if self.turns else why_not,
            in_place_of=self.in_place_of(why_not),
            turns=self.turns_read(read),
            clearances=queries.with_time_left(letter, self.clearances),
            plan=None if self.clearances else queries.plan_of(letter),
            stages=queries.stages_shown(self.clearances),
            remarks=remarks,
            can_resolve=bool(queries.resolvable(letter, self.request.user, among=[one.said for one in remarks])),
            can_comment=_reads(letter, self.request.user, writers),
            can_raise=_may_be_raised(letter, self.clearances),
            can_object=bool(queries.may_still_object(letter, self.request.user, among=self.clearances)),
            can_waive=bool(queries.waivable(letter, self.request.user, among=self.clearances)),
            can=queries.verbs(letter, self.request.user, why_not=why_not),
            **kwargs,
        )

    def context_elsewhere(self, letter, read, **kwargs):
        """Of a letter of another office: the words, what they answer, and what one's own units said."""
        user = self.request.user
        mine = queries.own_turns(letter, user, self.clearances)
        remarks = queries.own_remarks(mine, user, queries.remarks(letter, read.content))
        returned, changes = queries.since_own_return(mine, read.content)
        return super().get_context_data(
            letter=letter,
            read=read,
            shared=queries.why_read(letter, user),
            around=queries.around(letter, user),
            returned=returned,
            changes=changes,
            writers=queries.hands_in(letter),
            why_not=""
            if self.turns
            else gettext("Your unit has spoken. The last word is for the letter’s own office."),
            in_place_of=self.in_place_of(""),
            turns=self.turns_read(read),
            clearances=queries.with_time_left(letter, mine),
            remarks=remarks,
            can_resolve=bool(queries.resolvable(letter, user, among=[one.said for one in remarks])),
            can_comment=not queries.is_writer(letter, user),
            can_object=bool(queries.may_still_object(letter, user, among=self.clearances)),
            can_waive=bool(queries.waivable(letter, user, among=self.clearances)),
            **kwargs,
        )

    def turns_read(self, read):
        """Each turn of one's own, whether no more than a slip was mended since its last yes, and what changed."""
        return [
            (turn, queries.is_slip_since(turn, read.content), queries.since_decision(turn, read.content))
            for turn in self.turns
        ]


def _reads(letter, user, writers):
    """Whether somebody reads the letter in review, and had no hand in it: who comments, the verb asks again."""
    return letter.status == LetterStatus.IN_REVIEW and queries.decides_on_letters(user) and user not in writers


def _may_be_raised(letter, clearances):
    """Whether raising is offered; what a letter can be raised to, the screen says."""
    return letter.status in RAISABLE and not any(each.plan.tier == Tier.RESTRICTED for each in clearances)


class LetterPage(RecordPage):
    """One letter, wherever it stands: its words, what left, who said yes, what can be done."""

    find = staticmethod(queries.letter_for)
    template_name = "casework/letters/record.html"

    def get_page_subtitle(self):
        """What the letter is about."""
        return self.object.subject

    @cached_property
    def header_buttons(self):
        """The case it belongs to."""
        return to_the_case(self.object, self.request.user)

    def get_context_data(self, **kwargs):
        """The words as they stand or as they left, every yes and every return."""
        letter = self.object
        read = queries.reading(letter)
        approvals = list(queries.approvals_of(letter))
        clearances = queries.clearances_of(letter)
        remarks = queries.remarks(letter, read.content)
        leaving = approvals[-1] if approvals and letter.status in {*LEAVING, LetterStatus.SENT} else None
        over = queries.over_since_it_left(letter) if letter.status == LetterStatus.SENT else []
        return super().get_context_data(
            letter=letter,
            read=read,
            remarks=remarks,
            can_resolve=bool(queries.resolvable(letter, self.request.user, among=[one.said for one in remarks])),
            out_of_date=queries.out_of_date(letter, read),
            approvals=approvals,
            leaving=leaving,
            unchanged=bool(leaving) and fingerprint(leaving.dispatch.raw_bytes) == leaving.dispatch.sha256,
            returns=queries.returns_of(letter),
            over=over,
            corrections=queries.corrections_of(letter) if letter.status == LetterStatus.SENT else [],
            signatures=list(queries.signatures_of(letter)) if approvals else [],
            clearances=queries.with_time_left(letter, clearances),
            plan=None if clearances else queries.plan_of(letter),
            uses=queries.uses_of(letter),
            stages=queries.stages_shown(clearances),
            can_raise=_may_be_raised(letter, clearances),
            can_ratify=bool(queries.to_ratify(letter, self.request.user)),
            writers=queries.hands_in(letter),
            can=queries.verbs(letter, self.request.user, is_over=bool(over)),
            **kwargs,
        )


def to_the_case(letter, user):
    """The button that leads to the case a letter answers, for whoever sees that."""
    if not queries.sees_case(letter, user):
        return []
    url = reverse("cases:inspect", args=[letter.case_id])
    return [HeaderButton(str(letter.case), url=url, icon_name="folder-open-inverse")]


class ReadOnly:
    """Screens of Wagtail's that only show: open to whoever may read the letter."""

    permission_required = None
    any_permission_required = ["view", "change"]


class LetterRevision(ReadOnly, snippets.PreviewRevisionView):
    """An earlier text."""


class LetterCompare(ReadOnly, snippets.RevisionsCompareView):
    """Two texts side by side."""


class LetterWorkflowHistory(ReadOnly, snippets.WorkflowHistoryView):
    """Each review the letter went through."""


class LetterWorkflowDetail(ReadOnly, snippets.WorkflowHistoryDetailView):
    """One review, step by step."""


class LetterDecision(BaseWorkflowFormView):
    """Wagtail's short ways to decide, from its dashboard: they lead to the screen on which the letter is read."""

    def setup(self, request, *args, **kwargs):
        """Only the letter counts, whatever step and action the address names."""
        BaseObjectMixin.setup(self, request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        """Nothing is decided here."""
        review = reverse("letters:review", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": review})
        return redirect(review)


class LetterTaskPreview(LetterDecision):
    """Wagtail's preview of what is under review: the same screen."""


class NoBulkDelete(BulkAction):
    """In the place of Wagtail's, whose page names the letters of other offices before it refuses to delete them."""

    display_name = aria_label = _("Delete")
    action_type = "delete"
    models = [Letter]

    def dispatch(self, request, *args, **kwargs):
        """There is no such thing."""
        raise Http404
