"""What the panels of the first page have in common."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, Table

from casework.core.dates import in_words
from casework.core.listing import Title, Words
from casework.core.sight import shown

#: So many rows are shown; the list behind the heading shows them all.
SHOWN = 6


class WorkPanel(Component):
    """One kind of work: a heading that leads to the whole list, the first rows, or what there is to say without any."""

    template_name = "casework/insight/panel.html"
    name = ""
    heading = ""
    icon = ""
    empty = ""
    #: Whether there is something to say when nothing waits.
    is_shown_empty = True
    list_url_name = ""
    order = 100
    columns = ()
    #: ``in_place_of(row)``: whose it is, where it is there because somebody is away.
    in_place_of = None
    #: ``rows_for(user)``: a function of a room's queries, the most pressing first, as a static method.
    rows_for = None

    def __init__(self, user):
        self.user = user

    @cached_property
    def first_rows(self):
        """As many as are shown, and one more if there are more."""
        return list(self.rows_for(self.user)[: SHOWN + 1])

    def get_context_data(self, parent_context=None):
        """The first rows as a table, and whether there are more."""
        rows, columns = self.first_rows, self.columns
        if self.in_place_of is not None and self.user.standing_in:
            columns = (*columns, Words("for", label=_("In the place of"), accessor=self.in_place_of))
        return {
            "name": self.name,
            "heading": self.heading,
            "icon": self.icon,
            "empty": self.empty,
            "list_url": reverse(self.list_url_name),
            "table": Table(columns, rows[:SHOWN]) if rows else None,
            "has_more": len(rows) > SHOWN,
        }


def _case_url(case):
    return reverse("cases:inspect", args=[case.pk])


CASE_COLUMNS = (
    Title("reference", label=_("Case"), get_url=_case_url, below=lambda case: case.shown_subject),
    Words("person", label=_("From"), accessor=lambda case: shown(case, case.person.name)),
    Column("due_on", label=_("Due"), accessor=lambda case: in_words(case.due_on) if case.due_on else ""),
)
