"""The screens of the message box: what may be said today, one line with its versions, and a screen for each verb."""

from dataclasses import dataclass

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic

from casework.core import clock
from casework.core.changes import Change
from casework.core.dates import in_words, moment
from casework.core.listing import ListView, Stacked, Tags, Title, Words, office_of
from casework.core.permissions import may
from casework.core.views import ActionView, RecordPage, SaysRefusals

from . import actions, queries
from .forms import ApproveForm, ReturnForm, WithdrawLiveForm
from .models import Position, PositionVersion
from .states import PositionStatus, Standing, standing


def _tags(position):
    """How the words that were approved last stand, and what is being done with newer ones."""
    newest, tags = queries.newest(position), []
    if now := queries.current(position):
        tags.append((Standing.CURRENT.label, True))
        newest = None if now == newest else newest
    if newest is not None:
        tags.append((standing(newest, clock.now()).label, False))
    if position.status != PositionStatus.APPROVED:
        tags.append((position.get_status_display(), False))
    return tags


def _until(line):
    """From when until when, in words."""
    told = [gettext("from %(day)s") % {"day": in_words(line.effective_from)}]
    if line.expires:
        told.append(gettext("to %(day)s") % {"day": in_words(line.expires)})
    if line.not_before and line.not_before > clock.now():
        told.append(gettext("embargoed until %(when)s") % {"when": moment(timezone.localtime(line.not_before))})
    return told


class PositionList(ListView):
    """The lines of the office. The list of the day shows what was approved, the others what is being written."""

    among = staticmethod(queries.found)
    any_permission_required = ["view", "add", "change"]

    def _shown(self, position):
        of_the_day = self.rows is queries.of_the_day
        return (queries.current(position) if of_the_day else None) or position

    @cached_property
    def columns(self):
        """What it is called, on which issue, who may be told, from when until when, where it stands."""
        shown, of_which = self._shown, office_of(self.request.user)
        return [
            Title(
                "title",
                label=_("Line"),
                accessor=lambda position: shown(position).title,
                below=lambda position: " · ".join(str(part) for part in (position, of_which(position)) if part),
                get_url=self.get_inspect_url,
            ),
            Words("issue", label=_("Issue"), accessor=lambda position: shown(position).issue),
            Words("audience", label=_("Who may be told"), accessor=lambda row: shown(row).get_audience_display()),
            Stacked("dates", label=_("May be said"), accessor=lambda row: "", below=lambda row: _until(shown(row))),
            Words("owner", label=_("Kept by")),
            Tags("status", label=_("Status"), accessor=_tags),
        ]

    @cached_property
    def add_item_label(self):
        """What the button says."""
        return _("Write a line")


@dataclass(frozen=True, slots=True)
class Told:
    """One approved version as its page tells it."""

    version: PositionVersion
    standing: Standing
    changes: list[Change]

    @property
    def is_current(self):
        """Whether it may be said now."""
        return self.standing == Standing.CURRENT


def _told(position):
    """Every approved version, newest first, with how its words came from those before."""
    versions, now = list(position.versions.all()), clock.now()
    before = [*versions, None][1:]
    return [
        Told(version, standing(version, now), queries.compared(was, version) if was else [])
        for version, was in zip(versions, before, strict=True)
    ]


class PositionPage(RecordPage):
    """One line: what may be said, what is being written, and every version there was."""

    template_name = "casework/positions/record.html"
    find = staticmethod(queries.position_for)

    def get_page_subtitle(self):
        """What it is called."""
        return self.object.title

    def get_context_data(self, **kwargs):
        """The line, its versions, and what this person may do with it."""
        position, told = self.object, _told(self.object)
        now = next((one for one in told if one.is_current), None)
        is_open = position.status != PositionStatus.APPROVED
        newest = told[0].version if told else None
        return super().get_context_data(
            position=position,
            now=now,
            told=told,
            tags=_tags(position),
            is_open=is_open,
            changes=queries.compared(newest, position) if is_open and newest else [],
            returned=queries.last_return(position) if position.status == PositionStatus.DRAFT else None,
            can=self._can(position, told),
            **kwargs,
        )

    def _can(self, position, told):
        """The verbs this person has on it as it stands now."""
        user, can = self.request.user, set()
        if may(user, "change", position):
            can |= {
                PositionStatus.DRAFT: {"edit", "submit"},
                PositionStatus.IN_REVIEW: {"withdraw"},
                PositionStatus.APPROVED: {"new_version"},
            }[PositionStatus(position.status)]
        if queries.may_decide(position, user):
            can |= {"approve", "return"}
        stands = any(one.standing in {Standing.CURRENT, Standing.NOT_YET, Standing.EMBARGOED} for one in told)
        if stands and may(user, "withdraw_live", position):
            can.add("withdraw_live")
        return can


# ---------------------------------------------------------------- writing
class SavesByVerb(SaysRefusals):
    """In front of Wagtail's form views: the verb saves."""

    template_name = "casework/positions/form.html"

    def save_instance(self):
        """Save the words, done by whoever is signed in."""
        words = self.form.save(commit=False)
        return actions.write(words, by=self.request.user, seen=self.form.cleaned_data["seen"])

    def get_success_url(self):
        """On to the line's page."""
        return reverse("positions:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        """The page has what there is to do."""
        return []


class AddPosition(SavesByVerb, generic.CreateView):
    """A new line."""

    page_title = _("Write a line")
    success_message = _("%(object)s is a draft. Submit it when the words stand in both languages.")


class ChangePosition(SavesByVerb, generic.EditView):
    """Other words for a draft."""

    success_message = _("The draft of %(object)s was saved.")

    def get(self, request, *args, **kwargs):
        """Words that are no draft have a page, and no form."""
        position = self.get_object()
        if position.status != PositionStatus.DRAFT:
            messages.warning(request, _("This line is not a draft: its words cannot be changed now."))
            return redirect("positions:inspect", position.pk)
        return super().get(request, *args, **kwargs)


# ---------------------------------------------------------------- verbs
class PositionAction(ActionView):
    """What the screens of the verbs share: one line, fetched in sight."""

    model = Position
    success_url_name = "positions:inspect"


class Submit(PositionAction):
    """On to somebody who did not write it."""

    action, form_class = actions.submit, forms.Form
    page_title = submit_label = _("Submit for review")
    explanation = _("Somebody who did not write these words reads them. Until then nobody can change them.")
    success_message = _("%s is in review.")


class Withdraw(PositionAction):
    """Back from review."""

    action, form_class = actions.withdraw, forms.Form
    page_title = submit_label = _("Withdraw from review")
    explanation = _("It becomes a draft again, and you can change it.")
    success_message = _("%s is a draft again.")


class NewVersion(PositionAction):
    """The next version."""

    action, form_class = actions.new_version, forms.Form
    page_title = submit_label = _("Begin a new version")
    explanation = _("What is approved may be said until the new version is approved and takes its place.")
    success_message = _("The new version of %s is a draft.")


class WithdrawLive(PositionAction):
    """Nobody says it any more, from this moment."""

    action, form_class, permission, tone = actions.withdraw_live, WithdrawLiveForm, "withdraw_live", "serious"
    page_title = submit_label = _("Withdraw this line at once")
    explanation = _("From this moment nobody may say it. To say it again takes a new version and its approval.")
    success_message = _("%s is withdrawn.")


class Deciding(PositionAction):
    """What the two screens of the reviewer share: the words, and what changed since they were approved last."""

    permission = "approve"
    template_name = "casework/positions/decide.html"

    def get_context_data(self, **kwargs):
        """What is being decided on."""
        position = queries.position_for(self.request.user, self.object.pk)
        before = queries.newest(position)
        return super().get_context_data(
            position=position, before=before, changes=queries.compared(before, position) if before else [], **kwargs
        )


class Approve(Deciding):
    """Yes to exactly these words."""

    action, form_class = actions.approve, ApproveForm
    page_title = submit_label = _("Approve")
    explanation = _("You say yes to exactly these words and dates. The version before ends when this one begins.")

    def get_initial(self):
        """What stands on the screen."""
        return {"sha256": self.object.content.sha256}

    def get_context_data(self, **kwargs):
        """The other way to decide stands below the button."""
        return super().get_context_data(returns=True, **kwargs)

    def get_success_message(self, version):
        """What was approved."""
        return gettext("%(version)s is approved.") % {"version": version}


class SendBack(Deciding):
    """Back to the writer."""

    action, form_class = actions.return_to_writer, ReturnForm
    page_title = submit_label = _("Return with comments")
    success_message = _("%s was returned to its writer.")
