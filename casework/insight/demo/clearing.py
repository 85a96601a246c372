"""Which letters of the demo need two units, and what these say."""

from datetime import timedelta
from typing import Any

from casework.core import clock
from casework.directory import queries as directory
from casework.directory.actions import accept_unit, offer_unit
from casework.directory.models import Issue, Office, Unit, User
from casework.letters import actions as letters, queries
from casework.letters.models import ClearanceRule, Letter
from casework.letters.tiers import Tier

RULE = "Before the House this session"
ISSUES = ("housing-rent", "transit")
UNITS = ("Communications", "Legislative Affairs")
LAST_RULE = "The Leader’s own word on rents"
LAST_UNIT = "Leader’s Secretariat"
PROOF_RULE = "Proof-read first"
PROOF_ISSUE = "child-care"
REMARK = "Is this how the person signs? Their own letter says otherwise."
ANSWER = "It is at second reading; the letter says no more than that."
SHARED_UNIT = "Legislative Affairs"
SHARED_WITH = "lakeshore"
SHARED_RULE = "Cleared by Legislative Affairs of the Leader’s office"
SHARED_ISSUE = "transit"
SHARED_DAYS = 365
VIEW = "Say which reading the bill is at; it changes on Thursday."


def build(keeper: str) -> None:
    """The rules by which some letters of the Leader's office are key: two units clear them, then the secretariat.

    Letters on one other issue are proof-read by a second reader.
    """
    office, by = Office.objects.get(slug="leader"), User.objects.get(username=keeper)
    if not ClearanceRule.objects.filter(office=office, name=PROOF_RULE).exists():
        rule = ClearanceRule(office=office, name=PROOF_RULE, tier=Tier.LIGHT, proof_reading=True)
        letters.save_clearance_rule(rule, by=by, issues=Issue.objects.filter(code=PROOF_ISSUE))
    for name, units, issues, stage in ((RULE, UNITS, ISSUES, 1), (LAST_RULE, (LAST_UNIT,), ISSUES[:1], 2)):
        if ClearanceRule.objects.filter(office=office, name=name).exists():
            continue
        letters.save_clearance_rule(
            ClearanceRule(office=office, name=name, tier=Tier.KEY, stage=stage),
            by=by,
            units=Unit.objects.filter(office=office, name__in=units),
            issues=Issue.objects.filter(code__in=issues),
        )


def share(owner: User, receiver: User) -> None:
    """A unit of the Leader's office clears what a member's office says on one issue: offered there, accepted here."""
    office, unit = Office.objects.get(slug=SHARED_WITH), Unit.objects.get(name=SHARED_UNIT, office__slug="leader")
    if not directory.clears_for(unit, office.pk):
        days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=SHARED_DAYS)}
        accept_unit(offer_unit(unit, by=owner, to_office=office, **days), by=receiver)
    if not ClearanceRule.objects.filter(office=office, name=SHARED_RULE).exists():
        letters.save_clearance_rule(
            ClearanceRule(office=office, name=SHARED_RULE, tier=Tier.KEY),
            by=receiver,
            units=[unit],
            issues=Issue.objects.filter(code=SHARED_ISSUE),
        )


def speak(letter: Letter, *, random: Any) -> bool:
    """The units the letter waits for speak, most of the time; whether it may go on to its approval."""
    while turns := _open(letter):
        for turn in turns:
            if turn.unit is None:
                _say(letter, turn, "clear", "")
                continue
            if letter.pk % 3 == 0:
                letters.claim(turn, by=turn.unit.lead)
            if random.random() < 0.25:
                letters.comment(letter, by=turn.unit.lead, words=REMARK, place=1)
                return False  # their turn to be late
            verdict, comment = ("conditions", VIEW) if random.random() < 0.2 else ("clear", "")
            _say(letter, turn, verdict, comment)
    return True


def clear(letter: Letter) -> None:
    """Every unit the letter waits for lets it pass, stage by stage."""
    while turns := _open(letter):
        for turn in turns:
            _say(letter, turn, "clear", "")


def _second_reader(letter: Letter) -> User:
    """Somebody of the office who did not write it."""
    colleagues = User.objects.filter(memberships__office=letter.office_id).order_by("pk")
    return next(user for user in colleagues if queries.may_proof_read(letter, user))


def _open(letter: Letter) -> list[Any]:
    return [turn for turn in queries.holding(letter) if turn.state == "open"]


def _say(letter: Letter, turn: Any, verdict: str, comment: str) -> None:
    letter = Letter.objects.select_related("office", "case__person", "latest_revision__user").get(pk=letter.pk)
    said = queries.reading(letter).sha256
    letters.decide(
        turn, by=turn.unit.lead if turn.unit else _second_reader(letter), verdict=verdict, sha256=said, comment=comment
    )
    for condition in queries.resolvable(letter, letter.drafted_by):
        letters.resolve_comment(condition, by=letter.drafted_by, words=ANSWER)
