"""Who may see a case: the screens that say it, and the Director's list of what is kept from them."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casework.core.listing import When, Words

from .. import actions, queries
from ..forms import EndNamingForm, LevelForm, NameForm
from .record import CaseAction


class LeavesSight:
    """A verb after which the case may be out of one's own sight."""

    def get_success_url(self, result=None):
        """Back to the case, or to the list when there is no way back."""
        if queries.case_for(self.request.user, self.object.pk) is None:
            return reverse("cases:index")
        return super().get_success_url(result)


class SetLevel(LeavesSight, CaseAction):
    """Who may see it."""

    action, form_class = actions.set_level, LevelForm
    page_title = _("Who may see it")
    explanation = _(
        "Whoever works on the case may restrict it further. Only its owner or the Director opens it to more people."
    )
    success_message = _("Who may see %s is changed.")


class NamePerson(CaseAction):
    """Somebody sees it whatever its level."""

    action, form_class = actions.name_person, NameForm
    page_title = submit_label = _("Name somebody")
    explanation = _("They see the case whatever its level, until you end it.")
    success_message = _("Somebody more sees %s.")


class EndNaming(LeavesSight, CaseAction):
    """The level alone counts again."""

    action, form_class = actions.end_naming, EndNamingForm
    page_title = submit_label = _("End somebody’s sight of it")
    explanation = _("From now on the level of the case alone says whether they see it.")
    success_message = _("Somebody fewer sees %s.")


#: So many are shown; an office that has more has too many.
SHOWN = 200

RESTRICTED_COLUMNS = (
    Words("reference", label=_("Case")),
    Words("sensitivity", label=_("Who may see it"), accessor="get_sensitivity_display"),
    Words("status", label=_("Status"), accessor="get_status_display"),
    Words("owner", label=_("Owner"), accessor=lambda case: case.owner or _("Nobody yet")),
    When("opened_at", label=_("Opened")),
)


@method_decorator(require_admin_access, name="dispatch")
class Overview(WagtailAdminTemplateMixin, TemplateView):
    """A short table with nothing to press but what its rows offer."""

    template_name = "casework/cases/overview.html"
    _show_breadcrumbs = True
    #: What the table is, and what to say when it has no row.
    lead = empty = ""

    def get(self, request, *args, **kwargs):
        """For whoever it is for, of their own offices."""
        if not (request.user.office_ids and self.is_for(request.user)):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        cases = {"url": reverse("cases:index"), "label": _("Cases")}
        return [*self.breadcrumbs_items, cases, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The table, or what to say instead."""
        table = self.table(self.request.user)
        return super().get_context_data(table=table, lead=self.lead, empty=self.empty, **kwargs)


class RestrictedCases(Overview):
    """That they exist: their number, level and owner. What they are about is for those who see them."""

    page_title, header_icon = _("Restricted cases"), "lock"
    lead = _(
        "Cases of your offices that only named people see, or those who keep the Leader’s own. What they are about is "
        "for them; you see that they exist and who answers for them."
    )
    empty = _("No case is restricted. A case is kept for named people from its own page, with “Who may see it”.")

    def is_for(self, user):
        """Directors."""
        return queries.oversees(user)

    def table(self, user):
        """One row a case."""
        rows = list(queries.restricted_cases(user)[:SHOWN])
        return Table(RESTRICTED_COLUMNS, rows, classname="listing cw-rows") if rows else None
