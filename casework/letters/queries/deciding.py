"""Who may decide on a letter, and why somebody may not."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from casework.core.errors import NotPermitted
from casework.core.permissions import may

from ..models import Clearance, FourEyesTask, Letter, Writer
from ..states import LetterStatus
from ..tiers import Tier
from .gates import holding, is_holding, plan_of


def writers_of(letter: Letter) -> frozenset[int]:
    """Everybody with a hand in the text, by key: the drafter and whoever saved a revision."""
    hands = Writer.objects.filter(letter_id=letter.pk).values_list("user_id", flat=True)
    return frozenset({letter.drafted_by_id, *hands})


def is_writer(letter: Letter, user: Any) -> bool:
    """Whether this person has a hand in the text."""
    return user.pk in writers_of(letter)


def may_approve(letter: Letter, user: Any) -> bool:
    """Whether this person may approve the letter or return it: the verb, the office, and no hand in the text.

    On a restricted letter the last word is the Director's.
    """
    if not may(user, "approve", letter) or is_writer(letter, user):
        return False
    return not is_restricted(letter) or may(user, "waive", letter)


def may_proof_read(letter: Letter, user: Any) -> bool:
    """Whether this person may be the second reader: they write or approve in its office, and had no hand in it."""
    return (may(user, "change", letter) or may(user, "approve", letter)) and not is_writer(letter, user)


def is_restricted(letter: Letter) -> bool:
    """Whether the newest submission of the letter is restricted."""
    plan = plan_of(letter)
    return plan is not None and plan.tier == Tier.RESTRICTED


def require_stranger_to_the_text(letter: Letter, user: Any) -> None:
    """Raise NotPermitted unless this person works in the letter's office and has no hand in its words."""
    if user is None or not may(user, "view", letter) or is_writer(letter, user):
        raise NotPermitted(_("A letter is approved by someone of its office who did not write it."))


def why_not_decide(
    letter: Letter, user: Any, *, among: list[Clearance] | None = None, is_held: bool | None = None
) -> str:
    """Why this person cannot decide on the letter now, in words for them; empty when they can.

    ``among`` are its clearances, and ``is_held`` is whether a required comment waits, from who has read them already.
    """
    if letter.status != LetterStatus.IN_REVIEW:
        return _("There is nothing to decide: %(letter)s is not in review.") % {"letter": letter}
    if is_writer(letter, user):
        return _("You wrote this letter, or changed its words: somebody else approves it.")
    if not may(user, "approve", letter):
        return _("Your role does not approve letters. You can read everything here.")
    if waiting := holding(letter) if among is None else [each for each in among if is_holding(each)]:
        units = ", ".join(each.who for each in waiting)
        return _("Waits for the clearance of: %(units)s. The last word comes after theirs.") % {"units": units}
    if is_restricted(letter) and not may(user, "waive", letter):
        return _("This letter is restricted: the Director has the last word. You can read everything here.")
    if letter.comments.holding().exists() if is_held is None else is_held:
        return _("A comment waits for the letter’s writer to resolve it. The last word comes after that.")
    step = letter.current_workflow_task_state
    if step is None or step.revision_id != letter.latest_revision_id:
        return _("The review does not stand at these words any more. Its writer has to withdraw and submit it again.")
    if not step.task.specific.get_actions(letter, user):
        return _("This step of the review, “%(step)s”, is for others.") % {"step": step.task.name}
    return ""


def approvers_of(letter: Letter) -> QuerySet[Any]:
    """The people who may give this letter its last yes; a restricted one gets it from the Director."""
    if not is_restricted(letter):
        return strangers_to(letter)
    policy = policy_registry.get(letter)
    return strangers_to(letter).filter(pk__in=policy.users_with_any_permission_for_instance({"waive"}, letter))


def strangers_to(letter: Letter) -> QuerySet[Any]:
    """The people of the letter's office who approve letters and have no hand in the words of this one."""
    policy = policy_registry.get(letter)
    return policy.users_with_any_permission_for_instance({"approve"}, letter).exclude(pk__in=writers_of(letter))


def has_four_eyes(workflow: Any) -> bool:
    """Whether the review contains a step in which somebody else says yes; without one nothing is ever approved."""
    return FourEyesTask.objects.filter(active=True, workflow_tasks__workflow=workflow).exists()
