"""A unit that clears letters of another office: which turns its people speak on there, and so which letter they read.

They are no members of that office. What is theirs is the turn, for as long as both offices have the unit shared, the
letter is in review and waits for its word; nothing of it is in ``for_user``, so no list, search or count knows it.
"""

from django.db.models import Exists, F, OuterRef, Q

from casework.cases.levels import KEPT, MASKED
from casework.cases.models import Case, CaseParty
from casework.cases.models.case import in_conflict as cases_in_conflict
from casework.contacts.keys import email_key, tells_who
from casework.contacts.models import ContactKind, ContactPoint
from casework.directory.models import SharedUnit, Unit

from ..states import ClearanceState, LetterStatus
from ..tiers import Tier
from .clearance import Clearance, ClearancePlan
from .letter import Writer

_APPROVES = "letters.approve_letter"


def speaks_for(user):
    """The absences of today in which this person speaks for the units of somebody who decides on letters.

    The deputy for one unit alone decides on letters by their own role: the verb does not pass with a unit.
    """
    if not user.has_perm("letters.view_letter"):
        return []
    return [
        one
        for one in user.standing_in
        if one.person.has_perm(_APPROVES) and (one.unit_id is None or user.has_perm(_APPROVES))
    ]


def units_of(user):
    """The units this person speaks for in their own name, in their offices."""
    mine = Unit.objects.filter(Q(staff=user.pk) | Q(lead_id=user.pk), office_id__in=user.office_ids)
    return Unit.objects.filter(pk__in=mine.values("pk"))


def units_in(absence):
    """The units that somebody who is away speaks for; with a deputy for one unit, that one where they lead it."""
    units = Unit.objects.filter(office_id=absence.office_id)
    if absence.unit_id is not None:
        return units.filter(pk=absence.unit_id, lead_id=absence.person_id).values("pk")
    return units.filter(Q(staff=absence.person_id) | Q(lead_id=absence.person_id)).values("pk")


def own_voice(user) -> Q:
    """The turns of this person's own units; of restricted letters and files, where the unit named them for such."""
    if not user.has_perm(_APPROVES):
        return Q(pk__in=[])
    units = units_of(user)
    named = units.filter(Q(named=user.pk) | Q(named=None, lead_id=user.pk))
    free = ~Q(plan__tier=Tier.RESTRICTED) & ~Q(letter__case__sensitivity__in=KEPT)
    return Q(unit__in=units.values("pk")) & (free | Q(unit__in=named.values("pk")))


def voice_for(absence) -> Q:
    """The turns that whoever is away could speak on, and somebody else for them: no restricted and no sensitive one."""
    person = absence.person
    hand = Writer.objects.filter(letter_id=OuterRef("letter_id"), user_id=person.pk)
    kept = Case.objects.filter(cases_in_conflict(person), pk=OuterRef("letter__case_id"))
    free = ~Q(plan__tier=Tier.RESTRICTED) & ~Q(letter__case__sensitivity__in=MASKED)
    return Q(unit__in=units_in(absence)) & free & ~Exists(hand) & ~Q(letter__drafted_by=person.pk) & ~Exists(kept)


def is_elsewhere() -> Q:
    """The turns of units that clear the letters of another office than their own, today, while the letter is read."""
    later = ClearancePlan.objects.filter(letter_id=OuterRef("letter_id"), round__gt=OuterRef("plan__round"))
    shared = Exists(SharedUnit.objects.of("unit_id", "letter__office_id"))
    return (
        ~Q(unit__office_id=F("letter__office_id")) & shared & Q(letter__status=LetterStatus.IN_REVIEW) & ~Exists(later)
    )


def speaks_elsewhere(user) -> Q:
    """The turns on letters of other offices on which this person speaks, in their own name or in somebody's place."""
    if not user.office_ids:
        return Q(pk__in=[])
    voice = own_voice(user)
    for absence in speaks_for(user):
        voice |= voice_for(absence)
    kept = Case.objects.filter(cases_in_conflict(user), pk=OuterRef("letter__case_id"))
    return is_elsewhere() & voice & ~Exists(kept) & ~of_oneself(user)


def of_oneself(user) -> Q:
    """The turns on letters in whose matter this person is themselves, by their address: asked for, or the other side.

    Asked each time: their account may have got the address, or the matter the party, a minute ago.
    """
    key = email_key(user.email or "")
    if not tells_who("email", key):
        return Q(pk__in=[])
    theirs = ContactPoint.objects.filter(kind=ContactKind.EMAIL, key=key)
    asks = theirs.filter(person__cases=OuterRef("letter__case_id"))
    party = CaseParty.objects.standing().filter(case_id=OuterRef("letter__case_id"))
    return Exists(asks) | Exists(party.filter(person__in=theirs.values("person_id")))


def turns_elsewhere(user):
    """The turns that open a letter of another office to this person.

    Those that wait for the unit's word; of those it has given, the ones this person gave, who may still think again.
    """
    given = Q(state=ClearanceState.CLEARED, decision__decided_by=user.pk)
    return Clearance.objects.filter(speaks_elsewhere(user), Q(state__in=Clearance.SPEAKING) | given)
