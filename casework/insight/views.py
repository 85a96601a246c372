"""Finding anything in sight, and Wagtail's own reports held to what is in sight."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.models import TaskState, WorkflowState

from casework.core import clock
from casework.core.dates import in_words
from casework.core.listing import SaysExports, Stacked, Tags, Title, When, Words
from casework.core.models import HistoryEntry, name_the_absent
from casework.core.sight import shown
from casework.letters import queries as letters

from . import queries
from .queries import SHOWN, rights


class FindForm(forms.Form):
    """One field for everything."""

    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=400,
        help_text=_("A reference, a name, an e-mail address, or words from a message. Beginnings of words will do."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


def _reached(person):
    return [point.value for point in person.contact_points.all() if not point.do_not_use][:2]


CASES = (
    Title("shown_subject", label=_("Case"), below=lambda case: case.reference, url_name="cases:inspect"),
    Words("person", label=_("Person"), accessor=lambda case: shown(case, case.person.name)),
    Words("status", label=_("Status"), accessor="get_status_display"),
    When("last_activity_at", label=_("Last activity")),
)
PEOPLE = (
    Title("name", label=_("Person"), url_name="people:inspect"),
    Stacked("reach", label=_("Reached by"), accessor=lambda person: "", below=_reached),
    Words("postal_code", label=_("Postal code")),
)
SUBMISSIONS = (
    Title(
        "subject",
        label=_("Message"),
        accessor=lambda row: shown(row, row.subject or _("(no subject)")),
        below=lambda row: row.reference,
        url_name="triage:inspect",
    ),
    Words("name", label=_("From"), accessor=lambda row: shown(row, row.name)),
    Words("status", label=_("Status"), accessor="get_status_display"),
    When("received_at", label=_("Received")),
)


@method_decorator(require_admin_access, name="dispatch")
class Find(WagtailAdminTemplateMixin, TemplateView):
    """Cases, people and messages by a reference, a name, an address or any words; a plain form, a plain answer."""

    template_name = "casework/insight/find.html"
    page_title = _("Find")
    header_icon = "search"

    def get(self, request, *args, **kwargs):
        """For whoever works in an office; the others have nothing in sight."""
        if not request.user.office_ids:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The form, and what the words found."""
        form = FindForm(self.request.GET)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        found = queries.find(self.request.user, words) if words.strip() else None
        kinds = []
        if found:
            for label, rows, columns in (
                (_("Cases"), found.cases, CASES),
                (_("People"), found.people, PEOPLE),
                (_("Messages"), found.submissions, SUBMISSIONS),
            ):
                if rows:
                    kinds.append((label, Table(columns, rows[:SHOWN], classname="listing cw-rows"), len(rows) > SHOWN))
        return super().get_context_data(form=form, words=words, found=found, kinds=kinds, shown=SHOWN, **kwargs)


class TimeForm(forms.Form):
    """How far to look back."""

    days = forms.TypedChoiceField(
        label=_("Look back"),
        coerce=int,
        choices=[(7, _("a week")), (30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=30,
    )


def _hours(took):
    """A time as hours, to a tenth; nothing where nobody spoke."""
    return number_format(took.total_seconds() / 3600, decimal_pos=1) if took is not None else ""


UNIT_TIMES = (
    Column("unit", label=_("Unit")),
    Column("asked", label=_("Times asked")),
    Column("said", label=_("Times it spoke")),
    Column("mean", label=_("Hours, on average"), accessor=lambda row: _hours(row.mean)),
    Column("longest", label=_("Hours, at most"), accessor=lambda row: _hours(row.longest)),
    Column("late", label=_("Late by its own target")),
    Column("returned", label=_("Returned")),
    Column("objected", label=_("Objected")),
    Column("waived", label=_("Passed over")),
)


REASONS = (
    Column("reason", label=_("Reason")),
    Column("returned", label=_("Returned to a writer")),
    Column("objected", label=_("Objected")),
)


@method_decorator(require_admin_access, name="dispatch")
class HowClearanceGoes(WagtailAdminTemplateMixin, TemplateView):
    """How long each unit takes, and how many rounds a letter needs: for whoever answers for it."""

    template_name = "casework/insight/clearance.html"
    page_title = _("How clearance goes")
    header_icon = "group"

    def get(self, request, *args, **kwargs):
        """For directors, of their own offices."""
        if not (request.user.has_perm("letters.waive_letter") and request.user.office_ids):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The tables, over the time that was asked for."""
        form = TimeForm(self.request.GET or None)
        days = form.cleaned_data["days"] if form.is_valid() else 30
        since = clock.now() - timedelta(days=days)
        units = letters.unit_times(self.request.user, since)
        reasons = letters.return_reasons(self.request.user, since)
        return super().get_context_data(
            form=form if form.is_valid() else TimeForm(),
            since=since,
            rounds=letters.rounds(self.request.user, since),
            units=Table(UNIT_TIMES, units, classname="listing") if units else None,
            reasons=Table(REASONS, reasons, classname="listing") if reasons else None,
            **kwargs,
        )


class AskForm(forms.Form):
    """Whose rights, and on which row."""

    person = forms.ModelChoiceField(queryset=None, label=_("Person"), required=False, empty_label=_("Myself"))
    reference = forms.CharField(
        label=_("Number of a case, letter or message"),
        required=False,
        max_length=40,
        help_text=_("To be told whether they may work on this one, and why. Empty: what they may do at all."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = rights.people_to_ask_about(by)


def _yes_or_no(row):
    return [(_("Yes"), True)] if row.is_yes else [(_("No"), False)]


def _their_right(right):
    return [(_("Yes"), True)] if right.is_theirs else [(_("No"), False)]


RIGHTS = (
    Column("thing", label=_("What"), accessor=lambda right: capfirst(right.thing)),
    Column("words", label=_("Action")),
    Tags("is_theirs", label=_("May they?"), accessor=_their_right),
    Words("offices", label=_("Where"), accessor=lambda right: ", ".join(str(office) for office in right.offices)),
    Stacked("by", label=_("Why"), accessor=lambda right: ", ".join(right.by), below=lambda right: right.but),
)
ANSWERS = (
    Column("words", label=_("Action")),
    Tags("is_yes", label=_("May they?"), accessor=_yes_or_no),
    Words("why", label=_("Why")),
)
PLACES = (
    Words("office", label=_("Office")),
    Column(
        "starts_on", label=_("First day"), accessor=lambda place: in_words(place.starts_on) if place.starts_on else "–"
    ),
    Column("ends_on", label=_("Last day"), accessor=lambda place: in_words(place.ends_on) if place.ends_on else "–"),
    Column("standing", label=_("Today"), accessor=rights.standing_of),
)


@method_decorator(require_admin_access, name="dispatch")
class WhoMay(WagtailAdminTemplateMixin, TemplateView):
    """Which verbs on which rows somebody has, and why: oneself, a colleague of one's office, or on one row."""

    template_name = "casework/insight/who_may.html"
    page_title = _("Who may do what")
    header_icon = "key"

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """Where they work, what they may; or what they may on the row that was asked for."""
        asker, form = self.request.user, AskForm(self.request.GET, by=self.request.user)
        person = (form.cleaned_data["person"] if form.is_valid() else None) or asker
        reference = form.cleaned_data.get("reference", "").strip() if form.is_valid() else ""
        context = {"form": form, "person": person, "reference": reference, "is_self": person.pk == asker.pk}
        if form.is_valid() and reference:
            context["answers"] = self.answers(person, reference)
            context["may_ask"] = rights.may_ask_about_rows(asker, person)
        elif form.is_valid():
            context.update(self.at_all(person))
        return super().get_context_data(**context, **kwargs)

    def answers(self, person, reference):
        """A table for each row in sight with this number."""
        asker = self.request.user
        rows = rights.rows_called(asker, reference) if rights.may_ask_about_rows(asker, person) else []
        return [
            (f"{capfirst(row._meta.verbose_name)} {row}", Table(ANSWERS, rights.answers_about(person, row)))
            for row in rows
        ]

    def at_all(self, person):
        """Memberships, units, roles, and every verb of the house."""
        places = rights.places_of(person, self.request.user)
        return {
            "places": Table(PLACES, places, classname="listing") if places else None,
            "units": rights.units_of(person, places),
            "clears_for": rights.clears_for(person, self.request.user),
            "roles": rights.roles_of(person),
            "rights": Table(RIGHTS, rights.rights_of(person, places), classname="listing cw-rows"),
        }


class WorkflowsInSight(SaysExports, WorkflowView):
    """Wagtail's report of reviews, without what belongs to other offices."""

    told_of = WorkflowState

    def get_queryset(self):
        """Wagtail's rows, those in sight."""
        return queries.in_sight(super().get_queryset(), self.request.user)


class WorkflowTasksInSight(SaysExports, WorkflowTasksView):
    """Wagtail's report of review steps, without what belongs to other offices."""

    told_of = TaskState

    def get_queryset(self):
        """Wagtail's rows, those in sight."""
        return queries.in_sight(super().get_queryset(), self.request.user, prefix="workflow_state__")


class HistoryInSight(SaysExports, LogEntriesView):
    """Wagtail's site history; its rows are in sight already, so their links are made without asking for each row."""

    told_of = HistoryEntry

    def decorate_paginated_queryset(self, queryset):
        """The lines of the page, with links, in a constant number of queries."""
        keys = {}
        for row in queryset:
            keys.setdefault(row["log_model_index"], []).append(row["pk"])
        finder, lines = AdminURLFinder(), {}
        for index, pks in keys.items():
            for line, thing in queries.lines_with_things(self.log_models[index], pks):
                line.edit_url = finder.get_edit_url(thing) if thing else None
                lines[(index, line.pk)] = line
        return name_the_absent([lines[(row["log_model_index"], row["pk"])] for row in queryset])
