"""Reads over cases: the lists, one case, and its story in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail import hooks

from casework.core import clock, search
from casework.core.references import normalise

from .models import Case, Message
from .states import ACTIVE


def cases_for(user: Any) -> QuerySet[Case]:
    """The cases of this person's offices, with what a list shows."""
    return Case.objects.for_user(user).select_related("office", "person", "owner", "issue")


def my_cases(user: Any) -> QuerySet[Case]:
    """Active cases this person answers for, the one due first on top."""
    return cases_for(user).filter(owner_id=user.pk, status__in=ACTIVE).order_by("due_on", "id")


def office_cases(user: Any) -> QuerySet[Case]:
    """Every case of this person's offices, the liveliest on top."""
    return cases_for(user).order_by("-last_activity_at", "-id")


def unassigned(user: Any) -> QuerySet[Case]:
    """Active cases nobody answers for."""
    return cases_for(user).filter(owner__isnull=True, status__in=ACTIVE).order_by("-last_activity_at", "-id")


def late(user: Any) -> QuerySet[Case]:
    """Active cases past their day, the longest overdue on top."""
    return cases_for(user).late(clock.today()).order_by("due_on", "id")


def case_for(user: Any, pk: int) -> Case | None:
    """One case, if it lies within this person's sight."""
    return cases_for(user).filter(pk=pk).first()


def case_by_reference(user: Any, text: str) -> Case | None:
    """The case under a reference however it was typed, if it lies within this person's sight."""
    reference = normalise(text)
    return cases_for(user).filter(reference=reference).first() if reference else None


def found(user: Any, words: str, *, limit: int = 200) -> QuerySet[Case]:
    """The cases in sight that a search finds, by reference, name, subject or text; at most ``limit``.

    A person's own document is searched too, so that somebody is found by an address that stands on no case yet.
    """
    hits = search.find(words, office_ids=user.office_ids, kinds=["case", "person"], limit=limit)
    cases = [hit.object_id for hit in hits if hit.kind == "case"]
    people = [hit.object_id for hit in hits if hit.kind == "person"]
    return cases_for(user).filter(Q(pk__in=cases) | Q(person_id__in=people)).order_by("-last_activity_at", "-id")


def others_of(user: Any, case: Case, *, limit: int = 5) -> QuerySet[Case]:
    """Other cases of the same person, the newest first."""
    same = cases_for(user).filter(person_id=case.person_id).exclude(pk=case.pk)
    return same.order_by("-opened_at", "-id")[:limit]


def last_received(case: Case) -> Message | None:
    """The newest thing the person said to us on this case."""
    return case.messages.filter(direction="in").order_by("-occurred_at", "-id").first()


def received(case: Case) -> QuerySet[Message]:
    """Everything the person said to us on this case, the newest first."""
    return case.messages.filter(direction="in").order_by("-occurred_at", "-id")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened on a case, as its page tells it.

    ``kind`` picks the template, icon and tone: received, sent, note, status, owner, or a kind of a room above.
    """

    kind: str
    at: datetime
    title: str
    body: str = ""
    who: Any = None
    label: str = ""
    url: str = ""


def story(case: Case, user: Any) -> list[Entry]:
    """The whole story in order: messages, notes, letters, who had it, where it stood; the oldest first.

    Rooms above add theirs through the hook ``case_story`` (a function of case and user that returns entries).
    """
    entries = [*_messages(case), *_notes(case), *_moves(case)]
    for tell in hooks.get_hooks("case_story"):
        entries.extend(tell(case, user))
    return sorted(entries, key=lambda entry: entry.at)


def _messages(case: Case) -> Iterable[Entry]:
    for message in case.messages.select_related("logged_by"):
        incoming = message.direction == "in"
        yield Entry(
            kind="received" if incoming else "sent",
            at=message.occurred_at,
            title=message.subject or (_("Message received") if incoming else _("Reply sent")),
            body=message.body,
            who=message.logged_by,
            label=str(message.get_channel_display()),
        )


def _notes(case: Case) -> Iterable[Entry]:
    for note in case.notes.select_related("written_by"):
        yield Entry(kind="note", at=note.written_at, title=_("Note"), body=note.body, who=note.written_by)


def _moves(case: Case) -> Iterable[Entry]:
    for change in case.status_changes.select_related("changed_by"):
        title = _("Case opened") if not change.was else _("Now: %(status)s") % {"status": change.get_now_display()}
        yield Entry(kind="status", at=change.changed_at, title=title, body=change.reason, who=change.changed_by)
    for change in case.assignments.select_related("assigned_by", "now"):
        title = _("Owner: %(owner)s") % {"owner": change.now} if change.now else _("No owner")
        yield Entry(kind="owner", at=change.assigned_at, title=title, body=change.reason, who=change.assigned_by)
