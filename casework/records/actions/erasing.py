"""Erasing somebody: one person asks with a reason, another agrees, and nothing of them is left."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.contacts.models import Person
from casework.core import clock, erasing
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, person as acting, require
from casework.core.states import move

from ..models import Erasure
from ..states import MOVES, ErasureGround, ErasureStatus
from .shared import require_everything, require_nothing_in_the_way, said


@transaction.atomic
def ask_erasure(person: Person, *, by: Actor, ground: str, reason: str) -> Erasure:
    """Ask that everything about a person be erased. Refused while something is open, on its way or on hold."""
    require(by, "add", Erasure(office_id=person.office_id))
    require_everything(by, person)
    if ground not in ErasureGround.values:
        raise CaseworkError(_("Choose a ground."))
    person = _locked(person)
    if Erasure.objects.filter(person=person, status=ErasureStatus.ASKED).exists():
        raise CaseworkError(
            _("That %(person)s be erased was asked already. It waits for a second person.") % {"person": person}
        )
    require_nothing_in_the_way(person)
    given = {"ground": ground, "reason": said(reason), "asked_by": acting(by), "number": person.pk}
    erasure = Erasure.objects.create(office_id=person.office_id, person=person, **given)
    record(erasure, "records.erasure_ask", by=by, person=person.pk, ground=ground)
    return erasure


@transaction.atomic
def approve_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Agree to what somebody else asked, and erase: every row of the person goes now, or none does.

    Once it is done, agreeing again changes nothing. Raises NotPermitted for whoever asked, and for whoever does not see
    everything; CaseworkError while something is open, on its way or on hold.
    """
    require(by, "approve", erasure)
    erasure = _again(erasure)
    if erasure.status == ErasureStatus.DONE:
        return erasure
    if by is SYSTEM or erasure.asked_by_id == by.pk:
        words = _("You asked for %(erasure)s yourself. Somebody else has to agree.")
        raise NotPermitted(words % {"erasure": erasure}, why="own_request")
    move(erasure, ErasureStatus.DONE, MOVES)
    person = _locked(erasure.person)
    require_everything(by, person)
    require_nothing_in_the_way(person)
    _settle(erasure, by)
    erasure.person, erasure.reason = None, ""
    erasure.save()
    # What was asked before and refused or withdrawn says things of them as well.
    Erasure.objects.filter(person=person).update(person=None, reason="", refusal="")
    counts = erasing.erase(person, under=str(erasure))
    erasure.rows = sum(counts.values())
    erasure.save(update_fields=["rows"])
    record(erasure, "records.erase", by=by, person=erasure.number, rows=erasure.rows)
    return erasure


@transaction.atomic
def refuse_erasure(erasure: Erasure, *, by: Actor, reason: str) -> Erasure:
    """Let everything stand as it is, and say why."""
    require(by, "approve", erasure)
    erasure = _again(erasure)
    move(erasure, ErasureStatus.REFUSED, MOVES)
    erasure.refusal = said(reason)
    _settle(erasure, by)
    erasure.save()
    record(erasure, "records.erasure_refuse", by=by, person=erasure.number)
    return erasure


@transaction.atomic
def withdraw_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Take back what one asked; somebody else refuses it instead."""
    require(by, "add", erasure)
    erasure = _again(erasure)
    if by is not SYSTEM and erasure.asked_by_id != by.pk:
        raise NotPermitted(_("Somebody else asked for %(erasure)s.") % {"erasure": erasure})
    move(erasure, ErasureStatus.WITHDRAWN, MOVES)
    _settle(erasure, by)
    erasure.save()
    record(erasure, "records.erasure_withdraw", by=by, person=erasure.number)
    return erasure


def _settle(erasure: Erasure, by: Actor) -> None:
    erasure.decided_at, erasure.decided_by = clock.now(), acting(by)


def _again(erasure: Erasure) -> Erasure:
    """The row as it is now, held until the transaction ends."""
    return Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure.pk)


def _locked(person: Person | None) -> Person:
    """A person and their cases, held: cases before the person, as everywhere."""
    if person is None:
        raise CaseworkError(_("There is nobody left to erase."))
    list(Case.objects.select_for_update(of=("self",)).filter(person=person).order_by("pk"))
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
