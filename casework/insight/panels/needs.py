"""What people asked for so that they can read or meet the office, on the first page of whoever works on cases."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from casework.cases.queries import access
from casework.core.dates import in_words
from casework.core.listing import Title, Words

from .shared import WorkPanel


class ToTalkAbout(WorkPanel):
    """What nobody has talked about with the person yet; letters to them wait for it."""

    name = "to-talk-about"
    heading = _("Accommodations to talk about")
    icon = "glasses"
    is_shown_empty = False
    list_url_name = "accommodations:index"
    order = 118
    columns = (
        Title(
            "title",
            label=_("What they asked for"),
            get_url=lambda need: reverse("cases:inspect", args=[need.case_id]) + "#accommodations",
            below=lambda need: str(need.case),
        ),
        Words("owner", label=_("Owner of the case"), accessor=lambda need: need.case.owner or _("Nobody yet")),
        Column("due_on", label=_("Due"), accessor=lambda need: in_words(need.due_on)),
    )
    rows_for = staticmethod(access.to_discuss)
