"""Which issue, which unit, how urgent: ordered rules with a trace. Pure.

The first rule that matches decides, unless it says to go on; what a rule leaves open, a later one may fill.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from casework.core.text import says, searched

from .incoming import Incoming

#: Why a rule matched: which of its conditions, and what they found.
Reason = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One routing rule as a value. An empty condition asks nothing; a rule with no condition at all never matches."""

    pk: int
    name: str
    version: int = 1
    any_words: tuple[str, ...] = ()
    language: str = ""
    form: str = ""
    postal_prefix: str = ""
    issue_id: int | None = None
    unit_id: int | None = None
    urgency: str = ""
    goes_on: bool = False


@dataclass(slots=True)
class Route:
    """Where a submission should go, and the trace of why."""

    issue_id: int | None = None
    unit_id: int | None = None
    urgency: str = ""
    trace: list[dict[str, Any]] = field(default_factory=list)


def route(incoming: Incoming, rules: Iterable[Rule]) -> Route:
    """Walk the rules in order and say where the submission goes, with one trace line for each rule that matched."""
    text = searched(incoming.subject, incoming.body)
    found = Route()
    for rule in rules:
        because = _matches(rule, incoming, text)
        if not because:
            continue
        found.issue_id = found.issue_id or rule.issue_id
        found.unit_id = found.unit_id or rule.unit_id
        found.urgency = found.urgency or rule.urgency
        found.trace.append({"rule": rule.pk, "name": rule.name, "version": rule.version, "because": because})
        if not rule.goes_on:
            break
    return found


def _matches(rule: Rule, incoming: Incoming, text: str) -> list[Reason]:
    """Why the rule matches, one reason for each condition; empty when it does not."""
    because: list[Reason] = []
    if rule.language:
        if rule.language != incoming.language:
            return []
        because.append(("language", rule.language))
    if rule.form:
        if rule.form != incoming.form:
            return []
        because.append(("form", rule.form))
    if rule.postal_prefix:
        wanted = _postal(rule.postal_prefix)
        if not wanted or not _postal(incoming.postal_code).startswith(wanted):
            return []
        because.append(("postal_code", wanted))
    if rule.any_words:
        hits = [word for word in rule.any_words if says(text, word)]
        if not hits:
            return []
        because.append(("words", ", ".join(hits)))
    return because


def _postal(code: str) -> str:
    """Letters and digits alone, in capitals: however somebody writes it."""
    return "".join(character for character in code.upper() if character.isalnum())
