"""Who may decide on a letter, and why somebody may not."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from casework.core.errors import NotPermitted
from casework.core.permissions import may

from ..models import FourEyesTask, Letter, Writer
from ..states import LetterStatus
from .gates import holding


def writers_of(letter: Letter) -> frozenset[int]:
    """Everybody with a hand in the text, by key: the drafter and whoever saved a revision."""
    hands = Writer.objects.filter(letter_id=letter.pk).values_list("user_id", flat=True)
    return frozenset({letter.drafted_by_id, *hands})


def is_writer(letter: Letter, user: Any) -> bool:
    """Whether this person has a hand in the text."""
    return user.pk in writers_of(letter)


def may_approve(letter: Letter, user: Any) -> bool:
    """Whether this person may approve the letter or return it: the verb, the office, and no hand in the text."""
    return may(user, "approve", letter) and not is_writer(letter, user)


def require_stranger_to_the_text(letter: Letter, user: Any) -> None:
    """Raise NotPermitted unless this person works in the letter's office and has no hand in its words."""
    if user is None or not may(user, "view", letter) or is_writer(letter, user):
        raise NotPermitted(_("A letter is approved by someone of its office who did not write it."))


def why_not_decide(letter: Letter, user: Any) -> str:
    """Why this person cannot decide on the letter now, in words for them; empty when they can."""
    if letter.status != LetterStatus.IN_REVIEW:
        return _("There is nothing to decide: %(letter)s is not in review.") % {"letter": letter}
    if is_writer(letter, user):
        return _("You wrote this letter, or changed its words: somebody else approves it.")
    if not may(user, "approve", letter):
        return _("Your role does not approve letters. You can read everything here.")
    if waiting := holding(letter):
        units = ", ".join(str(each.unit) for each in waiting)
        return _("Waits for the clearance of: %(units)s. The last word comes after theirs.") % {"units": units}
    step = letter.current_workflow_task_state
    if step is None or step.revision_id != letter.latest_revision_id:
        return _("The review does not stand at these words any more. Its writer has to withdraw and submit it again.")
    if not step.task.specific.get_actions(letter, user):
        return _("This step of the review, “%(step)s”, is for others.") % {"step": step.task.name}
    return ""


def approvers_of(letter: Letter) -> QuerySet[Any]:
    """The people of the letter's office who may approve it: they hold the verb and have no hand in its words."""
    policy = policy_registry.get(letter)
    return policy.users_with_any_permission_for_instance({"approve"}, letter).exclude(pk__in=writers_of(letter))


def has_four_eyes(workflow: Any) -> bool:
    """Whether the review contains a step in which somebody else says yes; without one nothing is ever approved."""
    return FourEyesTask.objects.filter(active=True, workflow_tasks__workflow=workflow).exists()
