"""Deciding on a letter: yes to exactly these words, or back to the writer; and what follows when a review ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, in_place_of, may, require
from casework.core.states import move
from casework.dispatch import actions as dispatch
from casework.dispatch.models import Dispatch

from .. import notices
from ..content import Content
from ..models import Approval, FourEyesTask, Letter
from ..queries import content_of, holding, is_restricted, is_writer, needs_signature, thread_of, writers_of
from ..render import as_html, as_text
from ..states import LEAVING, MOVES, LetterStatus
from .clearing import require_cleared
from .commenting import require_resolved
from .lines import freeze_lines
from .returning import end_clearances, send_back
from .shared import locked, require_ready


@transaction.atomic
def approve(letter: Letter, *, by: Actor, revision: Any, sha256: str = "", comment: str = "") -> Letter:
    """Say yes to exactly these words. What is approved is what is sent: they are frozen and queued.

    ``sha256`` is the hash of what the reviewer had on the screen, when a screen of ours showed it. Raises
    NotPermitted for a writer, OutOfDate when the text is no longer the one that was read.
    """
    letter = locked(letter)
    state = _step(letter, by=by, revision=revision)
    now = _as_submitted(letter, revision).sha256
    if sha256 and now != sha256:
        raise OutOfDate(_("The letter changed while you were reading it. Read it again before you decide."))
    require_resolved(letter)
    state.approve(user=by, comment=comment.strip())
    letter = Letter.objects.get(pk=letter.pk)
    if letter.status not in LEAVING:
        record(letter, "letters.clear", by=by, acting_for=in_place_of(by, "approve", letter), revision=revision.pk)
    return letter


@transaction.atomic
def return_to_writer(letter: Letter, *, by: Actor, revision: Any, comment: str, code: str = "") -> Letter:
    """Send the letter back with what is to be changed, and with a reason from the list where one was chosen."""
    letter = locked(letter)
    if not comment.strip():
        raise CaseworkError(_("Say what is to be changed."))
    state = _step(letter, by=by, revision=revision)
    whose = in_place_of(by, "approve", letter)
    send_back(letter, state, by=by, comment=comment.strip(), code=code, acting_for=whose)
    return Letter.objects.get(pk=letter.pk)


@transaction.atomic
def settle_approval(letter: Letter, *, workflow_state: Any, by: Actor) -> Approval:
    """The review is finished: freeze the words with their hash and queue them. Called by Wagtail's finish action.

    Where a rule asks for the member's signature, the letter waits for it before it leaves.

    Every yes must have been given to the newest words, by somebody without a hand in them, and one of them in a
    four-eyes step; whatever steps an administrator put into the workflow.
    """
    letter = locked(letter)
    revision, whose = letter.latest_revision, in_place_of(by, "approve", letter)
    _require_every_yes(letter, revision, workflow_state, by)
    words = revision.as_object()
    require_ready(words)
    content = _as_submitted(letter, revision)
    require_cleared(letter, content)
    signed_first = needs_signature(letter)
    move(letter, LetterStatus.TO_SIGN if signed_first else LetterStatus.APPROVED, MOVES)
    letter.save(update_fields=["status"])
    revision.publish(user=by, skip_permission_checks=True)
    sent = _queue(letter, content, by=by, signed_first=signed_first)
    approval = _keep(letter, revision, content, workflow_state=workflow_state, by=by, acting_for=whose, dispatch=sent)
    freeze_lines(approval, words, content)
    record(letter, "letters.approve", by=by, acting_for=whose, revision=revision.pk, sha256=content.sha256)
    if signed_first:
        notices.to_be_signed(letter, by=by)
    return approval


@transaction.atomic
def settle_end(letter: Letter, *, by: Actor) -> Letter:
    """The review was ended from outside, with its workflow: the letter is a draft again. Twice changes nothing."""
    letter = locked(letter)
    if letter.status == LetterStatus.IN_REVIEW:
        move(letter, LetterStatus.DRAFT, MOVES)
        letter.save(update_fields=["status"])
        end_clearances(letter)
        record(letter, "letters.withdraw", by=by)
    return letter


def _step(letter: Letter, *, by: Actor, revision: Any) -> Any:
    """The step of the review that waits for a decision on this revision by this person; raises when there is none."""
    require(by, "approve", letter)
    if by is SYSTEM or is_writer(letter, by):
        raise NotPermitted(_("A letter is approved by someone who did not write it."), why="own_text")
    if letter.status != LetterStatus.IN_REVIEW:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    if holding(letter):
        raise CaseworkError(_("Not every unit has cleared this letter yet: the last word comes after theirs."))
    state = letter.current_workflow_task_state
    if revision.pk != letter.latest_revision_id or state is None or state.revision_id != revision.pk:
        raise OutOfDate(_("The text has changed since it was submitted. Read it again before you decide."))
    if not state.task.specific.get_actions(letter, by):
        raise NotPermitted(_("This step of the review, “%(step)s”, is for others.") % {"step": state.task.name})
    return state


def _require_every_yes(letter: Letter, revision: Any, workflow_state: Any, by: Actor) -> None:
    """Raise unless each step said yes to the newest words, by people who may."""
    given = list(workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED).select_related("task"))
    if revision is None or workflow_state.current_task_state.revision_id != revision.pk:
        raise OutOfDate(_("The text has changed since it was reviewed. Submit it again."))
    current = [state for state in given if state.revision_id == revision.pk]
    if {state.task_id for state in given} != {state.task_id for state in current}:
        raise OutOfDate(_("Not every step of the review has seen the newest words. Submit the letter again."))
    if not any(isinstance(state.task.specific, FourEyesTask) for state in current):
        raise NotPermitted(_("Nobody has approved these words."))
    if any(state.finished_by_id in writers_of(letter) for state in current):
        raise NotPermitted(_("A letter is approved by someone who did not write it."), why="own_text")
    if is_restricted(letter) and not may(by, "waive", letter):
        raise NotPermitted(_("This letter is restricted: the Director has the last word."))


def _as_submitted(letter: Letter, revision: Any) -> Content:
    """What would leave now; raises OutOfDate unless it is what was submitted.

    The words stand in the revision; the signatory's title and the office's name and address do not.
    """
    content = content_of(revision.as_object())
    if content.sha256 != letter.submitted_sha256:
        raise OutOfDate(
            _(
                "Something the letter takes from elsewhere has changed since it was submitted: the office’s name or "
                "address, or the member who signs. Return the letter, so that it is submitted again as it is now."
            )
        )
    return content


def _keep(letter: Letter, revision: Any, content: Content, **facts: Any) -> Approval:
    """The yes, with the words it was said to."""
    return Approval.objects.create(
        letter=letter,
        revision=revision,
        content=content.canonical(),
        sha256=content.sha256,
        approved_by=facts.pop("by"),
        **facts,
    )


def _queue(letter: Letter, content: Any, *, by: Actor, signed_first: bool) -> Dispatch:
    in_reply_to, references = thread_of(letter.case)
    return dispatch.queue(
        by=by,
        office=letter.office,
        reference=letter.reference,
        channel=content.channel,
        language=content.language,
        to_name=content.to_name,
        to_address=content.to_address,
        from_name=content.from_name,
        from_address=content.from_address,
        subject=content.subject,
        html=as_html(content),
        text=as_text(content),
        approved_sha256=content.sha256,
        in_reply_to=in_reply_to,
        references=references,
        waits=signed_first,
    )
