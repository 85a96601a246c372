"""Whose turn it is with a letter: stages one after the other, and in each as many units as the rules ask. Pure.

A rule asks all the units it names, any one of them, or so many. What several rules ask adds up: none talks another
down. What is computed depends on what has been said, never on the order in which it was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .states import ClearanceKind, ClearanceState

#: In the place of a unit's key: the second reader, who goes over a letter before any unit is asked.
SECOND_READER: Final = 0
#: The stage of the second reader, before all those of units.
PROOF_STAGE: Final = 0
#: Nothing of their own has been said on these turns: where they stand follows from the others.
UNDECIDED = frozenset({ClearanceState.OPEN, ClearanceState.LATER, ClearanceState.SPARED})


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one rule asks: so many of these units, by key; every one of them when ``at_least`` is 0.

    A rule that asks for a second reader names ``SECOND_READER`` among them.
    """

    rule: int
    units: tuple[int, ...]
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One unit's turn as a value."""

    unit: int
    stage: int = 1
    state: str = ClearanceState.OPEN
    kind: str = ClearanceKind.GATE


@dataclass(frozen=True, slots=True)
class Standing:
    """Where every turn stands now, by unit; and for which units the letter waits, in this stage or a later one."""

    states: dict[int, str]
    holding: frozenset[int]

    @property
    def is_met(self) -> bool:
        """Whether the letter may go on to its last word."""
        return not self.holding


def stand(turns: Sequence[Turn], requirements: Sequence[Requirement]) -> Standing:
    """Which turns are open now, which wait for an earlier stage, and which are not needed any more.

    A unit that no requirement names, since somebody added it by hand, is needed by itself. An objection holds the
    letter whatever has been met. A waiver is no yes: it takes a unit out, and another one is asked in its place as long
    as there is one.
    """
    gates = {turn.unit: turn for turn in turns if turn.kind == ClearanceKind.GATE}
    named = {unit for each in requirements for unit in each.units}
    alone = [Requirement(0, (unit,)) for unit in gates if unit not in named]
    open_ends = [each for each in (*requirements, *alone) if not _is_met(each, gates)]
    needed = {unit for each in open_ends for unit in each.units}
    waited_for = {
        unit
        for unit, turn in gates.items()
        if turn.state == ClearanceState.OBJECTED or (turn.state in UNDECIDED and unit in needed)
    }
    now = min((gates[unit].stage for unit in waited_for), default=0)
    states = {turn.unit: _state(turn, needed=turn.unit in needed, now=now) for turn in turns}
    return Standing(states, frozenset(waited_for))


def stages_of(rules: Sequence[tuple[int, Sequence[int]]]) -> dict[int, int]:
    """In which stage each unit speaks, of (stage, units) of the rules that apply: in the latest one that names it."""
    stages: dict[int, int] = {}
    for stage, units in rules:
        for unit in units:
            stages[unit] = max(stage, stages.get(unit, stage))
    return stages


def _is_met(each: Requirement, gates: dict[int, Turn]) -> bool:
    """Whether enough of the units have let it pass; no more can be asked than there are left."""
    left = [gates[unit].state for unit in each.units if unit in gates and gates[unit].state != ClearanceState.WAIVED]
    wanted = min(each.at_least or len(each.units), len(left))
    return left.count(ClearanceState.CLEARED) >= wanted


def _state(turn: Turn, *, needed: bool, now: int) -> str:
    if turn.state not in UNDECIDED:
        return turn.state
    if turn.kind == ClearanceKind.CONSULT:
        return ClearanceState.OPEN
    if not needed:
        return ClearanceState.SPARED
    return ClearanceState.OPEN if turn.stage == now else ClearanceState.LATER
