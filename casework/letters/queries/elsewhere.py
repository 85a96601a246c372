"""What the people of a unit read and say on a letter of another office, and who they are."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permissions import policy_registry

from casework.cases.levels import KEPT, MASKED
from casework.cases.models import Conflict
from casework.core.changes import Change
from casework.directory.models import Absence, Membership, SharedUnit

from ..content import Content
from ..models import Clearance, Decision, Letter
from ..models.elsewhere import is_elsewhere, own_voice, speaks_elsewhere, speaks_for, turns_elsewhere, voice_for
from ..states import Verdict
from ..tiers import Tier
from .comments import Remark
from .deciding import writers_of


def is_of_elsewhere(clearance: Clearance, letter: Letter) -> bool:
    """Whether a turn is one of a unit of another office than the letter's."""
    return clearance.unit is not None and clearance.unit.office_id != letter.office_id


def reads_from_elsewhere(letter: Letter, user: Any) -> bool:
    """Whether this person reads a letter by a turn of their unit alone, and has nothing else of its office in sight."""
    known = getattr(letter, "is_in_sight", None)  # from ``letter_to_read``, which asks for the same person
    return not (Letter.objects.for_user(user).filter(pk=letter.pk).exists() if known is None else known)


def voice_elsewhere(clearance: Clearance, user: Any) -> tuple[bool, Any]:
    """Whether this person speaks on a turn of a letter of another office, and in whose place."""
    turn = Clearance.objects.filter(speaks_elsewhere(user), pk=clearance.pk)
    if not turn.exists():
        return False, None
    if turn.filter(own_voice(user)).exists():
        return True, None
    return True, next(one.person for one in speaks_for(user) if turn.filter(voice_for(one)).exists())


def sharing_of(clearance: Clearance) -> SharedUnit | None:
    """By what the unit of a turn clears letters of the letter's office today."""
    rows = SharedUnit.objects.in_force().filter(unit_id=clearance.unit_id, to_office_id=clearance.letter.office_id)
    return rows.select_related("unit", "to_office").order_by("-ends_on").first()


def why_read(letter: Letter, user: Any) -> SharedUnit | None:
    """By what somebody reads a letter of another office."""
    turn = turns_elsewhere(user).filter(letter_id=letter.pk).select_related("letter").order_by("pk").first()
    return sharing_of(turn) if turn is not None else None


def own_turns(letter: Letter, user: Any, among: list[Clearance]) -> list[Clearance]:
    """Of the turns of a letter of another office, those of this person's units: what other units say is not theirs."""
    mine = set(Clearance.objects.filter(speaks_elsewhere(user), letter=letter).values_list("pk", flat=True))
    return [each for each in among if each.pk in mine]


def own_remarks(turns: list[Clearance], user: Any, among: list[Remark]) -> list[Remark]:
    """Of the comments on a letter of another office, those of this person and of their units."""
    units = {each.unit_id for each in turns}
    return [each for each in among if each.said.made_by_id == user.pk or each.said.unit_id in units]


def own_return(turns: list[Clearance]) -> Decision | None:
    """The last time that one of these units sent the letter back."""
    units = [each.unit_id for each in turns if each.unit_id is not None]
    rows = Decision.objects.filter(letter_id__in=[each.letter_id for each in turns], unit_id__in=units)
    rows = rows.filter(verdict=Verdict.RETURN).select_related("decided_by", "acting_for")
    return rows.order_by("-decided_at", "-id").first()


def since_own_return(turns: list[Clearance], now: Content) -> tuple[Decision | None, list[Change]]:
    """What one of these units said when it sent the letter back, and what has changed in the words since."""
    from .reading import differences  # leaf: reading asks who reads from elsewhere

    said = own_return(turns)
    return said, differences(Content.from_canonical(said.content), now) if said is not None else []


def deciders_elsewhere(clearance: Clearance) -> QuerySet[Any]:
    """The people who can speak for a unit on a letter of another office: they work with the unit, without a hand in it.

    Nobody once the unit is not shared any more; and nobody with a conflict.
    """
    unit, letter = clearance.unit, clearance.letter
    holders = policy_registry.get_by_type(Letter).users_with_permission("approve")
    if unit is None or not Clearance.objects.filter(is_elsewhere(), pk=clearance.pk).exists():
        return holders.none()
    here = Membership.objects.current().filter(office_id=unit.office_id).values("user_id")
    in_conflict = Conflict.objects.with_case(letter.case).values("staff_id")
    hands = writers_of(letter)
    people = holders.filter(Q(units=unit.pk) | Q(pk=unit.lead_id), is_active=True, pk__in=here)
    level = letter.case.sensitivity
    if clearance.plan.tier == Tier.RESTRICTED or level in KEPT:
        people = people.filter(Q(named_by_units=unit.pk) if unit.named.exists() else Q(pk=unit.lead_id))
    people = people.exclude(pk__in=in_conflict).exclude(pk__in=hands)
    found = Q(pk__in=people.values("pk"))
    if clearance.plan.tier != Tier.RESTRICTED and level not in MASKED:
        away = Absence.objects.current().filter(office_id=unit.office_id, person__in=people.values("pk"))
        away = away.filter(Q(unit=None) | Q(unit_id=unit.pk, person_id=unit.lead_id))
        # Who stands in works there today, as whoever is away does.
        working = Membership.objects.current().filter(office_id=unit.office_id, user_id=OuterRef("stand_in_id"))
        found |= Q(pk__in=away.filter(Exists(working)).values("stand_in"))
    users = holders.model._default_manager.filter(found, is_active=True)
    return users.exclude(pk__in=in_conflict).exclude(pk__in=hands).distinct()
