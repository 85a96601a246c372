"""For whom somebody stands in, and what of theirs waits."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from casework.cases import queries as cases
from casework.core.dates import in_words
from casework.core.listing import Words

from .shared import CASE_COLUMNS, WorkPanel


class StandingIn(WorkPanel):
    """The colleagues who are away, and in whose place this person speaks and decides."""

    name = "standing-in"
    heading = _("You stand in for")
    icon = "user"
    list_url_name = "absences"
    order = 97
    is_shown_empty = False
    columns = (
        Words("person", label=_("Colleague")),
        Words("where", label=_("Where"), accessor=lambda one: f"{one.office} · {one.unit}" if one.unit else one.office),
        Column("ends_on", label=_("Away until"), accessor=lambda one: in_words(one.ends_on)),
    )
    rows_for = staticmethod(lambda user: user.standing_in)


class CasesOfTheAbsent(WorkPanel):
    """Cases whose owner is away while this person stands in for them."""

    name = "cases-of-the-absent"
    heading = _("Cases of colleagues for whom you stand in")
    icon = "folder-open-inverse"
    list_url_name = "cases:index"
    order = 98
    is_shown_empty = False
    columns = (*CASE_COLUMNS, Column("owner", label=_("In the place of")))
    rows_for = staticmethod(cases.cases_of_the_absent)
