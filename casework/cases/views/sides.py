"""Who else is in a matter: added, ended."""

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms.sides import EndPartyForm, PartyForm
from .record import CaseAction
from .secrecy import LeavesSight


class AddParty(LeavesSight, CaseAction):
    """Somebody else is in it."""

    action, form_class = actions.add_party, PartyForm
    page_title = _("Somebody else in the matter")
    submit_label = _("Add them")
    explanation = _(
        "If the other side is somebody your office has cases for, each colleague works on one side only: whoever works "
        "on this case does not see theirs, and whoever works on theirs does not see this one."
    )
    success_message = _("Who else is in %s is noted.")


class EndParty(LeavesSight, CaseAction):
    """They are not."""

    action, form_class = actions.end_party, EndPartyForm
    page_title = submit_label = _("Take somebody out of the matter")
    explanation = _(
        "For who was added by mistake, or is concerned no longer. That somebody the office works for is the other side "
        "no longer, the Director says."
    )
    success_message = _("Who else is in %s is changed.")
