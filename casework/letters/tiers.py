"""What a letter needs: which tier, and whose clearance, by rules that an office keeps, with a trace of why. Pure.

Unlike routing, where the first rule that matches decides, all rules that match count here: none can talk another down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from casework.core.text import says, searched

from .stages import SECOND_READER, Requirement, stages_of

Why = str | Promise


class Tier(IntEnum):
    """How much looking at a letter needs; the higher, the more."""

    PRECLEARED = 0
    LIGHT = 1
    KEY = 2
    RESTRICTED = 3


LABELS: Final[dict[Tier, Why]] = {
    Tier.PRECLEARED: _("Pre-cleared text"),
    Tier.LIGHT: pgettext_lazy("tier", "Light"),
    Tier.KEY: _("Key correspondence"),
    Tier.RESTRICTED: _("Restricted"),
}
#: Up to this share of free words a letter is still its template's text, which was cleared with the template.
MOST_FREE: Final = 0.05


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """What is known of a letter before it is cleared. In ``words`` an empty line parts the subject from the text.

    ``free_share`` is the share of words that are not the template's; None where nobody knows. ``raised_to`` is the
    highest tier that somebody raised the letter to.
    """

    issue: str
    issue_parents: tuple[str, ...]
    signatory: int | None
    channel: str
    language: str
    urgency: str
    words: str
    free_share: float | None
    recipients: int = 1
    raised_to: Tier | None = None


@dataclass(frozen=True, slots=True)
class ClearanceRule:
    """One rule as a value: when it matches, the letter needs at least this tier, these units, perhaps a signature.

    ``proof_reading``: before any unit is asked, somebody who did not write the letter goes over it.

    Every kind of condition that is given must hold, by any of its values. ``always`` asks nothing; a rule that is not
    ``always`` and has no condition never matches. A word with ``*`` at its end also matches what begins with it.
    Of the units at least so many must clear, every one when ``at_least`` is 0; a later stage follows an earlier.
    """

    key: int
    name: str
    tier: Tier
    units: tuple[int, ...]
    any_words: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    signatories: tuple[int, ...] = ()
    urgencies: tuple[str, ...] = ()
    always: bool = False
    stage: int = 1
    at_least: int = 0
    signature: bool = False
    proof_reading: bool = False
    from_tier: Tier | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule had to say, in a sentence a person reads. It quotes the rule, never the letter."""

    rule: int
    name: str
    matched: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Need:
    """Tier, units, how each rule came to it, how many it wants and in which stage; a second reader, a signature."""

    tier: Tier
    units: tuple[int, ...]
    trace: tuple[Step, ...]
    requirements: tuple[Requirement, ...] = ()
    stages: Mapping[int, int] = field(default_factory=dict)
    signature: bool = False
    proof_reading: bool = False


def need(facts: ClearanceFacts, rules: Sequence[ClearanceRule]) -> Need:
    """The highest tier of all rules that match and every unit they name; a letter that no rule knows is light.

    Only a letter that is known to be its template's text needs less than that.
    """
    text = searched(*facts.words.split("\n\n"))
    is_template = facts.free_share is not None and 0 <= facts.free_share <= MOST_FREE
    tier = max(Tier.PRECLEARED if is_template else Tier.LIGHT, facts.raised_to or Tier.PRECLEARED)
    while True:  # a rule may ask for letters of a tier, and so be woken by what another rule makes of this one
        trace = tuple(_ask(rule, facts, text, tier) for rule in rules)
        matched = [rule for rule, step in zip(rules, trace, strict=True) if step.matched]
        highest = max([tier, *(rule.tier for rule in matched)])
        if highest == tier or all(rule.from_tier is None for rule in rules):
            break
        tier = highest
    return Need(
        tier=highest,
        units=tuple(dict.fromkeys(unit for rule in matched for unit in rule.units)),
        trace=trace,
        requirements=tuple(each for rule in matched for each in _asked_by(rule)),
        stages=stages_of([(rule.stage, rule.units) for rule in matched]),
        signature=any(rule.signature for rule in matched),
        proof_reading=any(rule.proof_reading for rule in matched),
    )


def _asked_by(rule: ClearanceRule) -> Iterable[Requirement]:
    """What one rule asks: a second reader first, then so many of its units."""
    if rule.proof_reading:
        yield Requirement(rule.key, (SECOND_READER,))
    if rule.units:
        yield Requirement(rule.key, rule.units, rule.at_least)


def _ask(rule: ClearanceRule, facts: ClearanceFacts, text: str, tier: Tier) -> Step:
    """Ask one rule: the first kind of condition that fails says why not, all together say why."""
    if rule.always:
        return Step(rule.key, rule.name, True, _("It applies to every letter."))
    because: list[Why] = []
    for holds, yes, no in _conditions(rule, facts, text, tier):
        if not holds:
            return Step(rule.key, rule.name, False, no)
        because.append(yes)
    if not because:
        return Step(rule.key, rule.name, False, _("It asks for nothing, so it matches nothing."))
    return Step(rule.key, rule.name, True, _one_after_the_other(*because))


def _conditions(rule: ClearanceRule, facts: ClearanceFacts, text: str, tier: Tier) -> Iterable[tuple[bool, Why, Why]]:
    """Each kind of condition a rule has: whether it holds, and what to say if it does and if it does not."""
    if rule.issues:
        found = {facts.issue, *facts.issue_parents} - {""}
        yield bool(found & set(rule.issues)), _("The issue is one of those named."), _("The issue is another.")
    if rule.signatories:
        yield facts.signatory in rule.signatories, _("The signatory is one of those named."), _("Somebody else signs.")
    if rule.urgencies:
        holds = facts.urgency in rule.urgencies
        yield holds, _("The urgency is one of those named."), _("The urgency is another.")
    if rule.channels:
        yield facts.channel in rule.channels, _("It leaves the way named."), _("It leaves another way.")
    if rule.languages:
        yield facts.language in rule.languages, _("It is in the language named."), _("It is in another language.")
    if rule.from_tier is not None:
        yield tier >= rule.from_tier, _("The letter needs as much as that."), _("The letter needs less than that.")
    if rule.any_words:
        hits = [word for word in rule.any_words if _is_said(text, word)]
        said = format_lazy(_("The letter says: {words}."), words=", ".join(word.strip() for word in hits))
        yield bool(hits), said, _("The letter says none of its words.")


def _is_said(text: str, word: str) -> bool:
    word = word.rstrip()
    return says(text, word.rstrip("*"), begins=word.endswith("*"))


_one_after_the_other = lazy(lambda *sentences: " ".join(map(str, sentences)), str)
