"""Writing a letter in Wagtail's editor."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.snippets.views import snippets

from casework.core.errors import CaseworkError

from .. import actions, queries
from ..menus import LetterActionMenu
from ..render import as_text
from ..states import LetterStatus
from .reading import to_the_case


class PersonsWordsPanel(BaseSidePanel):
    """Beside the editor: what the person wrote, how they want to be answered, what they need."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Its button."""

        aria_label = _("Toggle the person's words")
        icon_name = "user"
        has_counter = False

    name = "words"
    title = _("The person's words")
    template_name = "casework/letters/side_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        """The case's background, what to look out for and what to mend in the letter as it was last saved."""
        letter = self.object
        around = queries.around(letter, self.request.user)
        content = queries.content_of(letter)
        user = parent_context["request"].user
        return {
            **super().get_context_data(parent_context),
            "letter": letter,
            "can_put_in": letter.status == LetterStatus.DRAFT and user.has_perm("positions.view_position"),
            "around": around,
            "sees_case": queries.sees_case(letter, user),
            "remarks": queries.remarks(letter, content),
            "can_resolve": bool(queries.resolvable(letter, parent_context["request"].user)),
            "cautions": queries.cautions(letter, content, around),
            "preflight": queries.preflight(letter, content, as_text(content), asked=around.asked),
            "origin": queries.origin_of(letter, content),
            "paragraphs": queries.paragraphs_beside(letter, content, as_text(content)),
            "lines": queries.lines_beside(letter, parent_context["request"].user, as_text(content)),
        }


class EditLetter(snippets.EditView):
    """Write a letter. Saving and autosaving are Wagtail's; submitting and withdrawing are our verbs."""

    template_name = "casework/letters/edit.html"

    def setup(self, request, *args, **kwargs):
        """A draft may be saved unfinished. An older version is brought back whole: Wagtail saves that one checked."""
        super().setup(request, *args, **kwargs)
        if self.view_name == "revisions_revert":
            self.saving_as_draft = False

    def get_available_actions(self):
        """Nobody publishes, restarts or decides from here; what saves by itself does nothing else."""
        if self.expects_json_response:
            return ["edit"]
        here = {LetterStatus.DRAFT: ["edit", "submit"], LetterStatus.IN_REVIEW: ["edit", "cancel-workflow"]}
        return here.get(self.object.status, ["edit"])

    @cached_property
    def overwrite_revision(self):
        """The revision to save over; a number that is none names no revision."""
        wanted = self.request.POST.get("overwrite_revision_id", "")
        if wanted and not (wanted.isdecimal() and len(wanted) < 19):
            raise PermissionDenied
        return super().overwrite_revision

    def save_instance(self):
        """Saved with what was put in from beside the editor."""
        keys = self.request.POST.getlist("inserted_lines")
        self.form.instance.inserted_lines = {int(key) for key in keys[:100] if key.isdecimal() and len(key) < 19}
        return super().save_instance()

    def submit_action(self):
        """What was typed is saved by now; a refusal is said on the editor, and nothing is lost."""
        try:
            actions.submit(self.object, by=self.request.user)
        except CaseworkError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_edit_url())
        messages.success(self.request, gettext("%s was submitted for review.") % self.object)
        return redirect("letters:inspect", self.object.pk)

    def cancel_workflow_action(self):
        """Withdraw the letter from review."""
        try:
            actions.withdraw(self.object, by=self.request.user)
        except CaseworkError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, gettext("%s is a draft again.") % self.object)

    def form_invalid(self, form):
        """A locked form cannot be saved; withdrawing from review works all the same, and opens it again."""
        if self.action == "cancel-workflow" and not self.expects_json_response:
            self.cancel_workflow_action()
            return redirect(self.get_edit_url())
        return super().form_invalid(form)

    def get_success_url(self):
        """One stays with the letter."""
        return self.get_edit_url()

    def get_success_buttons(self):
        """The editor is open anyway."""
        return []

    def get_success_message(self, instance=None):
        """What was done."""
        return gettext("%s was saved.") % self.object

    def _get_action_menu(self):
        return LetterActionMenu(
            self.request, view=self.view_name, instance=self.object, locked_for_user=self.locked_for_user
        )

    def get_lock_context(self):
        """A letter is locked by where it stands; nobody locks or unlocks it by hand."""
        return {**super().get_lock_context(), "user_can_lock": False, "user_can_unlock": False}

    @cached_property
    def header_more_buttons(self):
        """No copy, no deletion."""
        return []

    @cached_property
    def header_buttons(self):
        """The case it answers."""
        return to_the_case(self.object, self.request.user)

    def get_side_panels(self):
        """The person's words first; Wagtail's words on publishing are not ours."""
        words = PersonsWordsPanel(self.object, self.request)
        return MediaContainer([words, *(panel for panel in super().get_side_panels() if panel.name != "status")])

    def get_context_data(self, **kwargs):
        """What the last reviewer wanted changed."""
        returned = queries.last_return(self.live_object) if self.object.status == LetterStatus.DRAFT else None
        return super().get_context_data(returned=returned, **kwargs)
