"""The screens of a case: its page, and one for each verb."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component, MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Table
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from casework.contacts.queries import people_for
from casework.core.listing import ListView, Stacked, Tags, Title, When, Words, office_of
from casework.core.sight import shown
from casework.core.views import ActionView, RecordPage

from .. import actions, queries
from ..forms import (
    AssignForm,
    CloseForm,
    DetailsForm,
    HandOverForm,
    HoldForm,
    MessageForm,
    NewCaseForm,
    NoteForm,
    ReasonForm,
    ReopenForm,
)
from ..levels import KEPT, RULES, Level
from ..models import Case
from ..queries import likenesses, sharing, sides
from .needs import accommodations_of


def beside(case):
    """What rooms above show with a case to everybody who reads it (hook ``case_beside``)."""
    return [part for tell in hooks.get_hooks("case_beside") for part in tell(case)]


def facts(case):
    """Where a case stands, as tags."""
    tags = [(case.get_status_display(), case.status in {"new", "open"})]
    if case.sensitivity != Level.CONFIDENTIAL:
        tags.append((case.get_sensitivity_display(), case.sensitivity in KEPT))
    if case.waiting_on:
        tags.append((case.get_waiting_on_display(), False))
    if case.is_late:
        tags.append((_("Late"), True))
    if case.urgency != "routine" and case.is_active:
        tags.append((case.get_urgency_display(), True))
    return tags


def _due(case):
    """The day, short."""
    return date_format(case.due_on, "SHORT_DATE_FORMAT") if case.due_on else ""


def _person(case):
    """Who it is about, unless lists keep that back."""
    return shown(case, case.person.name)


class CaseList(ListView):
    """A list of cases; sorted by what the database keeps in order, and by nothing else."""

    among = staticmethod(queries.found)

    @cached_property
    def columns(self):
        """What, who, where it stands, whose it is, when it is due, when something last happened."""
        office = office_of(self.request.user)
        return [
            Title("shown_subject", label=_("Case"), below=lambda case: case.reference, get_url=self.get_inspect_url),
            Stacked("person", label=_("Person"), accessor=_person, below=lambda case: [office(case)]),
            Stacked("issue", label=_("Issue"), below=lambda case: [case.get_language_display()]),
            Tags("status", label=_("Status"), accessor=facts),
            Words("owner", label=_("Owner"), accessor=lambda case: case.owner or _("Nobody yet")),
            Words("due_on", label=_("Due"), sort_key="due_on", accessor=_due),
            When("last_activity_at", label=_("Last activity"), sort_key="last_activity_at"),
        ]

    @cached_property
    def header_buttons(self):
        """Write down what somebody brings."""
        return new_case_button(self.request.user)


def new_case_button(user):
    """The way to a new case, for whoever may open one."""
    policy = policy_registry.get_by_type(Case)
    if not (user.office_ids and policy.user_has_permission(user, "add")):
        return []
    return [Button(_("New case"), url=reverse("cases:new"), icon_name="plus", classname="w-header-button button")]


def new_case_for_person(person, user):
    """The same, from the page of a person."""
    buttons = new_case_button(user)
    for button in buttons:
        button.url, button.classname = f"{button.url}?person={person.pk}", "button"
    return buttons


class PersonPanel(BaseSidePanel):
    """Beside the case: the person, how to reach them, what they need."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show or hide the person")
        icon_name = "user"
        has_counter = False

    name = "person"
    title = _("The person")
    template_name = "casework/cases/person_panel.html"
    order = 100

    def __init__(self, case, request, person):
        super().__init__(case, request)
        self.person = person

    def get_context_data(self, parent_context):
        """The person, with what was fetched with them."""
        return {**super().get_context_data(parent_context), "person": self.person, "case": self.object}


class CasePage(RecordPage):
    """The whole story of a case, who it is about, what is due, and what may be done now."""

    template_name = "casework/cases/case.html"
    find = staticmethod(queries.case_for)

    def get_context_data(self, **kwargs):
        """The story, the person, the verbs that are possible now, and the buttons of rooms above."""
        case, user = self.object, self.request.user
        actions.note_reading(case, by=user)
        person = people_for(user).get(pk=case.person_id)
        panels = MediaContainer([PersonPanel(case, self.request, person)])
        consents = list(sharing.consents_on(case))
        offers = list(sharing.offers_of(case))
        # One offer at a time: what would be refused after a form was filled in is not offered.
        already = {"transfer"} if any(offer.stands for offer in offers) else set()
        verbs = queries.verbs(case, user) - sharing.not_agreed_to(consents) - already
        more = [button for offer in hooks.get_hooks("case_buttons") for button in offer(case, user)]
        context = super().get_context_data(
            case=case,
            person=person,
            tags=facts(case),
            story=queries.story(case, user),
            level_words=RULES[case.sensitivity].words,
            named=list(queries.named_on(case)),
            may_name="name" in verbs,
            others=list(queries.others_of(user, case)),
            beside=beside(case),
            consents=consents,
            offers=offers,
            possible=likenesses.question_about(user, case),
            **sides.on_the_page(case, user, verbs),
            **accommodations_of(case, verbs),
            **self._outside(verbs),
            buttons=sorted([*more, *self._first(verbs)]),
            more_buttons=self._further(verbs),
            side_panels=panels,
            **kwargs,
        )
        context["media"] = panels.media
        return context

    def _outside(self, verbs):
        """Who elsewhere reads the case, and where it came from."""
        return {
            "shares": list(sharing.shares_of(self.object)),
            "came_by": sharing.came_by(self.object),
            "may_end_consent": "end_consent" in verbs,
            "may_end_share": "end_share" in verbs,
        }

    def _first(self, verbs):
        offered = [
            ("take", _("Take the case"), "check", 10),
            ("resume", _("Resume"), "resubmit", 10),
            ("reopen", _("Reopen"), "resubmit", 10),
            ("note", _("Add a note"), "edit", 30),
            ("message", _("Add a message"), "mail", 40),
        ]
        return [self._button(name, *rest) for name, *rest in offered if name in verbs]

    def _further(self, verbs):
        offered = [
            ("assign", _("Assign"), "user", 10),
            ("hand_over", _("Hand over"), "user", 20),
            ("hold", _("Put on hold"), "time", 30),
            ("resolve", _("Resolve"), "success", 40),
            ("close", _("Close"), "lock", 50),
            ("change", _("Change details"), "edit", 60),
            ("accommodation", _("Note an accommodation"), "glasses", 70),
            ("level", _("Who may see it"), "view", 80),
            ("name", _("Name somebody"), "user", 90),
            ("party", _("Somebody else in the matter"), "group", 91),
            ("consent", _("Note a consent"), "check", 92),
            ("transfer", _("Pass to another office"), "arrow-right-full", 93),
            ("share", _("Share with a colleague elsewhere"), "group", 94),
            ("known", _("Ask whether another office knows them"), "help", 95),
            ("conflict", _("Declare a conflict"), "warning", 96),
        ]
        small = "button button-small button-secondary"
        return [self._button(name, *rest, look=small) for name, *rest in offered if name in verbs]

    def _button(self, verb, words, icon, priority, look="button button-secondary"):
        look = "button" if verb in {"take", "resume", "reopen"} else look
        url = reverse(f"cases:{verb}", args=[self.object.pk])
        return Button(words, url=url, icon_name=icon, classname=look, priority=priority)


class CasesOfPerson(Component):
    """On a person's page: their cases, the liveliest first."""

    template_name = "casework/cases/of_person.html"

    def __init__(self, person, user):
        self.person, self.user = person, user

    def get_context_data(self, parent_context):
        """A table, or the words that there is none."""
        cases = list(queries.cases_of(self.user, self.person))
        columns = [
            Title("shown_subject", label=_("Case"), below=lambda case: case.reference, url_name="cases:inspect"),
            Tags("status", label=_("Status"), accessor=facts),
            Words("owner", label=_("Owner"), accessor=lambda case: case.owner or _("Nobody yet")),
            When("last_activity_at", label=_("Last activity")),
        ]
        return {"cases": cases, "table": Table(columns, cases)}


class CaseAction(ActionView):
    """What the verbs of a case have in common."""

    model = Case
    success_url_name = "cases:inspect"
    form_class = ReasonForm


class Take(CaseAction):
    """Make it one's own."""

    action, form_class = actions.take, forms.Form
    page_title = submit_label = _("Take the case")
    explanation = _("You answer for it from now on.")
    success_message = _("%s is yours.")


class Assign(CaseAction):
    """Give it to somebody."""

    action, form_class = actions.assign, AssignForm
    page_title = submit_label = _("Assign")
    explanation = _("Whoever is chosen answers for the case from now on.")
    success_message = _("%s was assigned.")


class HandOver(CaseAction):
    """Pass it on."""

    action, form_class = actions.hand_over, HandOverForm
    page_title = submit_label = _("Hand over")
    success_message = _("%s was handed over.")


class Hold(CaseAction):
    """Wait for somebody."""

    action, form_class = actions.hold, HoldForm
    page_title = submit_label = _("Put on hold")
    explanation = _("The promise to answer keeps running: the day the case is due does not change.")
    success_message = _("%s is on hold.")


class Resume(CaseAction):
    """Go on."""

    action, page_title = actions.resume, _("Resume")
    submit_label, success_message = _("Resume"), _("%s is open again.")


class Resolve(CaseAction):
    """Say that it is done."""

    action = actions.resolve
    page_title = submit_label = _("Resolve")
    explanation = _("What the person needed is done. The case stays here until somebody closes it.")
    success_message = _("%s is resolved.")


class Close(CaseAction):
    """Close the file."""

    action, form_class, tone = actions.close, CloseForm, "serious"
    page_title = submit_label = _("Close the case")
    explanation = _("Letters on it that have not left become void. It can be reopened.")
    success_message = _("%s is closed.")


class Reopen(CaseAction):
    """Open it again."""

    action, form_class = actions.reopen, ReopenForm
    page_title = submit_label = _("Reopen")
    success_message = _("%s is open again.")


class AddNote(CaseAction):
    """Internal words."""

    action, form_class = actions.add_note, NoteForm
    page_title = submit_label = _("Add a note")
    success_message = _("The note is on %s.")


class AddMessage(CaseAction):
    """What somebody said to us by another way."""

    action, form_class = actions.add_message, MessageForm
    page_title = submit_label = _("Add a message")
    explanation = _("For what came by telephone, by post, in person or in a mail of your own.")
    success_message = _("The message is on %s.")


class Change(CaseAction):
    """Correct what it is about."""

    action, form_class = actions.change, DetailsForm
    page_title, submit_label = _("Change details"), _("Save")
    success_message = _("%s was changed.")

    def get_initial(self):
        """What the case says now."""
        return {name: getattr(self.object, name) for name in DetailsForm.Meta.fields}


class NewCase(ActionView):
    """Write down what somebody brings in person, by telephone or by post."""

    model, action, form_class = Case, actions.bring_in, NewCaseForm
    page_title, submit_label = _("New case"), _("Open the case")
    explanation = _("For somebody at the door, on the telephone or by post. What comes by the web site is in triage.")
    success_message, success_url_name = _("%s is open."), "cases:inspect"
    template_name = "casework/cases/new.html"

    def get_object(self):
        """There is no row yet; the verb must be theirs, and an office to do it in."""
        user = self.request.user
        if not (user.office_ids and policy_registry.get_by_type(Case).user_has_permission(user, "add")):
            raise PermissionDenied

    def get_form_kwargs(self):
        """Who writes it down, and about whom if one came from a person's page."""
        wanted = self.request.GET.get("person", "")
        person = (
            int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19 else None
        )  # longer is no key
        return {**super().get_form_kwargs(), "user": self.request.user, "person_pk": person}

    def perform(self, form):
        """The verb."""
        return actions.bring_in(by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """The reference, to be told to the person."""
        return str(self.success_message) % result

    def get_success_url(self, result=None):
        """On to the case, or to the list where it is not for whoever opened it."""
        return queries.way_to(self.request.user, result, otherwise="cases:index")

    def get_cancel_url(self):
        """Back to the cases."""
        return reverse("cases:index")

    def get_page_subtitle(self):
        """There is no reference yet."""
        return ""

    def get_breadcrumbs_items(self):
        """The way here."""
        cases = {"url": self.get_cancel_url(), "label": _("Cases")}
        return [*self.breadcrumbs_items, cases, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The person the case is for, when that is known."""
        context = super().get_context_data(**kwargs)
        return {**context, "known": context["form"].known}
