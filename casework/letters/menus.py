"""What the editor's footer offers: by where the letter stands, and never to publish it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import ActionMenuItem, LockedMenuItem, SaveMenuItem, SnippetActionMenu

from .states import LetterStatus


class SubmitItem(ActionMenuItem):
    """On to somebody who did not write it."""

    name = "action-submit"
    label = _("Submit for review")
    icon_name = "resubmit"


class WithdrawItem(ActionMenuItem):
    """Back from review; the form is locked, and this works all the same."""

    name = "action-cancel-workflow"
    label = _("Withdraw from review")
    icon_name = "rotate"


class LetterActionMenu(SnippetActionMenu):
    """Wagtail's menu with our items alone; other hooks add nothing to it."""

    def __init__(self, request, **kwargs):
        self.request = request
        self.context = {**kwargs, "request": request, "model": type(kwargs["instance"]), "draftstate_enabled": True}
        by_status = {LetterStatus.DRAFT: [SaveMenuItem(), SubmitItem()], LetterStatus.IN_REVIEW: [WithdrawItem()]}
        items = by_status.get(kwargs["instance"].status, [LockedMenuItem()])
        self.default_item, *self.menu_items = items

    @cached_property
    def media(self):
        """Nothing beyond what the editor brings."""
        return self.default_item.media
