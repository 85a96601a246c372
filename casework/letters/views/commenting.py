"""Screens on which readers comment on a passage of a letter, and its writer resolves what they said."""

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import CommentForm, ResolveForm
from .verbs import LetterAction


class Comment(LetterAction):
    """Say something to a passage."""

    permission = "read"
    form_class = CommentForm
    page_title = _("Comment on a passage")
    submit_label = _("Keep the comment")
    explanation = _("The writer and every reader of the letter see it beside the words it is about.")
    success_message = _("Your comment on %s is kept.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Keep it."""
        return actions.comment(self.object, by=self.request.user, **form.cleaned_data)


class Resolve(LetterAction):
    """Say how a comment was met."""

    permission = "read"
    form_class = ResolveForm
    page_title = _("Resolve a comment")
    submit_label = _("It is resolved")
    explanation = _("Say what you changed, or why the letter stays as it is. A comment can be resolved once.")
    success_message = _("A comment on %s is resolved.")

    def perform(self, form):
        """Resolve it."""
        said = form.cleaned_data
        return actions.resolve_comment(form.comments[said["comment"]], by=self.request.user, words=said["words"])
