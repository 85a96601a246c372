"""Which units a letter waits for, what they said, and what this person may say for them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from wagtail.permissions import policy_registry

from casework.core import clock
from casework.core.permissions import may
from casework.directory.models import Absence, Unit
from casework.directory.queries import units_clearing_for

from ..content import Content
from ..edits import Weight, weigh
from ..models import Clearance, ClearanceRule, Decision, Letter, Waiver, Writer
from ..models.elsewhere import speaks_elsewhere, speaks_for, units_in, units_of
from ..permissions import keeps_rules, led_by
from ..render import as_text
from ..stages import SECOND_READER
from ..states import CLEARING, ClearanceState, LetterStatus
from ..tiers import ClearanceFacts, ClearanceRule as Rule, Need, Tier, need
from .deciding import approvers_of, is_writer, may_proof_read, strangers_to
from .elsewhere import deciders_elsewhere, is_of_elsewhere, voice_elsewhere
from .gates import clearances_of, holding, is_holding, plan_of
from .precleared import origin_of


def is_in_unit(user: Any, unit: Unit, *, tier: int = Tier.LIGHT) -> bool:
    """Whether this person speaks for the unit in their own name on a letter of this tier: its staff and its lead do.

    On a restricted letter those named by the unit for such letters do; with nobody named, its lead alone.
    """
    if tier == Tier.RESTRICTED:
        named: set[int | None] = set(unit.named.values_list("pk", flat=True))
        if user.pk not in (named or {unit.lead_id}):
            return False
    if unit.office_id not in user.office_ids:
        return False
    return unit.lead_id == user.pk or unit.staff.filter(pk=user.pk).exists()


def turns_of(user: Any, among: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """Those of the turns on which this person speaks for the unit; of restricted letters, where the unit named them.

    Those of a colleague who is away are among them, restricted letters and letters with that colleague's hand apart;
    and those of units that clear letters of other offices.
    """
    units = units_of(user)
    named = units.filter(Q(named=user.pk) | Q(named=None, lead_id=user.pk))
    free = ~Q(plan__tier=Tier.RESTRICTED)
    theirs = Q(pk__in=[])
    if user.has_perm("letters.approve_letter"):
        theirs = Q(unit__in=units.values("pk")) & (free | Q(unit__in=named.values("pk")))
    for one in speaks_for(user):
        hand = Writer.objects.filter(letter_id=OuterRef("letter_id"), user_id=one.person_id)
        place = Q(unit__in=units_in(one)) & free & ~Exists(hand) & ~Q(letter__drafted_by=one.person_id)
        theirs |= place & Q(letter__in=Letter.objects.for_user(one.person).values("pk"))
    return among.filter((Q(unit__office_id=F("letter__office_id")) & theirs) | speaks_elsewhere(user))


def decides_on_letters(user: Any) -> bool:
    """Whether this person approves letters, in their own name or in the place of somebody who is away."""
    return bool(policy_registry.get_by_type(Letter).user_has_permission(user, "approve"))


def voice_of(clearance: Clearance, letter: Letter, user: Any) -> tuple[bool, Any]:
    """Whether this person speaks for the unit of a turn, and in whose place: of nobody where it is their own word."""
    unit, verb = clearance.unit, "letters.approve_letter"
    if is_of_elsewhere(clearance, letter):
        return voice_elsewhere(clearance, user)
    if unit is not None and user.has_perm(verb) and is_in_unit(user, unit, tier=clearance.plan.tier):
        return True, None
    turn = Clearance.objects.filter(pk=clearance.pk)
    for one in speaks_for(user):
        if one.office_id == letter.office_id and clearance.plan.tier != Tier.RESTRICTED:
            hand = one.person_id in {letter.drafted_by_id, *letter.writers.values_list("user_id", flat=True)}
            sees = Letter.objects.for_user(one.person).filter(pk=letter.pk).exists()
            if not hand and sees and turn.filter(unit__in=units_in(one)).exists():
                return True, one.person
    return False, None


def whose_voices(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> str:
    """The colleagues who are away and for whose units this person is asked about a letter, by name; nobody: empty."""
    if not user.standing_in:
        return ""
    turns = mine_to_clear(letter, user, among=among)
    found = [voice_of(turn, letter, user)[1] for turn in turns if turn.unit_id is not None]
    return ", ".join(dict.fromkeys(str(person) for person in found if person is not None))


def voices(user: Any) -> dict[int, str]:
    """The units for which this person speaks because somebody is away, each with that colleague's name."""
    own = set(units_of(user).values_list("pk", flat=True)) if user.has_perm("letters.approve_letter") else set()
    found: dict[int, str] = {}
    for one in speaks_for(user):
        for row in units_in(one):
            if row["pk"] not in own:
                found.setdefault(row["pk"], str(one.person))
    return found


def deputises(user: Any, clearance: Clearance) -> bool:
    """Whether this person stands in today for the lead of the unit of a turn."""
    return any(
        one.person_id == clearance.lead_id and one.unit_id in {None, clearance.unit_id} for one in speaks_for(user)
    )


def stand_ins_of(people: Any, clearance: Clearance) -> QuerySet[Any]:
    """Who stands in today for one of these people, speaking for the unit of a turn; never on a restricted letter."""
    where = clearance.unit.office_id if clearance.unit else clearance.letter.office_id
    rows = Absence.objects.current().filter(office_id=where, person__in=people)
    rows = rows.filter(Q(unit=None) | Q(unit_id=clearance.unit_id, person_id=clearance.lead_id))
    return rows.none() if clearance.plan.tier == Tier.RESTRICTED else rows


def mine_to_clear(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The units of this person that have yet to say something, or may say something else, on this letter.

    ``among`` are the clearances of the letter, from who has read them already. As long as a second reader is waited for
    and this person may be the one, that is what they are asked.
    """
    among = clearances_of(letter) if among is None else among
    waiting = [each for each in among if each.state in Clearance.SPEAKING]
    if not waiting or letter.status != LetterStatus.IN_REVIEW or is_writer(letter, user):
        return []
    second = [each for each in waiting if each.unit_id is None]
    if second and may_proof_read(letter, user):
        return second
    if not may(user, "clear", letter):
        return []
    mine = set(turns_of(user, letter.clearances.all()).values_list("pk", flat=True))
    return [each for each in waiting if each.pk in mine]


def may_still_object(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The units of this person that let the letter pass, or were not needed any more, and may think again."""
    thinks = {ClearanceState.CLEARED, ClearanceState.SPARED}
    among = [each for each in (clearances_of(letter) if among is None else among) if each.state in thinks]
    may_speak = among and letter.status == LetterStatus.IN_REVIEW and may(user, "clear", letter)
    if not may_speak or is_writer(letter, user):
        return []
    mine = set(turns_of(user, letter.clearances.all()).values_list("pk", flat=True))
    return [each for each in among if each.pk in mine]


def waivable(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The gates this person may waive: a unit's lead for that unit, a director for any; never a writer."""
    gates = [each for each in (clearances_of(letter) if among is None else among) if is_holding(each)]
    if not gates or letter.status != LetterStatus.IN_REVIEW or is_writer(letter, user):
        return []
    anyone = may(user, "waive", letter)
    led = [each for each in gates if each.lead_id == user.pk and each.plan.tier != Tier.RESTRICTED]
    return gates if anyone else [each for each in led if leads_here(each, letter, user)]


def leads_here(clearance: Clearance, letter: Letter, user: Any) -> bool:
    """Whether somebody leads the unit of a turn, and that unit clears letters of this office today."""
    if clearance.lead_id != user.pk:
        return False
    if is_of_elsewhere(clearance, letter):
        return user.has_perm("letters.approve_letter") and voice_elsewhere(clearance, user) == (True, None)
    return may(user, "approve", letter)


def to_ratify(letter: Letter, user: Any) -> list[Waiver]:
    """The waivers of the letter that wait for this person: not their own, and none of a letter they wrote."""
    if not user.has_perm("letters.waive_letter"):
        return []
    rows = letter.waivers.filter(ratification=None).exclude(waived_by_id=user.pk)
    found = list(rows.select_related("clearance__unit", "waived_by"))
    return found if found and may(user, "waive", letter) and not is_writer(letter, user) else []


def waiting_for_units_of(user: Any, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that wait for the word of a unit of this person's, the one due first on top.

    Each with ``due_at``, by when the first of these units should have spoken, and ``my_turns``, their turns.
    """
    if not decides_on_letters(user):
        return rows.none()
    mine_open = turns_of(user, Clearance.objects.filter(state=ClearanceState.OPEN))
    open_for_me = mine_open.filter(letter_id=OuterRef("pk"))
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    mine = rows.filter(Exists(open_for_me), ~Exists(hand), status=LetterStatus.IN_REVIEW)
    first = open_for_me.order_by(F("due_at").asc(nulls_last=True)).values("due_at")[:1]
    turns = Prefetch("clearances", mine_open.select_related("unit", "claimed_by"), to_attr="my_turns")
    dated = mine.exclude(drafted_by_id=user.pk).annotate(due_at=Subquery(first)).prefetch_related(turns)
    return dated.order_by(F("due_at").asc(nulls_last=True), "id")


def waiting_for_a_second_reader(user: Any, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that wait for a second reader and had no hand of this person's; the one due first on top.

    Each with ``due_at``, by when it should have been read.
    """
    if not (user.has_perm("letters.change_letter") or user.has_perm("letters.approve_letter")):
        return rows.none()
    turn = Clearance.objects.filter(letter_id=OuterRef("pk"), unit=None, state=ClearanceState.OPEN)
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    others = rows.filter(Exists(turn), ~Exists(hand), status=LetterStatus.IN_REVIEW).exclude(drafted_by_id=user.pk)
    return others.annotate(due_at=Subquery(turn.values("due_at")[:1])).order_by("due_at", "id")


def late_with_units(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that a unit is late with, the one that waits longest on top.

    Each with ``due_at`` and ``late_turns``, the turns of the units that are late.
    """
    late = Clearance.objects.late(clock.now())
    of_letter = late.filter(letter_id=OuterRef("pk")).order_by("due_at")
    turns = Prefetch("clearances", late.select_related("unit").order_by("due_at", "id"), to_attr="late_turns")
    dated = rows.filter(Exists(of_letter)).annotate(due_at=Subquery(of_letter.values("due_at")[:1]))
    return dated.prefetch_related(turns).order_by("due_at", "id")


def late_untold() -> QuerySet[Clearance]:
    """Every turn that is late and that nobody was told about, the one that waits longest first."""
    late = Clearance.objects.late(clock.now()).filter(escalated_at=None)
    return late.select_related("letter").order_by("due_at", "id")


def claims_that_ended() -> QuerySet[Clearance]:
    """Every turn that somebody took, whose time is up."""
    ended = Clearance.objects.filter(claimed_until__lte=clock.now(), state__in=Clearance.SPEAKING)
    return ended.select_related("letter").order_by("claimed_until", "id")


def claimable(letter: Letter, user: Any) -> list[Clearance]:
    """The turns this person can take or take over."""
    return [each for each in mine_to_clear(letter, user) if each.unit_id and each.claimed_by_id != user.pk]


def releasable(letter: Letter, user: Any) -> list[Clearance]:
    """The turns this person can give back: their own, and those of units they lead."""
    return [
        each
        for each in mine_to_clear(letter, user)
        if each.claimed_by_id is not None and (user.pk in {each.claimed_by_id, each.lead_id} or deputises(user, each))
    ]


def unratified(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that went on without a unit, where nobody else has looked at it yet; the first due on top.

    Each with ``ratify_on``, the day by which somebody should have.
    """
    waivers = Waiver.objects.filter(letter_id=OuterRef("pk"), ratification=None).order_by("ratify_on")
    dated = rows.filter(Exists(waivers)).annotate(ratify_on=Subquery(waivers.values("ratify_on")[:1]))
    return dated.order_by(F("ratify_on").asc(nulls_last=True), "id")


def waivers_of_gates(letter: Letter) -> QuerySet[Any]:
    """The people who may let this letter go on without any of its units."""
    return policy_registry.get(letter).users_with_any_permission_for_instance({"waive"}, letter)


def last_word(letter: Letter, unit_id: int | None) -> Decision | None:
    """What the unit said last on this letter, in this review or an earlier one; without a unit, the second reader."""
    whose = Q(unit=None) if unit_id is None else Q(unit_id=unit_id)
    return letter.decisions.filter(whose).order_by("-decided_at", "-id").first()


def deciders_of(clearance: Clearance) -> QuerySet[Any]:
    """The people who can speak for the unit on this letter: they hold the verb and have no hand in the words.

    Nobody by name where a second reader is waited for: it is for whoever looks into the list first.
    """
    unit = clearance.unit
    if unit is None:
        return strangers_to(clearance.letter).none()
    if is_of_elsewhere(clearance, clearance.letter):
        return deciders_elsewhere(clearance)
    strangers = strangers_to(clearance.letter)
    people = strangers.filter(Q(units=unit.pk) | Q(pk=unit.lead_id))
    if clearance.plan.tier == Tier.RESTRICTED:
        is_named = Q(named_by_units=unit.pk) if unit.named.exists() else Q(pk=unit.lead_id)
        return people.filter(is_named).distinct()
    in_place = stand_ins_of(people.values("pk"), clearance).values("stand_in")
    return strangers.filter(Q(pk__in=people.values("pk")) | Q(pk__in=in_place)).distinct()


def is_slip_since(clearance: Clearance, content: Content) -> bool:
    """Whether the unit cleared this letter before, and no more than a slip was mended since."""
    before = clearance.decision
    if before is None or before.verdict not in CLEARING or before.sha256 == content.cleared_sha256:
        return False
    return weigh(Content.from_canonical(before.content), content).weight in {Weight.TYPO, Weight.NONE}


def units_to_ask(letter: Letter) -> QuerySet[Unit]:
    """The units that clear letters of the letter's office and were not asked yet."""
    asked = [each.party for each in clearances_of(letter)]
    return units_clearing_for(letter.office_id).exclude(pk__in=asked)


def units_for_rules(user: Any, *, also: Collection[int]) -> QuerySet[Unit]:
    """The units this person may name in a rule, and those that it names already.

    For whoever keeps the rules, every unit that clears letters of their offices; for a lead, the units they lead.
    """
    units = units_clearing_for(*user.office_ids)
    if not keeps_rules(user):
        return units.filter(pk__in=led_by(user))
    named = Unit.objects.filter(Q(pk__in=units.values("pk")) | Q(pk__in=also))
    return named.select_related("office").order_by("office__name", "name")


def rules_for(user: Any) -> QuerySet[ClearanceRule]:
    """The clearance rules in this person's sight, with what a list shows."""
    return (
        ClearanceRule.objects.for_user(user).select_related("office").prefetch_related("units").order_by("name", "id")
    )


def whose_turn(letter: Letter) -> list[Any]:
    """The people who can take the next step: those of each unit it waits for, or those who give the last yes."""
    if not holding(letter):
        return list(approvers_of(letter))
    return people_of([each for each in clearances_of(letter) if each.state == ClearanceState.OPEN])


def people_of(turns: list[Clearance]) -> list[Any]:
    """The people who can speak for the units of these turns, each once."""
    return list({person.pk: person for each in turns for person in deciders_of(each)}.values())


def need_of(letter: Letter, content: Content) -> tuple[Need, dict[int, str]]:
    """What these words need by the rules of the letter's office; and, for each unit, the first rule that names it."""
    rows = ClearanceRule.objects.filter(office_id=letter.office_id, is_active=True)
    rows = rows.prefetch_related("units", "issues", "signatories").order_by("name", "id")
    issue, origin = letter.case.issue, origin_of(letter, content)
    facts = ClearanceFacts(
        issue=issue.code if issue else "",
        issue_parents=(issue.parent.code,) if issue and issue.parent else (),
        signatory=letter.signatory_id,
        channel=content.channel,
        language=content.language,
        urgency=letter.case.urgency,
        words=f"{content.subject}\n\n{as_text(content)}",
        raised_to=raised_to(letter),
        free_share=origin.free_share if origin else None,
    )
    rules = [_as_rule(row) for row in rows]
    needed = need(facts, rules)
    if origin is not None:
        needed = replace(needed, trace=(origin.step, *needed.trace))
    matched = {step.rule for step in needed.trace if step.matched}
    applied = [rule for rule in reversed(rules) if rule.key in matched]
    named = {unit: rule.name for rule in applied for unit in rule.units}
    readers = [rule.name for rule in applied if rule.proof_reading]
    return needed, {**named, **dict.fromkeys([SECOND_READER], readers[-1])} if readers else named


def raised_to(letter: Letter) -> Tier | None:
    """The highest tier somebody raised the letter to."""
    highest = letter.raises.order_by("-tier").values_list("tier", flat=True).first()
    return None if highest is None else Tier(highest)


def tiers_above(letter: Letter) -> list[Tier]:
    """The tiers a letter can still be raised to: above those of its newest plan and of whoever raised it."""
    plan = plan_of(letter)
    now = max(Tier(plan.tier) if plan else Tier.LIGHT, raised_to(letter) or Tier.LIGHT)
    return [tier for tier in Tier if tier > now]


def _as_rule(row: ClearanceRule) -> Rule:
    return Rule(
        key=row.pk,
        name=row.name,
        tier=Tier(row.tier),
        units=tuple(unit.pk for unit in row.units.all()),
        any_words=row.phrases(),
        issues=tuple(issue.code for issue in row.issues.all()),
        signatories=tuple(member.pk for member in row.signatories.all()),
        always=row.always,
        stage=row.stage,
        at_least=row.quorum,
        signature=row.signature,
        proof_reading=row.proof_reading,
        from_tier=None if row.from_tier is None else Tier(row.from_tier),
        urgencies=(row.urgency,) if row.urgency else (),
        channels=(row.channel,) if row.channel else (),
        languages=(row.language,) if row.language else (),
    )
