"""The screens of triage: one submission, and what can be done with it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from casework.cases.queries import active_cases_of, case_by_reference, way_to
from casework.contacts.access import label
from casework.core import refusals
from casework.core.errors import CaseworkError
from casework.core.files.documents import CAUTIONS
from casework.core.files.kinds import MEDIA_TYPES, SHOWN
from casework.core.listing import ListView, Stacked, Tags, Title, When, office_of
from casework.core.sight import shown
from casework.core.views import ActionView, RecordPage, SaysRefusals

from . import actions, queries
from .answers import deadline_of, is_for_another
from .forms import AcceptForm, AttachForm
from .models import Attachment, RoutingRule, Submission
from .screening import in_words
from .states import SubmissionStatus, Verdict

#: What somebody sent is an exhibit: it runs nothing, fetches nothing, leads nowhere.
INERT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; sandbox"
#: A browser that is told nothing about a file keeps it on the disk.
UNKNOWN = "application/octet-stream"


def _sorted_into(submission):
    """Where it was routed and why, a line each."""
    unit = str(submission.unit) if submission.unit else ""
    return [unit, *queries.why(submission)]


def _cautions(attachment):
    """What to know before opening it, in words."""
    return [CAUTIONS[code] for code in attachment.cautions if code in CAUTIONS]


def _facts(submission):
    """What somebody who triages must see at a glance."""
    tags = []
    if submission.status != SubmissionStatus.RECEIVED:
        tags.append((submission.get_status_display(), False))
    if submission.verdict != Verdict.HUMAN and submission.status in {SubmissionStatus.RECEIVED, SubmissionStatus.HELD}:
        tags.append((submission.get_verdict_display(), False))
    if submission.urgency != "routine":
        tags.append((submission.get_urgency_display(), True))
    if day := deadline_of(submission.answers):
        tags.append((_("Deadline %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}, False))
    if is_for_another(submission.answers):
        tags.append((_("For somebody else"), False))
    if submission.access_needs or submission.access_words:
        tags.append((_("Access needs"), False))
    if submission.has_attachments:
        tags.append((_("Attachments"), False))
    return tags


class SubmissionList(ListView):
    """What came in, newest first."""

    among = staticmethod(queries.found)

    @cached_property
    def columns(self):
        """Subject, who, where it should go and why, what stands out, when."""
        office = office_of(self.request.user)
        return [
            Title(
                "subject",
                label=_("Message"),
                accessor=lambda row: shown(row, row.subject or _("(no subject)")),
                below=lambda row: row.reference,
                get_url=self.get_inspect_url,
            ),
            Stacked(
                "name",
                label=_("From"),
                accessor=lambda row: shown(row, row.name or _("(no name given)")),
                below=lambda row: [office(row), row.get_language_display()],
            ),
            Stacked(
                "issue",
                label=_("Goes to, and why"),
                accessor=lambda row: row.issue or _("No issue yet"),
                below=_sorted_into,
            ),
            Tags("status", label=_("What stands out"), accessor=_facts),
            When("received_at", label=_("Received"), width="14%"),
        ]


class SubmissionPage(RecordPage):
    """Everything about one submission: what was typed, how it was judged, who it may be from, what to do."""

    template_name = "casework/intake/submission.html"
    find = staticmethod(queries.submission_for)

    def get_context_data(self, **kwargs):
        """What was typed, what the house makes of it, and the verbs that are possible now."""
        submission, user = self.object, self.request.user
        people, verbs = queries.likely_people(submission, user), queries.verbs(submission, user)
        cases = active_cases_of(user, [match.person.pk for match in people]) if people else []
        return super().get_context_data(
            submission=submission,
            needs=[label(code) for code in submission.access_needs],
            is_kept=bool(submission.access_keep),
            reasons=[(in_words(reason), points) for reason, points in submission.signals],
            why=queries.why(submission),
            answers=queries.answers_of(submission),
            is_for_another=is_for_another(submission.answers),
            people=people,
            likely_cases=list(cases),
            buttons=self._buttons(verbs),
            may_attach="attach" in verbs,
            attachments=[(one, queries.about(one), _cautions(one)) for one in queries.attachments_of(submission)],
            **kwargs,
        )

    def _buttons(self, verbs):
        offered = [
            ("accept", _("Accept into a case"), "check", "button"),
            ("attach", _("Attach to a case"), "link", "button button-secondary"),
            ("not_spam", _("Not spam"), "rotate", "button button-secondary"),
            ("mark_spam", _("Mark as spam"), "bin", "button button-secondary no"),
        ]
        return [
            Button(words, url=reverse(f"triage:{verb}", args=[self.object.pk]), icon_name=icon, classname=look)
            for verb, words, icon, look in offered
            if verb in verbs
        ]


@method_decorator([require_admin_access, never_cache], name="dispatch")
class AttachmentFile(View):
    """An attachment in sight, handed over so that nothing in it can act; each opening leaves a line."""

    model = Attachment
    #: Whether a browser shows it in a window, or keeps it on the disk; for the history, the word for that.
    is_shown, how = False, "file"

    def get(self, request, pk):
        """The bytes; while they may not be opened, the way back with the reason."""
        attachment = self._in_sight(request.user, pk)
        try:
            content = actions.open_attachment(attachment, by=request.user, how=self.how)
        except CaseworkError as refusal:
            messages.error(request, str(refusal))
            return redirect("triage:inspect", attachment.submission_id)
        return self._inert(attachment, content)

    def head(self, request, pk):
        """What a program asks before it fetches: nothing is opened, and no line is left."""
        attachment = self._in_sight(request.user, pk)
        if not attachment.may_be_opened:
            return redirect("triage:inspect", attachment.submission_id)
        response = self._inert(attachment, b"")
        response["Content-Length"] = str(attachment.size)
        return response

    def _in_sight(self, user, pk):
        """The attachment, if its submission is in sight and the verb is theirs; else it does not exist."""
        if not user.has_perm("intake.view_submission"):
            refusals.note(user, "intake.view", Attachment, why="no_role")
            raise PermissionDenied
        found = queries.attachment_for(user, pk)
        if found is None:
            refusals.note_out_of_sight(user, "intake.view", Attachment, pk)
        if found is None or (self.is_shown and found.kind not in SHOWN):
            raise Http404
        return found

    def _inert(self, attachment, content):
        """Whole, whatever part was asked for; a picture of ours may be shown, anything else is a file to be kept."""
        response = HttpResponse(content, content_type=MEDIA_TYPES[attachment.kind] if self.is_shown else UNKNOWN)
        disposition = "inline" if self.is_shown else "attachment"
        response["Content-Disposition"] = f'{disposition}; filename="{attachment.file_name}"'
        response["Content-Security-Policy"] = INERT
        response["X-Content-Type-Options"] = "nosniff"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Accept-Ranges"] = "none"
        return response


class AttachmentPicture(AttachmentFile):
    """A picture that we drew ourselves, in a window of the browser."""

    is_shown, how = True, "picture"


class Triage(ActionView):
    """What the verbs of triage have in common."""

    def get_context_data(self, **kwargs):
        """With what the form asked, below what was typed."""
        row = self.object
        return super().get_context_data(
            answers=queries.answers_of(row), is_for_another=is_for_another(row.answers), **kwargs
        )

    model = Submission
    success_url_name = "triage:inspect"
    template_name = "casework/intake/action.html"


class Accept(Triage):
    """Open a case for it."""

    action, form_class = actions.accept, AcceptForm
    page_title = _("Accept into a case")
    explanation = _("The case gets the same reference. What was typed is copied onto it as its first message.")
    submit_label = _("Open the case")

    def get_success_message(self, result):
        """Whose it is now."""
        words = _("%s is open, and yours.") if result.owner_id == self.request.user.pk else _("%s is open.")
        return str(words) % result

    def get_success_url(self, result=None):
        """On to the case, or back to triage where it is not for whoever accepted."""
        return way_to(self.request.user, result, otherwise="triage:index")


class Attach(Triage):
    """Put it on a case that is open already."""

    action, form_class = actions.attach, AttachForm
    page_title = _("Attach to a case")
    explanation = _("It becomes one more message of that case. The person keeps the reference of the case.")
    submit_label = _("Attach")
    success_message = _("%s was attached.")

    def get_initial(self):
        """The case somebody came from, when its reference is in the address and in sight."""
        case = case_by_reference(self.request.user, self.request.GET.get("case", ""))
        return {"case": case.reference} if case else {}

    def get_success_url(self, result=None):
        """On to the case."""
        return reverse("cases:inspect", args=[result.pk])


class MarkSpam(Triage):
    """Put it aside."""

    action, form_class = actions.mark_spam, forms.Form
    page_title = submit_label = _("Mark as spam")
    explanation = _("It is kept whole and can be brought back. Nobody gets an answer.")
    success_message = _("%s was marked as spam.")
    tone = "serious"


class NotSpam(Triage):
    """Bring it back."""

    action, form_class = actions.not_spam, forms.Form
    page_title = submit_label = _("Not spam")
    explanation = _("It joins the ordinary queue and waits for somebody to accept it.")
    success_message = _("%s waits in triage.")


class RuleList(ListView):
    """The routing rules, in the order in which they are asked."""

    is_searchable = False
    any_permission_required = ["view", "add", "change"]

    def get_edit_url(self, instance):
        """A rule is a form, not a record."""
        return generic.IndexView.get_edit_url(self, instance)


class SaveRule(SaysRefusals):
    """In front of Wagtail's forms: a rule is saved by the verb."""

    model = RoutingRule

    def save_instance(self):
        """The verb writes the rule and the history line."""
        return actions.save_rule(self.form.save(commit=False), by=self.request.user)


class AddRule(SaveRule, generic.CreateView):
    """A new rule."""


class ChangeRule(SaveRule, generic.EditView):
    """A new version of a rule."""
