"""What the verbs of a case have in common."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import clock, search
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import SYSTEM, Actor, person as acting_person
from casework.core.states import move
from casework.core.text import plain
from casework.directory.models import Language

from ..models import Case, StatusChange
from ..queries import document_of, is_shut_out
from ..states import MOVES, CaseStatus, ReplyBy, Urgency, Wants


def locked(case: Case) -> Case:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    return Case.objects.select_for_update(of=("self",)).select_related("office", "person").get(pk=case.pk)


def hand_on(case: Case, by: Actor) -> Actor:
    """Who goes on with a case that was just opened: whoever opened it, or the house where it is not for them."""
    return SYSTEM if by is not SYSTEM and is_shut_out(by, case) else by


def index(case: Case) -> None:
    """Refresh what search finds of a case."""
    search.put("case", **asdict(document_of(case)))


def index_cases_of(person: Person) -> None:
    """Refresh what search finds of every case of one person, oldest first, since they are called otherwise now."""
    cases = Case.objects.filter(person=person).order_by("last_activity_at", "pk")
    for case in cases.select_related("person").iterator(chunk_size=100):
        index(case)


def touch(case: Case) -> None:
    """Something was said or noted: the case is livelier, and found by those words too."""
    case.last_activity_at = clock.now()
    case.save(update_fields=["last_activity_at"])
    index(case)


def change_status(case: Case, to: str, *, by: Actor, reason: str = "") -> Case:
    """Move the case and say so in its history."""
    was = move_case(case, to, by=by, reason=reason)
    record(case, "cases.status", by=by, was=was, now=str(to))
    return case


def move_case(case: Case, to: str, *, by: Actor, reason: str = "") -> str:
    """The row that rules read; the verb that moves the case writes the line. Returns the status it came from."""
    was = move(case, to, MOVES)
    if to != CaseStatus.WAITING:
        case.waiting_on = ""
    case.last_activity_at = clock.now()
    case.save()
    StatusChange.objects.create(case=case, was=was, now=to, changed_by=acting_person(by), reason=plain(reason).strip())
    return was


def require_choices(facts: Mapping[str, Any]) -> None:
    """Refuse a fact that is on none of the lists, before the database does."""
    require_choice(facts.get("urgency", Urgency.ROUTINE), Urgency, _("Say how urgent it is."))
    if wants := facts.get("wants", ""):
        require_choice(wants, Wants, _("Say whether they are for or against, or that it is not clear."))
    require_choice(facts.get("language", Language.ENGLISH), Language, _("Choose English or French."))
    require_choice(facts.get("reply_by", ReplyBy.NONE), ReplyBy, _("Say how they want the answer."))


def require_choice(value: str, choices: type[TextChoices], words: str) -> None:
    """Refuse, in these words, what is not on the list."""
    if value not in choices.values:
        raise CaseworkError(words)
