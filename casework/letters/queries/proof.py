"""Whether a letter that was approved can be proved from what is kept: which words, who cleared them, who said yes.

Everything is computed anew from the stored evidence alone. What does not match is named, in the words of whoever runs
the command: it speaks English as every command does.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casework.dispatch.render import fingerprint

from ..content import Content
from ..models import Approval, Clearance, ClearancePlan, Decision, Letter
from ..states import CLEARING, ClearanceKind, ClearanceState
from .deciding import writers_of
from .gates import standing_of


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was done, by whom (a number, never a name), when, and to which words."""

    what: str
    by: int
    at: datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is on file about the last approval of a letter, and everything about it that does not match."""

    letter: str
    facts: tuple[Fact, ...]
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything matches."""
        return not self.wrong


def proof_of(letter: Letter) -> Proof:
    """The certificate of clearance of a letter, with what does not match; a letter never approved proves nothing."""
    approval = letter.approvals.select_related("dispatch").order_by("-approved_at", "-id").first()
    if approval is None:
        return Proof(str(letter), (), ("This letter was never approved.",))
    plan = letter.plans.filter(made_at__lte=approval.approved_at).order_by("-round").first()
    turns = _turns(plan)
    facts = [*_facts(turns), Fact("approved", approval.approved_by_id, approval.approved_at, approval.sha256)]
    wrong = [*_of_the_approval(approval), *_of_the_clearance(approval, plan, turns), *_of_the_hands(letter, facts)]
    return Proof(str(letter), tuple(facts), tuple(wrong))


def _turns(plan: ClearancePlan | None) -> list[Clearance]:
    rows = Clearance.objects.filter(plan=plan).select_related("unit", "decision", "waiver__ratification")
    return list(rows.order_by("asked_at", "id")) if plan else []


def _facts(turns: list[Clearance]) -> Iterator[Fact]:
    for turn in turns:
        if (said := turn.decision) is not None and turn.state != ClearanceState.OPEN:
            yield Fact(f"{turn.unit}: {said.get_verdict_display()}", said.decided_by_id, said.decided_at, said.sha256)
        if turn.state == ClearanceState.WAIVED:
            waiver = turn.waiver
            yield Fact(f"{turn.unit}: {waiver.get_code_display()}", waiver.waived_by_id, waiver.waived_at)
            if (stood := getattr(waiver, "ratification", None)) is not None:
                yield Fact(f"{turn.unit}: ratified", stood.ratified_by_id, stood.ratified_at)


def _of_the_approval(approval: Approval) -> Iterator[str]:
    content, left = _read(approval.content), approval.dispatch
    if content is None or content.sha256 != approval.sha256:
        yield "The approved words are not those that the approval names."
    if left.approved_sha256 != approval.sha256:
        yield "What was to leave names another approval."
    if fingerprint(left.raw_bytes) != left.sha256:
        yield "The bytes that left are not those whose hash was kept."
    if content is not None and (left.subject, left.to_address) != (content.subject, content.to_address):
        yield "What left has another subject or address than what was approved."


def _of_the_clearance(approval: Approval, plan: ClearancePlan | None, turns: list[Clearance]) -> Iterator[str]:
    content = _read(approval.content)
    if plan is None or content is None:
        return
    if plan.sha256 != content.cleared_sha256:
        yield "The plan of clearance was made for other words."
    if not standing_of(turns, plan).is_met:
        yield "Fewer units let it pass than the rules asked."
    for turn in turns:
        if turn.kind == ClearanceKind.GATE and turn.state in Clearance.HOLDING:
            yield f"{turn.unit} never cleared it."
        if turn.kind == ClearanceKind.GATE and turn.state == ClearanceState.CLEARED:
            yield from _of_the_decision(turn.decision, content, str(turn.unit))
        if turn.state == ClearanceState.WAIVED and not hasattr(turn.waiver, "ratification"):
            yield f"The waiver of {turn.unit} was never ratified."


def _of_the_decision(decision: Decision | None, content: Content, unit: str) -> Iterator[str]:
    said = _read(decision.content) if decision is not None else None
    if decision is None or decision.verdict not in CLEARING:
        yield f"{unit} stands as cleared, and nothing on file says so."
    elif said is None or said.cleared_sha256 != decision.sha256:
        yield f"The words that {unit} cleared are not those its decision names."
    elif decision.sha256 != content.cleared_sha256:
        yield f"{unit} cleared other words than those that were approved."


def _of_the_hands(letter: Letter, facts: list[Fact]) -> Iterator[str]:
    hands = writers_of(letter)
    for fact in facts:
        if fact.by in hands:
            yield f"Somebody with a hand in the words decided: {fact.what}."


def _read(written: str) -> Content | None:
    """The content that was written down; None when it cannot be read as one."""
    try:
        return Content.from_canonical(written)
    except (json.JSONDecodeError, TypeError):
        return None
