"""What this room tells Wagtail."""

from wagtail import hooks
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from . import panels

#: Wagtail's own lists of letters in review: unpaginated, several queries a row, and said by our panels already.
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@hooks.register("construct_homepage_panels")
def dashboard(request, shown):
    """What waits for this person, on the first page after signing in."""
    shown[:] = [panel for panel in shown if not isinstance(panel, REPLACED)]
    shown.extend(panels.for_person(request.user))
