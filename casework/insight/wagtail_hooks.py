"""What this room tells Wagtail."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from casework.core.menus import PermittedItem

from . import panels

#: Wagtail's own lists of letters in review: unpaginated, several queries a row, and said by our panels already.
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@hooks.register("construct_homepage_panels")
def dashboard(request, shown):
    """What waits for this person, on the first page after signing in."""
    shown[:] = [panel for panel in shown if not isinstance(panel, REPLACED)]
    shown.extend(panels.for_person(request.user))


class FindArea(SearchArea):
    """The search field of the menu leads to our own search, for whoever works in an office."""

    def is_shown(self, request):
        """Whether there is anything in sight to find."""
        return bool(request.user.office_ids)


@hooks.register("register_admin_search_area")
def find_area():
    """First of the areas: Wagtail's menu takes the first that is shown."""
    return FindArea(_("Casework"), reverse("insight:find"), name="casework", icon_name="folder-open-inverse", order=1)


@hooks.register("register_reports_menu_item")
def how_clearance_goes():
    """Hours by unit and rounds by letter, for whoever answers for them."""
    return PermittedItem(
        _("Clearance"), reverse_lazy("insight:clearance"), "letters.waive_letter", icon_name="group", order=50
    )


@hooks.register("register_account_menu_item")
def what_one_may(request):
    """From one's own account to what one may see and do."""
    return {
        "url": reverse("insight:who_may"),
        "label": _("What I may do"),
        "help_text": _("Which actions are yours, on whose files, from which role, and until when."),
    }


@hooks.register("register_reports_menu_item")
def who_may():
    """For everybody: of oneself; for directors and administrators, of their people."""
    return MenuItem(_("Who may do what"), reverse_lazy("insight:who_may"), icon_name="key", order=60)
