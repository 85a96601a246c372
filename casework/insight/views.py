"""Finding anything in sight, and Wagtail's own reports held to what is in sight."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView

from casework.core.listing import Stacked, Title, When, Words

from . import queries
from .queries import SHOWN


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
    Title("subject", label=_("Case"), below=lambda case: case.reference, url_name="cases:inspect"),
    Words("person", label=_("Person"), accessor="person.name"),
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
        accessor=lambda row: row.subject or _("(no subject)"),
        below=lambda row: row.reference,
        url_name="triage:inspect",
    ),
    Words("name", label=_("From")),
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


class WorkflowsInSight(WorkflowView):
    """Wagtail's report of reviews, without what belongs to other offices."""

    def get_queryset(self):
        """Wagtail's rows, those in sight."""
        return queries.in_sight(super().get_queryset(), self.request.user)


class WorkflowTasksInSight(WorkflowTasksView):
    """Wagtail's report of review steps, without what belongs to other offices."""

    def get_queryset(self):
        """Wagtail's rows, those in sight."""
        return queries.in_sight(super().get_queryset(), self.request.user, prefix="workflow_state__")


class HistoryInSight(LogEntriesView):
    """Wagtail's site history; its rows are in sight already, so their links are made without asking for each row."""

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
        return [lines[(row["log_model_index"], row["pk"])] for row in queryset]
