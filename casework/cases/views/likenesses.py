"""Whether somebody a case is for is a colleague of the same name: the list of what waits, and the answer."""

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Table

from casework.core.listing import When, Words
from casework.core.views import ActionView

from .. import actions
from ..forms.likenesses import SameForm
from ..models import PossibleConflict
from ..models.secrecy import ANSWERS
from ..queries import likenesses
from .exceptions import SHOWN, BackTo, way
from .secrecy import Overview


class AnswerPossible(BackTo, ActionView):
    """They are the same, or share a name: said by the colleague, or by whoever knows them."""

    model, action, form_class = PossibleConflict, actions.answer_possible_conflict, SameForm
    list_url_name = success_url_name = "cases:possible_conflicts"
    page_title = _("Is it a colleague’s own matter?")
    submit_label = _("Save the answer")
    explanation = _(
        "The name is the same. If it is the colleague themselves, their cases do not exist for the colleague from now "
        "on; if not, nothing changes. It is asked once."
    )
    success_message = _("The answer to %s is kept.")

    def get_object(self):
        """What waits for an answer from this person: one about themselves, or one they answer for the office."""
        found = likenesses.open_questions(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_cancel_url(self):
        """Back to the list, for those who have one."""
        return reverse(self.list_url_name if self.request.user.has_perm(ANSWERS) else "cases:index")

    def get_success_url(self, result=None):
        """The same."""
        return self.get_cancel_url()


def _person(possible):
    url = reverse("people:inspect", args=[possible.person_id])
    return format_html('<a href="{}">{}</a>', url, possible.person)


class PossibleConflicts(Overview):
    """What waits for somebody who knows their colleagues."""

    page_title, header_icon = _("Might be a colleague’s own matter"), "help"
    lead = _(
        "Somebody the office has a case for is called as a colleague is. Nobody is shut out until you, or the "
        "colleague, have said whether they are the same."
    )
    empty = _("Nothing to answer: nobody the office has a case for is called as a colleague is.")

    def is_for(self, user):
        """Directors and office managers."""
        return user.has_perm(ANSWERS)

    def table(self, user):
        """One row a question."""
        columns = [
            Words("pk", label=_("Question"), accessor=str),
            Words("staff", label=_("Colleague")),
            Words("person", label=_("Person"), accessor=_person),
            Words("found", label=_("What agrees"), accessor="get_found_display"),
            When("asked_at", label=_("Asked")),
            Words("do", label=_("What to do"), accessor=way("cases:possible_conflict", _("Say who it is"), _is_open)),
        ]
        rows = list(likenesses.open_questions(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None


def _is_open(possible):
    return possible.answered_at is None
