"""Who of the office may see a case: its level, and the people named on it."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.text import plain

from ..levels import NOTED, RULES, Level, is_lower
from ..models import Case, LevelChange, NamedPerson
from ..queries import is_keeper, who_may_be_named
from .shared import locked
from .sides import keep_apart

#: Somebody who goes on reading the same file leaves one line for so long.
_ONE_READING: Final = timedelta(hours=1)


@transaction.atomic
def set_level(case: Case, *, by: Actor, level: str, reason: str) -> Case:
    """Say anew who may see the case. Whoever works on it may close it further; opening it wider is its keepers'.

    Raises CaseworkError when nobody would see it any more.
    """
    case = locked(case)
    require(by, "change", case)
    if level not in Level.values:
        raise CaseworkError(_("Say who may see the case."))
    was, words = case.sensitivity, _reason(reason, _("Say why: whoever reads the case later has to understand it."))
    if by is SYSTEM:
        raise NotPermitted(_("A person says who may see a case."))
    if level == was:
        return case
    if is_lower(level, was) and not is_keeper(case, by):
        raise NotPermitted(_("Only the owner of %(case)s or the Director opens it to more people.") % {"case": case})
    case.sensitivity = level
    case.save(update_fields=["sensitivity"])
    _require_a_reader(case)
    LevelChange.objects.create(case=case, was=was, now=level, changed_by=by, reason=words)
    record(case, "cases.level", by=by, was=was, now=str(level))
    return case


@transaction.atomic
def name_person(case: Case, *, by: Actor, person: Any, reason: str) -> NamedPerson:
    """Let somebody of the office see the case whatever its level, until that is ended; once at a time."""
    case = locked(case)
    _require_keeper(case, by)
    why = _reason(reason, _("Say why they need to see it."))
    if not who_may_be_named(case).filter(pk=person.pk).exists():
        raise NotPermitted(
            _("That person cannot be named. Choose somebody who reads cases in this office and is not named already.")
        )
    named = NamedPerson.objects.create(case=case, person=person, named_by=by, reason=why)
    record(case, "cases.name", by=by, who=person.pk)
    keep_apart(case)
    return named


@transaction.atomic
def end_naming(case: Case, *, by: Actor, named: NamedPerson) -> NamedPerson:
    """From now on the level alone says whether this person sees the case. Raises CaseworkError when nobody would."""
    case = locked(case)
    _require_keeper(case, by)
    named = case.named_people.select_for_update(of=("self",)).get(pk=named.pk)
    if named.ended_at is not None:
        return named
    named.ended_at, named.ended_by = clock.now(), by
    named.save(update_fields=["ended_at", "ended_by"])
    _require_a_reader(case)
    record(case, "cases.unname", by=by, who=named.person_id)
    keep_apart(case)
    return named


def note_reading(case: Case, *, by: Actor) -> None:
    """Leave a line that somebody opened a file of which every opening is noted; once an hour and person."""
    if by is SYSTEM or case.sensitivity not in NOTED:
        return
    with transaction.atomic():
        lines = HistoryEntry.objects.for_instance(case).filter(action="cases.viewed", user=by.pk)
        if not lines.filter(timestamp__gt=clock.now() - _ONE_READING).exists():
            record(case, "cases.viewed", by=by, level=case.sensitivity)


def _reason(typed: str, words: str) -> str:
    reason = plain(typed).strip()
    if not reason:
        raise CaseworkError(words)
    return reason


def _require_keeper(case: Case, by: Actor) -> None:
    require(by, "change", case)
    if by is SYSTEM or not is_keeper(case, by):
        raise NotPermitted(_("Only the owner of %(case)s or the Director says who is named on it.") % {"case": case})


def _require_a_reader(case: Case) -> None:
    """Refuse to lock a file so that nobody has the key; its owner keeps theirs."""
    rule = RULES[case.sensitivity]
    named = set(case.named_people.filter(ended_at=None).values_list("person_id", flat=True))
    owner = case.owner
    if owner and not rule.owner_sees and owner.pk not in named and not owner.has_perm(f"cases.{rule.verb}"):
        words = _("The owner of %(case)s would not see it any more. Name them first, or hand it over.")
        raise CaseworkError(words % {"case": case})
    if not rule.verb and not named and owner is None:
        words = _("Nobody would see %(case)s any more. Give it an owner, or name somebody, first.")
        raise CaseworkError(words % {"case": case})
