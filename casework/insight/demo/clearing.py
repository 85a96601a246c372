"""Which letters of the demo need two units, and what these say."""

from typing import Any

from casework.directory.models import Issue, Office, Unit, User
from casework.letters import actions as letters, queries
from casework.letters.models import ClearanceRule, Letter
from casework.letters.tiers import Tier

RULE = "Before the House this session"
ISSUES = ("housing-rent", "transit")
UNITS = ("Communications", "Legislative Affairs")
VIEW = "Say which reading the bill is at; it changes on Thursday."


def build(keeper: str) -> None:
    """The rule by which some letters of the Leader's office are key correspondence."""
    office, by = Office.objects.get(slug="leader"), User.objects.get(username=keeper)
    if ClearanceRule.objects.filter(office=office, name=RULE).exists():
        return
    letters.save_clearance_rule(
        ClearanceRule(office=office, name=RULE, tier=Tier.KEY),
        by=by,
        units=Unit.objects.filter(office=office, name__in=UNITS),
        issues=Issue.objects.filter(code__in=ISSUES),
    )


def speak(letter: Letter, *, random: Any) -> bool:
    """The units the letter waits for speak, most of the time; whether it may go on to its approval."""
    for turn in queries.holding(letter):
        if random.random() < 0.25:
            continue  # their turn to be late
        verdict, comment = ("conditions", VIEW) if random.random() < 0.2 else ("clear", "")
        _say(letter, turn, verdict, comment)
    return not queries.holding(letter)


def clear(letter: Letter) -> None:
    """Every unit the letter waits for lets it pass."""
    for turn in queries.holding(letter):
        _say(letter, turn, "clear", "")


def _say(letter: Letter, turn: Any, verdict: str, comment: str) -> None:
    letter = Letter.objects.select_related("office", "case__person", "latest_revision__user").get(pk=letter.pk)
    said = queries.reading(letter).sha256
    letters.decide(turn, by=turn.unit.lead, verdict=verdict, sha256=said, comment=comment)
