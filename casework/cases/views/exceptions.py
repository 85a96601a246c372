"""Conflicts of interest, and restricted cases opened by exception: the screens that say them, and their lists."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Table

from casework.core.listing import Stacked, Tags, When, Words
from casework.core.views import ActionView

from .. import actions, queries
from ..forms import ConflictForm, EndConflictForm, ExceptionForm, ReviewForm
from ..levels import Source
from ..models import Case, Conflict, Opening
from .record import CaseAction
from .secrecy import LeavesSight, Overview

#: So many rows are shown, the newest on top.
SHOWN = 200


class DeclareConflict(LeavesSight, CaseAction):
    """An interest of one's own, or of a colleague's."""

    action, form_class, permission = actions.declare_conflict, ConflictForm, "view"
    page_title = _("Declare a conflict of interest")
    submit_label = _("Declare")
    explanation = _(
        "From now on the cases do not exist for whoever has the conflict: not in lists, not in searches, not by their "
        "number. Whoever owns one of them is to be replaced by the Director."
    )
    success_message = _("The conflict about %s is declared.")
    tone = "serious"


class BackTo:
    """A verb that leads back to the list of its rows."""

    list_url_name = ""

    def get_cancel_url(self):
        """Back to the list."""
        return reverse(self.list_url_name)

    def get_success_url(self, result=None):
        """Back to the list."""
        return reverse(self.list_url_name)


class EndConflict(BackTo, ActionView):
    """There is none any more."""

    model, action, form_class = Conflict, actions.end_conflict, EndConflictForm
    list_url_name = success_url_name = "cases:conflicts"
    page_title = submit_label = _("End the conflict")
    explanation = _("The cases are in the colleague’s sight again, as far as their level allows.")
    success_message = _("%s is ended.")


class ReviewOpening(BackTo, ActionView):
    """Whether it was in order."""

    model, action, form_class = Opening, actions.review_opening, ReviewForm
    list_url_name = success_url_name = "cases:openings"
    page_title = _("Review an opening")
    submit_label = _("Save the review")
    success_message = _("The review of %s is kept.")


class OpenByException(BackTo, ActionView):
    """A restricted case, for four hours, by its number."""

    model, action, form_class = Case, actions.open_by_exception, ExceptionForm
    list_url_name = "cases:index"
    page_title = _("Open a restricted case")
    submit_label = _("Open it for four hours")
    explanation = _(
        "For what cannot wait for somebody who sees the case. Its owner and the Director are told at once, and the "
        "Director reviews it. What you read and do stays in its history."
    )
    success_message = _("The case is open to you for four hours.")
    tone = "serious"

    def get_object(self):
        """There is no row before the number is typed; the way must be theirs."""
        if not queries.may_open_by_exception(self.request.user):
            raise PermissionDenied

    def perform(self, form):
        """The verb."""
        return actions.open_by_exception(by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """How long it lasts."""
        return str(self.success_message)

    def get_success_url(self, result=None):
        """On to the case."""
        return reverse("cases:inspect", args=[result.case_id])

    def get_page_subtitle(self):
        """There is no reference yet."""
        return ""

    def get_breadcrumbs_items(self):
        """The way here."""
        cases = {"url": self.get_cancel_url(), "label": _("Cases")}
        return [*self.breadcrumbs_items, cases, {"url": "", "label": self.page_title}]


def way(url_name, words, is_offered):
    """A column's last cell: the way to a verb, for whoever may do it."""

    def link(row):
        if not is_offered(row):
            return ""
        look, url = "button button-small button-secondary", reverse(url_name, args=[row.pk])
        return format_html('<a class="{}" href="{}" aria-label="{} {}">{}</a>', look, url, words, row, words)

    return link


def _said_or_found(conflict):
    """The colleague's own words; of what the house found, what agrees."""
    if conflict.source == Source.DECLARED:
        return [conflict.words]
    return [conflict.get_source_display(), conflict.get_found_display()]


def _is_in_force(conflict):
    return [(_("Ended"), False)] if conflict.ended_at else [(_("In force"), True)]


def _found(opening):
    if opening.reviewed_at is None:
        return [(_("To be reviewed"), True)]
    return [(_("In order"), False)] if opening.was_in_order else [(_("Not in order"), True)]


class Conflicts(Overview):
    """One's own; for the Director everybody's, and the cases whose owner has one."""

    page_title, header_icon = _("Conflicts of interest"), "warning"
    lead = _(
        "Who has declared one, about what, since when; and, for the Director, what was detected. Declare one from the "
        "page of a case."
    )
    empty = _("No conflict is declared. The way to declare one is on the page of the case.")

    def is_for(self, user):
        """Everybody who reads cases here."""
        return user.has_perm("cases.view_case")

    def table(self, user):
        """One row a conflict."""
        columns = [
            Words("staff", label=_("Colleague")),
            Words("about", label=_("About")),
            Stacked("relation", label=_("Relation"), accessor="get_relation_display", below=_said_or_found),
            Tags("ended_at", label=_("Status"), accessor=_is_in_force),
            When("declared_at", label=_("Since")),
            Words("end", label=_("What to do"), accessor=way("cases:end_conflict", _("End"), self._may_end)),
        ]
        rows = list(queries.conflicts_for(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None

    def _may_end(self, conflict):
        user = self.request.user
        return conflict.ended_at is None and conflict.staff_id != user.pk and queries.oversees(user)


class Openings(Overview):
    """Restricted cases that were opened by exception: one's own; for the Director everybody's."""

    page_title, header_icon = _("Openings by exception"), "lock-open"
    lead = _("Restricted cases that somebody opened for a few hours, with the reason they gave.")
    empty = _("No restricted case was opened by exception.")

    def is_for(self, user):
        """Everybody who may open one."""
        return queries.may_open_by_exception(user)

    def table(self, user):
        """One row an opening."""
        columns = [
            Words("case", label=_("Case")),
            Words("opened_by", label=_("Opened by")),
            Stacked("reason", label=_("Why"), below=lambda row: [row.review]),
            Tags("was_in_order", label=_("Review"), accessor=_found),
            When("opened_at", label=_("Opened")),
            Words("do", label=_("What to do"), accessor=way("cases:review_opening", _("Review"), self._may_review)),
        ]
        rows = list(queries.openings_for(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None

    def _may_review(self, opening):
        user = self.request.user
        return opening.reviewed_at is None and opening.opened_by_id != user.pk and queries.oversees(user)
