"""Reads over cases: the lists, one case, and its story in order."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import policy_registry

from casework.core import clock, search, sight
from casework.core.permissions import may
from casework.core.references import normalise
from casework.directory.models import Membership
from casework.directory.queries import colleagues, colleagues_and_readers

from ..consenting import why_not_outside
from ..levels import KEPT, LEADERS, Level
from ..models import Case, Conflict, Message, NamedPerson, Opening
from ..states import ACTIVE, MOVES, PASSED_ON, CaseStatus, Direction, told

#: What is read of a case that is kept from whoever asks.
_OF_A_RESTRICTED_CASE: Final = (
    "reference",
    "sensitivity",
    "status",
    "opened_at",
    "office__name",
    "office__name_fr",
    "owner__first_name",
    "owner__last_name",
    "owner__username",
)


def cases_for(user: Any) -> QuerySet[Case]:
    """The cases of this person's offices, with what a list shows."""
    rows = sight.with_masks(Case.objects.for_user(user), user)
    return rows.select_related("office", "person", "owner", "issue")


def my_cases(user: Any) -> QuerySet[Case]:
    """Active cases this person answers for, the one due first on top."""
    return cases_for(user).filter(owner_id=user.pk, status__in=ACTIVE).order_by("due_on", "id")


def cases_of_the_absent(user: Any) -> QuerySet[Case]:
    """Active cases in sight whose owner is away while this person stands in for them, the one due first on top."""
    theirs = Q(pk__in=[])
    for one in user.standing_in:
        theirs |= Q(owner_id=one.person_id, office_id=one.office_id) if one.unit_id is None else Q(pk__in=[])
    return cases_for(user).filter(theirs, status__in=ACTIVE).order_by("due_on", "id")


def away_owner(case: Case, user: Any) -> Any | None:
    """The owner of the case, where they are away and this person stands in for them."""
    for one in user.standing_in:
        if one.unit_id is None and (one.office_id, one.person_id) == (case.office_id, case.owner_id):
            return one.person
    return None


def office_cases(user: Any) -> QuerySet[Case]:
    """Every case of this person's offices, the liveliest on top."""
    return cases_for(user).order_by("-last_activity_at", "-id")


def unassigned(user: Any) -> QuerySet[Case]:
    """Active cases nobody answers for, those of somebody who has left the office among them."""
    here = Membership.objects.filter(
        user_id=OuterRef("owner_id"), office_id=OuterRef("office_id"), user__is_active=True
    )
    return cases_for(user).filter(~Exists(here), status__in=ACTIVE).order_by("-last_activity_at", "-id")


def late(user: Any) -> QuerySet[Case]:
    """Active cases past their day, the longest overdue on top."""
    return cases_for(user).filter(status__in=ACTIVE, due_on__lt=clock.today()).order_by("due_on", "id")


def case_for(user: Any, pk: int) -> Case | None:
    """One case, if it lies within this person's sight."""
    return cases_for(user).select_related("program").filter(pk=pk).first()


def is_shut_out(user: Any, case: Case) -> bool:
    """Whether a conflict keeps a case from somebody of its office."""
    return Case.objects.in_conflict_with(user).filter(pk=case.pk).exists()


def way_to(user: Any, case: Case, *, otherwise: str) -> str:
    """The address of a case that may just have left somebody's sight, or the list to go on from."""
    return reverse("cases:inspect", args=[case.pk]) if case_for(user, case.pk) is not None else reverse(otherwise)


def case_by_reference(user: Any, text: str) -> Case | None:
    """The case under a reference however it was typed, if it lies within this person's sight."""
    reference = normalise(text)
    return cases_for(user).filter(reference=reference).first() if reference else None


def found(user: Any, words: str, among: QuerySet[Case] | None = None, *, limit: int = 200) -> QuerySet[Case]:
    """The cases in sight that a search finds, by reference, name, subject or text; ``among`` narrows and orders them.

    A person's own document is searched too, so that somebody is found by an address that stands on no case yet. What a
    list masks is found by its reference alone: a search for a name would tell what the mask keeps back.
    """
    hits = search.find(words, office_ids=user.office_ids, kinds=["case", "person"], limit=limit)
    cases = [hit.object_id for hit in hits if hit.kind == "case"]
    people = [hit.object_id for hit in hits if hit.kind == "person"]
    rows = office_cases(user) if among is None else among
    rows = rows.filter(Q(pk__in=cases) | Q(person_id__in=people))
    return rows if normalise(words) else sight.unmasked(rows)


def active_cases_of(user: Any, people: Collection[int], *, limit: int = 10) -> QuerySet[Case]:
    """The cases in sight that are still open for these people, the liveliest first; none that lists mask."""
    return sight.unmasked(office_cases(user)).filter(status__in=ACTIVE, person_id__in=people)[:limit]


def cases_of(user: Any, person: Any, *, limit: int = 50) -> QuerySet[Case]:
    """The cases of one person, the newest first; none that lists mask, since here they would say whose they are."""
    return sight.unmasked(cases_for(user)).filter(person_id=person.pk).order_by("-opened_at", "-id")[:limit]


def who_may_own(case: Case) -> QuerySet[Any]:
    """The people of a case's office whose role lets them work on it, by name."""
    policy = policy_registry.get_by_type(Case)
    people = policy.users_with_permission_for_instance("change", case).filter(is_active=True)
    return people.order_by("first_name", "last_name", "username")


def is_keeper(case: Case, user: Any) -> bool:
    """Whether this person answers for who sees the case: its owner, the Director, a keeper of the Leader's files."""
    if case.owner_id == user.pk or user.has_perm("cases.oversee_case"):
        return True
    return case.sensitivity == Level.LEADER_ONLY and user.has_perm(LEADERS)


def named_on(case: Case) -> QuerySet[NamedPerson]:
    """The people named on a case now, the first named on top."""
    return case.named_people.filter(ended_at=None).select_related("person", "named_by").order_by("named_at", "id")


def who_may_be_named(case: Case) -> QuerySet[Any]:
    """The people of a case's office who read cases, are not named on it yet and have no conflict with it, by name."""
    people = policy_registry.get_by_type(Case).users_with_permission("view")
    people = people.filter(pk__in=colleagues(case.office_id).values("pk"))
    named = case.named_people.filter(ended_at=None).values("person_id")
    people = people.exclude(pk__in=named).exclude(pk__in=Conflict.objects.with_case(case).values("staff_id"))
    return people.order_by("first_name", "last_name", "username")


def restricted_cases(user: Any) -> QuerySet[Case]:
    """That a restricted case exists, for the Director: its number, level and owner, and nothing of what it is about."""
    if not user.has_perm("cases.oversee_case"):
        return Case.objects.none()
    rows = Case.objects.filter(office_id__in=user.office_ids, sensitivity__in=KEPT).select_related("office", "owner")
    rows = rows.exclude(pk__in=Case.objects.in_conflict_with(user).values("pk"))
    return rows.only(*_OF_A_RESTRICTED_CASE).order_by("-id")


def oversees(user: Any) -> bool:
    """Whether this person answers for who sees the cases of their offices: the Director."""
    return bool(user.office_ids) and user.has_perm("cases.oversee_case")


def overseers_of(case: Case) -> QuerySet[Any]:
    """The people who oversee the cases of a case's office."""
    return overseers_at(case.office_id)


def overseers_at(office_id: int) -> QuerySet[Any]:
    """The people who oversee the cases of an office."""
    people = policy_registry.get_by_type(Case).users_with_permission("oversee")
    return people.filter(pk__in=colleagues(office_id).values("pk"))


def who_may_be_in_conflict(case: Case) -> QuerySet[Any]:
    """Everybody of a case's office, and of the units of other offices that clear its letters, by name."""
    return colleagues_and_readers(case.office_id)


def conflicts_for(user: Any) -> QuerySet[Conflict]:
    """The conflicts somebody declared; for the Director, everybody's. The newest on top."""
    rows = Conflict.objects.for_user(user).select_related("staff", "case", "person", "organisation")
    return rows.order_by("-declared_at", "-id")


def to_reassign(user: Any) -> QuerySet[Case]:
    """Active cases whose owner has a conflict and sees them no longer, for the Director to give to somebody else."""
    if not oversees(user):
        return Case.objects.none()
    about = Q(case_id=OuterRef("pk")) | Q(person_id=OuterRef("person_id"))
    about |= Q(organisation__affiliations__person_id=OuterRef("person_id"))
    conflict = Conflict.objects.filter(about, staff_id=OuterRef("owner_id"), ended_at=None)
    return cases_for(user).filter(Exists(conflict), status__in=ACTIVE).order_by("due_on", "id")


def may_open_by_exception(user: Any) -> bool:
    """Whether this person reads cases that are not open to everybody: they may open a restricted one, once told why."""
    return bool(user.office_ids) and user.has_perm("cases.view_confidential_case")


def case_to_open(user: Any, reference: str) -> Case | None:
    """The case of this person's offices with this number, whatever its level; none they have a conflict with."""
    rows = Case.objects.filter(office_id__in=user.office_ids, reference=reference)
    return rows.exclude(pk__in=Case.objects.in_conflict_with(user)).select_related("owner").first()


def openings_for(user: Any) -> QuerySet[Opening]:
    """The openings by exception, one's own; for the Director, everybody's. The newest on top."""
    rows = Opening.objects.for_user(user).exclude(case__in=Case.objects.in_conflict_with(user))
    return rows.select_related("case", "opened_by").order_by("-opened_at", "-id")


def openings_to_review(user: Any) -> QuerySet[Opening]:
    """The openings by others that wait for the Director's word, the longest-waiting on top."""
    if not oversees(user):
        return Opening.objects.none()
    return openings_for(user).filter(reviewed_at=None).exclude(opened_by_id=user.pk).order_by("opened_at", "id")


def others_of(user: Any, case: Case, *, limit: int = 5) -> QuerySet[Case]:
    """Other cases of the same person, the newest first; none that lists mask."""
    same = sight.unmasked(cases_for(user)).filter(person_id=case.person_id).exclude(pk=case.pk)
    return same.order_by("-opened_at", "-id")[:limit]


def received(case: Case) -> QuerySet[Message]:
    """Everything the person said to us on this case, the newest first."""
    return case.messages.filter(direction=Direction.IN).order_by("-occurred_at", "-id")


def document_of(case: Case) -> search.Document:
    """What a case is found by: its number, subject and person, how to reach them, all that was said and noted."""
    points = [point.value for point in case.person.contact_points.all()]
    said = [f"{message.subject} {message.body}" for message in case.messages.all()]
    noted = [note.body for note in case.notes.all()]
    title = f"{case.reference} {case.subject} {case.person.name}"
    return search.Document(case.pk, case.office_id, title, "\n".join([*points, *said, *noted]))


@search.source("case")
def documents() -> Iterator[search.Document]:
    """What search finds of every case, for a rebuild."""
    cases = Case.objects.order_by("last_activity_at", "pk").select_related("person")
    cases = cases.prefetch_related("messages", "notes", "person__contact_points")
    return (document_of(case) for case in cases.iterator(chunk_size=500))


def verbs(case: Case, user: Any) -> frozenset[str]:
    """What this person may do with the case as it stands now: by their roles, and by the table of moves."""
    if not may(user, "change", case):
        return frozenset()
    to = MOVES[CaseStatus(case.status)]
    offered = {
        "note": True,
        "message": True,
        "accommodation": True,
        "change": case.is_active,
        "take": case.is_active and case.owner_id is None,
        "assign": case.is_active and case.owner_id != user.pk,
        "hand_over": case.is_active and (case.owner_id == user.pk or away_owner(case, user) is not None),
        "hold": CaseStatus.WAITING in to,
        "resume": case.status == CaseStatus.WAITING,
        "resolve": CaseStatus.RESOLVED in to,
        "close": CaseStatus.CLOSED in to,
        "reopen": not case.is_active,
        "level": True,
        "conflict": True,
        "party": True,
        "name": is_keeper(case, user),
        **_outside(case, user),
    }
    return frozenset(name for name, is_offered in offered.items() if is_offered)


def _outside(case: Case, user: Any) -> dict[str, bool]:
    """What may be done with other offices: noting what the person agrees to, and for its keepers sharing by it."""
    works_outside = user.has_perm("cases.change_transfer")
    may_send = works_outside and is_keeper(case, user)
    may_leave = why_not_outside(case.sensitivity, oversees=user.has_perm("cases.oversee_case")) is None
    may_leave = may_leave and case.status != CaseStatus.CLOSED
    return {
        "consent": works_outside,
        "end_consent": works_outside,
        "transfer": may_send and may_leave,
        "share": may_send and may_leave,
        "known": works_outside and case.is_active,
        "end_share": may_send,
    }


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


def conversation(case: Case) -> list[Entry]:
    """What was said on a case, in order, and nothing else: for somebody of another office."""
    return sorted(_messages(case), key=lambda entry: entry.at)


def _messages(case: Case) -> Iterable[Entry]:
    for message in case.messages.select_related("logged_by"):
        incoming = message.direction == Direction.IN
        yield Entry(
            kind="received" if incoming else "sent",
            at=message.occurred_at,
            title=message.subject or (_("Message received") if incoming else _("Reply sent")),
            body=message.body,
            who=message.logged_by,
            label=_channel(message),
        )


def _channel(message: Message) -> str:
    """How it travelled; and that it was said to another office, where it came with the case."""
    channel = str(message.get_channel_display())
    if not message.source.startswith(PASSED_ON):
        return channel
    return _("%(channel)s, at the office it came from") % {"channel": channel}


def _notes(case: Case) -> Iterable[Entry]:
    for note in case.notes.select_related("written_by"):
        yield Entry(kind="note", at=note.written_at, title=_("Note"), body=note.body, who=note.written_by)


def _moves(case: Case) -> Iterable[Entry]:
    for change in case.status_changes.select_related("changed_by"):
        title = _("Case opened") if not change.was else _("Now: %(status)s") % {"status": change.get_now_display()}
        yield Entry(kind="status", at=change.changed_at, title=title, body=told(change.reason), who=change.changed_by)
    for given in case.assignments.select_related("assigned_by", "now"):
        title = _("Owner: %(owner)s") % {"owner": given.now} if given.now else _("No owner")
        yield Entry(kind="owner", at=given.assigned_at, title=title, body=given.reason, who=given.assigned_by)
    for step in case.level_changes.select_related("changed_by"):
        title = _("Who may see it: %(level)s") % {"level": step.get_now_display()}
        yield Entry(kind="level", at=step.changed_at, title=title, body=told(step.reason), who=step.changed_by)
    for opening in case.openings.select_related("opened_by"):
        title = _("Opened by exception")
        yield Entry(kind="level", at=opening.opened_at, title=title, body=opening.reason, who=opening.opened_by)
    for asked in case.known_questions.select_related("asked_by"):
        title = _("Another office knows them.") if asked.is_known else _("No other office knows them.")
        yield Entry(kind="owner", at=asked.asked_at, title=title, who=asked.asked_by)
