"""What staff are told by mail about a review: the reference and the way there, no words and no names.

In place of Wagtail's own mails, which carry the reviewer's comment and go out before it is certain that what they
tell has happened. Ours go when it has; each person can switch them off in their Wagtail account.
"""

from typing import Any

from django.db import transaction
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from casework.core import clock, notices

#: Where the words of these mails stand.
MAILS = "casework/letters/mails"

#: Each news of Wagtail's: who sends it, under which name Wagtail listens, what Wagtail does, what we call it.
_NEWS = (
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        GroupApprovalTaskStateSubmissionEmailNotifier,
        "submitted",
    ),
    (
        workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        WorkflowStateSubmissionEmailNotifier,
        "",  # the first step of the review tells it
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        WorkflowStateRejectionEmailNotifier,
        "rejected",
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        WorkflowStateApprovalEmailNotifier,
        "approved",
    ),
)

#: News of ours that Wagtail has no switch for: a person's switch for letters that wait counts.
_SETTINGS = dict.fromkeys(("late", "unread", "to_sign", "morning"), "submitted_notifications")


def connect() -> None:
    """Listen in the place of Wagtail's mails: under their names, so that Wagtail, which comes later, adds none."""
    for signal, sender, name, wagtails, kind in _NEWS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(Notice(wagtails(), kind), sender=sender, dispatch_uid=name, weak=False)


class Notice:
    """One piece of news: about a letter told our way, about anything else as Wagtail does; both once it is true."""

    def __init__(self, wagtails: Any, kind: str) -> None:
        self.wagtails, self.kind = wagtails, kind

    def __call__(self, instance: Any = None, user: Any = None, **news: Any) -> None:
        """Called inside the transaction; says nothing before its end."""
        from .models import Letter  # leaf: Wagtail's signals are connected while the rooms load

        workflow_state = getattr(instance, "workflow_state", instance)
        letter = workflow_state.content_object
        if not isinstance(letter, Letter):
            transaction.on_commit(lambda: self.wagtails(instance=instance, user=user, **news), robust=True)
        elif self.kind:
            asked = workflow_state.requested_by
            transaction.on_commit(lambda: _tell(self.kind, letter, asked=asked, by=user), robust=True)


def your_turn(letter: Any, *, by: Any, turns: Any = None) -> None:
    """Tell those who can take the next step of a review, once it is certain that it is theirs.

    Of several units, those of ``turns`` alone: the others have been told.
    """
    transaction.on_commit(lambda: _tell("submitted", letter, asked=None, by=by, turns=turns), robust=True)


def to_be_signed(letter: Any, *, by: Any) -> None:
    """Tell those who may sign for the member, once it is certain that the letter waits for them."""
    transaction.on_commit(lambda: _tell("to_sign", letter, asked=None, by=by), robust=True)


#: Where each mail leads; any other to the page of the letter.
_WAYS = {**dict.fromkeys(("submitted", "late", "unread"), "letters:review"), "to_sign": "letters:sign"}


def late(letter: Any, turn: Any) -> None:
    """Tell a unit's lead and the directors that the unit is late with a letter, once that is written down.

    Where no second reader came, the directors.
    """
    kind = "unread" if turn.unit is None else "late"
    transaction.on_commit(lambda: _tell_those(kind, letter, _answerable(letter, turn)), robust=True)


def _answerable(letter: Any, turn: Any) -> list[Any]:
    """The lead of the unit, and those who may let the letter go on without it."""
    from . import queries  # leaf: see above

    found = [*queries.waivers_of_gates(letter)]
    lead = turn.unit.lead if turn.unit else None
    if lead is not None and turn.unit.office_id in lead.office_ids:
        deputies = [one.stand_in for one in queries.stand_ins_of([lead.pk], turn).select_related("stand_in")]
        found += [person for person in (lead, *deputies) if person not in found]
    return found


def _tell(kind: str, letter: Any, *, asked: Any, by: Any, turns: Any = None) -> int:
    """Send one mail to each person whom it concerns and who wants such mails; how many went."""
    from . import queries  # leaf: see above

    if kind == "to_sign":
        whom = queries.signers_of(letter)
    elif kind == "submitted":
        whom = queries.whose_turn(letter) if turns is None else queries.people_of(turns)
    else:
        whom = [asked] if asked else []
    return _tell_those(kind, letter, [person for person in whom if person != by])


def _tell_those(kind: str, letter: Any, whom: list[Any]) -> int:
    """One mail to each of these people who wants such mails and may see the letter; how many went."""
    from . import queries  # leaf: see above

    given = {"reference": str(letter), "url": notices.place(_WAYS.get(kind, "letters:inspect"), letter.pk)}
    people = [person for person in queries.who_see(letter, whom) if _wants(kind, person)]
    return sum(notices.tell(person, f"{MAILS}/{kind}", about=str(letter), **given) for person in people)


def morning(person: Any) -> bool:
    """Tell somebody in numbers what waits for them, once a day; whether there was anything to tell.

    The day is written down first, so that a sweep that runs twice tells nobody twice.
    """
    from . import queries  # leaf: see above
    from .models import Digest  # leaf: see above

    with transaction.atomic():
        _day, is_new = Digest.objects.get_or_create(user=person, on=clock.today())
        Digest.objects.filter(user=person, on__lt=clock.today()).delete()
        waiting = queries.waiting_this_morning(person) if is_new and _wants("morning", person) else None
        if waiting is None or not waiting.letters:
            return False
        lists = {"to_clear": notices.place("letters:to_clear"), "to_read": notices.place("letters:to_proof_read")}
        given = {"waiting": waiting, **lists}
        transaction.on_commit(lambda: notices.tell(person, f"{MAILS}/morning", **given), robust=True)
    return True


def _wants(kind: str, person: Any) -> bool:
    """Whether this person can be told, and has not switched such mails off in their Wagtail account."""
    setting = _SETTINGS.get(kind, f"{kind}_notifications")
    return bool(person.is_active and person.email and getattr(UserProfile.get_for_user(person), setting))
