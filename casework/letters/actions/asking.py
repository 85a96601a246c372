"""Asking units for their word on a letter: the plan of a submission, one more unit, and whose turn comes next."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casework.cases.actions import look_for_colleague
from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import Actor, may
from casework.directory.models import Unit
from casework.directory.queries import clears_for, closed_days

from .. import notices
from ..content import Content
from ..models import Clearance, ClearancePlan, Decision, Letter, TierRaise
from ..queries import (
    clearances_of,
    last_word,
    need_of,
    plan_of,
    stage_now,
    standing_of,
    writers_of,
)
from ..stages import PROOF_STAGE, SECOND_READER
from ..states import CLEARANCE_MOVES, CLEARING, ClearanceKind, ClearanceState, LetterStatus
from ..targets import word_due
from .shared import as_it_stands, locked

_CLAIM = ("claimed_by", "claimed_at", "claimed_until")


def make_plan(letter: Letter, *, by: Any, content: Content) -> ClearancePlan:
    """Ask the units that these words need. Called by ``submit``, with the letter locked.

    Where a rule asks for a second reader, the units come after that one. A unit that has cleared exactly these words is
    not asked again. One whose words were only mended where a slip was
    is asked to say so with one press. A unit that was added by hand before is asked again with the others.
    """
    needed, because = need_of(letter, content)
    before = plan_of(letter)
    asked = {*needed.units, *([SECOND_READER] if needed.proof_reading else [])}
    added = [] if before is None else [each for each in clearances_of(letter) if each.party not in asked]
    plan = ClearancePlan.objects.create(
        letter=letter,
        requirements=[asdict(each) for each in needed.requirements],
        round=before.round + 1 if before else 1,
        tier=needed.tier,
        trace=[
            *({"rule": 0, "name": "", "matched": True, "why": _in_both(_Raised(each))} for each in letter.raises.all()),
            *(
                {"rule": step.rule, "name": step.name, "matched": step.matched, "why": _in_both(step.why)}
                for step in needed.trace
            ),
        ],
        signature=needed.signature,
        sha256=content.cleared_sha256,
        made_by=by,
    )
    if needed.proof_reading:
        _ask(plan, None, by=by, content=content, reason=because.get(SECOND_READER, ""), stage=PROOF_STAGE)
    units = Unit.objects.in_bulk(needed.units)
    for pk in needed.units:
        _ask(plan, units[pk], by=by, content=content, reason=because.get(pk, ""), stage=needed.stages[pk])
    for each in added:
        _ask(plan, each.unit, by=by, content=content, reason=each.reason, kind=each.kind, stage=each.stage)
    arrange(letter, plan)
    return plan


@transaction.atomic
def ask_unit(letter: Letter, *, by: Actor, unit: Unit, kind: str, reason: str) -> Clearance:
    """Ask one more unit while the letter is in review: for its clearance, or for its view alone.

    It speaks in the stage that is going on, beside what the rules ask; after the second reader, if there is one.
    """
    letter = locked(letter)
    if not (may(by, "change", letter) or may(by, "approve", letter)):
        raise NotPermitted(_("Your role does not send letters to a unit. Ask the writer or the Director."))
    plan = plan_of(letter)
    if letter.status != LetterStatus.IN_REVIEW or plan is None:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    if not clears_for(unit, letter.office_id):
        raise CaseworkError(_("Choose a unit of the letter’s own office, or one that is shared with it."))
    if not reason.strip():
        raise CaseworkError(_("Say why the unit is asked."))
    if plan.clearances.filter(unit=unit).exists():
        raise CaseworkError(_("%(unit)s has been asked already.") % {"unit": unit})
    stage = max(stage_now(clearances_of(letter)), PROOF_STAGE + 1)
    words = reason.strip()[:300]
    asked = _ask(plan, unit, by=by, content=as_it_stands(letter), reason=words, kind=ClearanceKind(kind), stage=stage)
    opened = arrange(letter, plan)
    record(letter, "letters.ask_unit", by=by, unit=unit.pk, kind=asked.kind)
    notices.your_turn(letter, by=by, turns=opened)
    return next((turn for turn in opened if turn.pk == asked.pk), asked)


def arrange(letter: Letter, plan: ClearancePlan) -> list[Clearance]:
    """Let every turn stand where it has to by what has been said so far; returns those that became open.

    By when a unit's word is wanted is fixed when its turn opens: its own target, in the office's working hours.
    """
    turns = clearances_of(letter)
    states = standing_of(turns, plan).states
    moved = [turn for turn in turns if turn.state != states[turn.party]]
    opened = [turn for turn in moved if states[turn.party] == ClearanceState.OPEN]
    closed = {office: closed_days(office) for office in {turn.calendar_id for turn in opened}}
    for turn in moved:
        turn.due_at = turn.escalated_at = turn.claimed_by = turn.claimed_at = turn.claimed_until = None
        if states[turn.party] == ClearanceState.OPEN:
            turn.due_at = word_due(clock.now(), hours=turn.hours(letter.case.urgency), closed=closed[turn.calendar_id])
        move_turn(turn, states[turn.party])
    return [turn for turn in moved if turn.state == ClearanceState.OPEN]


def _ask(
    plan: ClearancePlan,
    unit: Unit | None,
    *,
    by: Any,
    content: Content,
    reason: str,
    kind: str = ClearanceKind.GATE,
    stage: int = 1,
) -> Clearance:
    """One unit's turn, or the second reader's; already cleared when its last word was a yes to these very words."""
    last = last_word(plan.letter, unit.pk if unit else None)
    holds = last is not None and last.verdict in CLEARING and last.sha256 == content.cleared_sha256
    if last is not None and last.decided_by_id in writers_of(plan.letter):
        holds = False  # whoever has had a hand in the letter since vouches for none of it, changed or not
    if unit is not None and unit.office_id != plan.letter.office_id:
        look_for_colleague(plan.letter.case.person)  # before anybody there reads it: is it a matter of their own?
    return Clearance.objects.create(
        letter=plan.letter,
        plan=plan,
        unit=unit,
        kind=kind,
        stage=stage,
        state=ClearanceState.CLEARED if holds else ClearanceState.LATER,  # until ``arrange`` opens it
        decision=last if last is not None and last.verdict in CLEARING else None,
        reason=reason,
        asked_by=by,
    )


def move_turn(clearance: Clearance, to: str, *, decision: Decision | None = None) -> None:
    """Let a turn stand elsewhere; raises CaseworkError where it cannot go there from where it stands."""
    if to not in CLEARANCE_MOVES[ClearanceState(clearance.state)]:
        raise CaseworkError(_("%(unit)s has decided on this already.") % {"unit": clearance.who})
    clearance.state = to
    if decision is not None:
        clearance.decision = decision
    clearance.save(update_fields=["state", "decision", "due_at", "escalated_at", *_CLAIM])


class _Raised:
    """Why a letter needs more than the rules say, in the language of whoever reads."""

    def __init__(self, raised: TierRaise) -> None:
        self.raised = raised

    def __str__(self) -> str:
        said = {"tier": self.raised.get_tier_display(), "reason": self.raised.reason}
        return _("Somebody raised it to “%(tier)s”: %(reason)s") % said


def _in_both(words: Any) -> dict[str, str]:
    """A sentence as each reader will want it: it is kept, and not said anew."""
    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            said[language] = str(words)
    return said
