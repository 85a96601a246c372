"""The step of Wagtail's workflow in which somebody who did not write the letter says yes, or returns it."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from casework.core.errors import CaseworkError

from .letter import Letter


class FourEyesTask(Task):
    """Approved by one person of the letter's office who holds the verb and has no hand in the text.

    Before that, the units whose word the letter needs clear it, all at the same time and each for itself: Wagtail has
    one step at a time, so their turns are rows within this one, and the last yes is offered when none holds it up.

    Wagtail asks this class from several screens; each answer is given by the same rule, and the verbs ask it again
    on the letter the review is really about.
    """

    class Meta:
        verbose_name = _("four-eyes approval")
        verbose_name_plural = _("four-eyes approvals")

    @classmethod
    def get_description(cls):
        """What the administrator reads when choosing a kind of step."""
        return _("Somebody of the same office who did not write the letter approves it or returns it")

    def start(self, workflow_state, user=None):
        """Begin the review of the text as it is in the database now.

        On resubmission Wagtail hands over an object it read before the new revision was saved, and would tie the
        review to the old text.
        """
        workflow_state.content_object.refresh_from_db()
        return super().start(workflow_state, user=user)

    def get_actions(self, obj, user):
        """The buttons for this person: none for a writer, a superuser included, and none on anything but a letter."""
        from ..queries import holding, may_approve  # thin method: Wagtail calls the model

        if not isinstance(obj, Letter) or not may_approve(obj, user) or holding(obj):
            return []
        return [("reject", _("Return with comments"), True), ("approve", _("Approve"), False)]

    @transaction.atomic
    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        """Do it on the letter the review is about, whatever letter the address named."""
        from .. import actions  # thin method: Wagtail calls the model

        letter = task_state.workflow_state.content_object
        if not isinstance(letter, Letter):
            raise PermissionDenied
        try:
            if action_name == "approve":
                actions.approve(letter, by=user, revision=task_state.revision, comment=comment)
            elif action_name == "reject":
                actions.return_to_writer(letter, by=user, revision=task_state.revision, comment=comment)
        except CaseworkError as refusal:
            raise PermissionDenied(str(refusal)) from refusal

    def locked_for_user(self, obj, user):
        """Nobody changes what is being approved."""
        return True

    def user_can_lock(self, obj, user):
        """Locks by hand play no part."""
        return False

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """The reviews that wait for this person."""
        from ..queries import waiting_for_approval  # thin method: Wagtail calls the model

        letters = [str(pk) for pk in waiting_for_approval(user).values_list("pk", flat=True)]
        return TaskState.objects.filter(
            task=self.task_ptr,
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Letter),
            workflow_state__object_id__in=letters,
        )
