"""Which units a letter waits for, what they said, and what this person may say for them."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from wagtail.permissions import policy_registry

from casework.core import clock
from casework.core.permissions import may
from casework.directory.models import Unit

from ..content import Content
from ..edits import Weight, weigh
from ..models import Clearance, ClearanceRule, Decision, Letter, Waiver, Writer
from ..render import as_text
from ..states import CLEARING, ClearanceState, LetterStatus
from ..tiers import ClearanceFacts, ClearanceRule as Rule, Need, Tier, need
from .deciding import approvers_of, is_writer
from .gates import clearances_of, holding, is_holding
from .precleared import origin_of


def is_in_unit(user: Any, unit: Unit) -> bool:
    """Whether this person speaks for the unit: its staff and its lead do."""
    return unit.lead_id == user.pk or unit.staff.filter(pk=user.pk).exists()


def units_of(user: Any) -> QuerySet[Unit]:
    """The units this person speaks for, in their offices."""
    mine = Unit.objects.filter(Q(staff=user.pk) | Q(lead_id=user.pk), office_id__in=user.office_ids)
    return Unit.objects.filter(pk__in=mine.values("pk"))


def mine_to_clear(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The units of this person that have yet to say something, or may say something else, on this letter.

    ``among`` are the clearances of the letter, from who has read them already.
    """
    among = clearances_of(letter) if among is None else among
    if (
        not any(each.state in Clearance.SPEAKING for each in among)
        or letter.status != LetterStatus.IN_REVIEW
        or is_writer(letter, user)
        or not may(user, "approve", letter)
    ):
        return []
    units = set(units_of(user).values_list("pk", flat=True))
    return [each for each in among if each.unit_id in units and each.state in Clearance.SPEAKING]


def may_still_object(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The units of this person that let the letter pass, or were not needed any more, and may think again."""
    thinks = {ClearanceState.CLEARED, ClearanceState.SPARED}
    among = [each for each in (clearances_of(letter) if among is None else among) if each.state in thinks]
    may_speak = among and letter.status == LetterStatus.IN_REVIEW and may(user, "approve", letter)
    if not may_speak or is_writer(letter, user):
        return []
    units = set(units_of(user).values_list("pk", flat=True))
    return [each for each in among if each.unit_id in units]


def waivable(letter: Letter, user: Any, *, among: list[Clearance] | None = None) -> list[Clearance]:
    """The gates this person may waive: a unit's lead for that unit, a director for any; never a writer."""
    gates = [each for each in (clearances_of(letter) if among is None else among) if is_holding(each)]
    if not gates or letter.status != LetterStatus.IN_REVIEW or is_writer(letter, user):
        return []
    anyone = may(user, "waive", letter)
    speaks = may(user, "approve", letter)
    return [each for each in gates if anyone or (speaks and each.unit.lead_id == user.pk)]


def to_ratify(letter: Letter, user: Any) -> list[Waiver]:
    """The waivers of the letter that wait for this person: not their own, and none of a letter they wrote."""
    if not user.has_perm("letters.waive_letter"):
        return []
    rows = letter.waivers.filter(ratification=None).exclude(waived_by_id=user.pk)
    found = list(rows.select_related("clearance__unit", "waived_by"))
    return found if found and may(user, "waive", letter) and not is_writer(letter, user) else []


def waiting_for_units_of(user: Any, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that wait for the word of a unit of this person's, the one due first on top.

    Each with ``due_at``, by when the first of these units should have spoken.
    """
    if not user.has_perm("letters.approve_letter"):
        return rows.none()
    open_for_me = Clearance.objects.filter(
        letter_id=OuterRef("pk"), state=ClearanceState.OPEN, unit__in=units_of(user).values("pk")
    )
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    mine = rows.filter(Exists(open_for_me), ~Exists(hand), status=LetterStatus.IN_REVIEW)
    first = open_for_me.order_by(F("due_at").asc(nulls_last=True)).values("due_at")[:1]
    dated = mine.exclude(drafted_by_id=user.pk).annotate(due_at=Subquery(first))
    return dated.order_by(F("due_at").asc(nulls_last=True), "id")


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


def last_word(letter: Letter, unit_id: int) -> Decision | None:
    """What the unit said last on this letter, in this review or an earlier one."""
    return letter.decisions.filter(unit_id=unit_id).order_by("-decided_at", "-id").first()


def deciders_of(clearance: Clearance) -> QuerySet[Any]:
    """The people who can speak for the unit on this letter: they hold the verb and have no hand in the words."""
    people = approvers_of(clearance.letter)
    return people.filter(Q(units=clearance.unit_id) | Q(pk=clearance.unit.lead_id)).distinct()


def is_slip_since(clearance: Clearance, content: Content) -> bool:
    """Whether the unit cleared this letter before, and no more than a slip was mended since."""
    before = clearance.decision
    if before is None or before.verdict not in CLEARING or before.sha256 == content.cleared_sha256:
        return False
    return weigh(Content.from_canonical(before.content), content).weight in {Weight.TYPO, Weight.NONE}


def units_to_ask(letter: Letter) -> QuerySet[Unit]:
    """The units of the letter's office that were not asked yet."""
    asked = [each.unit_id for each in clearances_of(letter)]
    return Unit.objects.filter(office_id=letter.office_id).exclude(pk__in=asked).order_by("name")


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
        free_share=origin.free_share if origin else None,
    )
    rules = [_as_rule(row) for row in rows]
    needed = need(facts, rules)
    if origin is not None:
        needed = replace(needed, trace=(origin.step, *needed.trace))
    matched = {step.rule for step in needed.trace if step.matched}
    named = [(unit, rule.name) for rule in reversed(rules) if rule.key in matched for unit in rule.units]
    return needed, dict(named)


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
    )
