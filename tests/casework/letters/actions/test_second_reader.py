"""A second reader goes over a letter before any unit is asked, bound to exactly these words like everybody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted
from casework.letters import actions, jobs, queries
from casework.letters.models import Clearance, ClearanceRule, Decision
from casework.letters.tiers import Tier
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.screens import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(office_a, bob):
    """Communications: bob is in it, and a rule has every letter cleared by it."""
    unit = UnitFactory(office=office_a, name="Communications", staff=[bob])
    ClearanceRuleFactory(office=office_a, units=[unit])
    return unit


@pytest.fixture
def rule(office_a):
    """Whatever is not pre-cleared text is proof-read."""
    return ClearanceRuleFactory(
        office=office_a, name="Proof-read", always=False, from_tier=Tier.LIGHT, tier=Tier.LIGHT, proof_reading=True
    )


@pytest.fixture
def letter(office_a, alice, bob, press, rule):
    return LetterFactory(
        office=office_a, by=alice, approver=bob, submitted=True, body="<p>We recieved your correspondence.</p>"
    )


@pytest.fixture
def eve(office_a):
    """Another officer, who wrote no word of it."""
    return UserFactory(office=office_a, roles=["officer"])


def turn(letter, unit=None):
    return next(each for each in queries.clearances_of(again(letter)) if each.unit == unit)


def reads(letter, by, verdict="clear", **given):
    words = queries.reading(again(letter)).sha256
    return actions.decide(turn(letter), by=by, verdict=verdict, sha256=words, **given)


def states(letter):
    return {each.who: each.state for each in queries.clearances_of(again(letter))}


def test_the_units_are_asked_when_the_second_reader_has_passed_it(letter, press, eve):
    assert states(letter) == {"Second reader": "open", "Communications": "later"}
    assert turn(letter).reason == "Proof-read"
    reads(letter, eve)
    assert states(letter) == {"Second reader": "cleared", "Communications": "open"}
    decision = Decision.objects.get()
    assert (decision.unit, str(decision.said), decision.decided_by) == (None, "Passed", eve)
    assert decision.sha256 == queries.reading(again(letter)).content.cleared_sha256


def test_a_unit_that_is_asked_meanwhile_comes_after_the_second_reader(letter, office_a, alice, eve):
    legal = UnitFactory(office=office_a, name="Legal")
    actions.ask_unit(letter, by=alice, unit=legal, kind="gate", reason="A contract.")
    assert states(letter)["Legal"] == "later"
    reads(letter, eve)
    assert states(letter)["Legal"] == "open"


@pytest.mark.parametrize("who", ["alice", "charlie", "root"])
def test_neither_a_writer_nor_a_stranger_is_the_second_reader(letter, who, request):
    with pytest.raises(NotPermitted):
        reads(letter, request.getfixturevalue(who))
    assert not Decision.objects.exists()


def test_whoever_saved_a_word_of_it_is_no_second_reader_any_more(office_a, alice, eve, press, rule):
    draft = LetterFactory(office=office_a, by=alice)
    letter = actions.submit(write(draft, by=eve, body="<p>Thank you, Ada.</p>"), by=alice)
    with pytest.raises(NotPermitted):
        reads(letter, eve)
    assert list(queries.waiting_to_be_proof_read(eve)) == []


@pytest.mark.parametrize("verdict", ["object", "abstain", "no_interest", "conditions"])
def test_a_second_reader_passes_or_returns_and_says_nothing_else(letter, eve, verdict):
    with pytest.raises(CaseworkError, match="passes the letter or returns it"):
        reads(letter, eve, verdict=verdict, comment="So-so.")
    assert states(letter)["Second reader"] == "open"


def test_a_return_gives_it_back_with_its_reason(letter, eve):
    reads(letter, eve, verdict="return", comment="“recieved”.", code="proof")
    returned = again(letter).returns.get()
    assert (again(letter).status, returned.code, returned.comment) == ("draft", "proof", "Second reader: “recieved”.")


def test_unchanged_words_are_not_read_again_a_slip_with_one_press_and_a_meaning_anew(letter, alice, eve):
    reads(letter, eve)
    actions.withdraw(again(letter), by=alice)
    letter = actions.submit(again(letter), by=alice)
    assert states(letter)["Second reader"] == "cleared"
    for body, is_slip in (("We received your correspondence.", True), ("We owe you 300 dollars.", False)):
        actions.withdraw(again(letter), by=alice)
        letter = actions.submit(write(again(letter), by=alice, body=f"<p>{body}</p>"), by=alice)
        assert states(letter) == {"Second reader": "open", "Communications": "later"}
        assert queries.is_slip_since(turn(letter), queries.content_of(letter)) is is_slip


def test_only_the_director_waives_it_and_the_units_are_asked(letter, press, eve, bob, director):
    for nobody in (bob, eve):
        with pytest.raises(NotPermitted):
            actions.waive(turn(letter), by=nobody, code="unavailable", words="Nobody here.")
    actions.waive(turn(letter), by=director, code="unavailable", words="Nobody here.")
    assert states(letter) == {"Second reader": "waived", "Communications": "open"}


def test_it_stands_in_the_list_of_whoever_may_read_it(letter, alice, bob, eve, charlie, root):
    found = {user: list(queries.waiting_to_be_proof_read(user)) for user in (alice, bob, eve, charlie, root)}
    assert found == {alice: [], bob: [letter], eve: [letter], charlie: [], root: []}


def test_nobody_is_mailed_before_it_is_passed_and_then_the_unit(
    letter, bob, eve, mailoutbox, django_capture_on_commit_callbacks
):
    assert mailoutbox == []
    with django_capture_on_commit_callbacks(execute=True):
        reads(letter, eve)
    assert [each.to for each in mailoutbox] == [[bob.email]]


def test_the_director_is_told_when_nobody_reads_it_in_time(clock, letter, director, django_capture_on_commit_callbacks):
    clock.shift(timedelta(days=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert (jobs.escalate_late(), jobs.escalate_late()) == (1, 0)
    assert [(each.to, "Nobody has proof-read" in each.subject) for each in mail.outbox] == [([director.email], True)]


def test_without_any_unit_the_last_word_comes_after_the_second_reader(office_a, alice, bob, eve, rule):
    letter = LetterFactory(office=office_a, by=alice, submitted=True)
    with pytest.raises(CaseworkError):
        actions.approve(letter, by=bob, revision=letter.latest_revision)
    reads(letter, eve)
    letter = again(letter)
    assert actions.approve(letter, by=bob, revision=letter.latest_revision).status == "approved"
    proof = queries.proof_of(again(letter))
    assert (proof.holds, [fact.what for fact in proof.facts]) == (True, ["Second reader: Passed", "approved"])
    Clearance.objects.filter(letter=letter).delete()
    assert "that turn is not on file" in " ".join(queries.proof_of(again(letter)).wrong)


def test_a_rule_no_one_keeps_any_more_asks_nobody(letter, alice, rule, office_a):
    ClearanceRule.objects.filter(pk=rule.pk).update(is_active=False)
    fresh = LetterFactory(office=office_a, by=alice, submitted=True)
    assert states(fresh) == {"Communications": "open"}


def test_on_the_screen_an_officer_reads_it_and_passes_it_on(signed_in, letter, eve, alice):
    client, url = signed_in(eve), reverse("letters:review", args=[letter.pk])
    assert letter.reference in said(client.get(reverse("letters:to_proof_read")))
    page = said(client.get(url))
    assert ("second reader" in page, 'value="object"' in page, "Take it" in page) == (True, False, False)
    answer = {"turn": turn(letter).pk, "sha256": queries.reading(letter).sha256, "comment": "", "code": ""}
    refused = client.post(url, {**answer, "verdict": "return"})
    assert {"comment", "code"} <= set(refused.context["form"].errors)
    assert "is proof-read and goes on" in said(client.post(url, {**answer, "verdict": "clear"}, follow=True))
    assert 'name="verdict"' not in said(signed_in(alice).get(url))
