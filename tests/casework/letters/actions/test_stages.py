"""Units that clear a letter one stage after the other, all of them or so many as the rules ask."""

from itertools import permutations, product

import pytest
from django.db import IntegrityError, transaction

from casework.core.errors import CaseworkError
from casework.letters import actions, queries
from casework.letters.models import Clearance, ClearanceRule
from casework.letters.queries import proof_of
from tests.database import each_time_from_here
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(office_a):
    return with_a_reviewer(office_a, name="Communications")


@pytest.fixture
def house(office_a):
    return with_a_reviewer(office_a, name="Legislative Affairs")


@pytest.fixture
def secretariat(office_a):
    return with_a_reviewer(office_a, name="Leader’s Secretariat")


@pytest.fixture
def one_after_the_other(office_a, press, house, secretariat):
    """Any one of two units, then the secretariat."""
    ClearanceRuleFactory(office=office_a, name="Key letter", units=[press, house], needs="any")
    ClearanceRuleFactory(office=office_a, name="The Leader signs", units=[secretariat], stage=2)


@pytest.fixture
def letter(one_after_the_other, office_a, alice, bob):
    return LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What happens inside happens as if the transaction had ended there."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def with_a_reviewer(office, **given):
    return UnitFactory(office=office, staff=[UserFactory(office=office, roles=["reviewer"])], **given)


def turn(letter, unit):
    return next(each for each in queries.clearances_of(letter) if each.unit_id == unit.pk)


def say(letter, unit, verdict="clear"):
    letter = again(letter)
    return actions.decide(
        turn(letter, unit), by=unit.staff.get(), verdict=verdict, sha256=queries.reading(letter).sha256, comment="So."
    )


def approve(letter, bob):
    letter = again(letter)
    return actions.approve(letter, by=bob, revision=letter.latest_revision)


def states(letter):
    return {str(each.unit): each.state for each in queries.clearances_of(letter)}


def told(mailoutbox):
    return sorted(mail.to[0] for mail in mailoutbox)


def test_the_second_stage_is_asked_when_the_first_has_let_it_pass(letter, press, secretariat, bob):
    assert states(letter) == {"Communications": "open", "Legislative Affairs": "open", "Leader’s Secretariat": "later"}
    with pytest.raises(CaseworkError, match="after an earlier stage"):
        say(letter, secretariat)

    say(letter, press)

    assert states(letter) == {
        "Communications": "cleared",
        "Legislative Affairs": "spared",
        "Leader’s Secretariat": "open",
    }
    with pytest.raises(CaseworkError, match="Not every unit has cleared"):
        approve(letter, bob)
    say(letter, secretariat)
    assert approve(letter, bob).status == "approved"
    assert proof_of(again(letter)).holds


def test_only_those_whose_turn_it_is_find_it_among_what_they_have_to_clear(letter, press, house, secretariat):
    def found():
        return [bool(queries.waiting_for_my_units(unit.staff.get())) for unit in (press, house, secretariat)]

    assert found() == [True, True, False]
    say(letter, press)
    assert found() == [False, False, True]
    assert queries.mine_to_clear(again(letter), house.staff.get()) == []


def test_those_whose_turn_comes_are_told_and_nobody_twice(
    one_after_the_other, office_a, press, house, secretariat, alice, bob, committing, mailoutbox
):
    draft = LetterFactory(office=office_a, by=alice, approver=bob)
    first, second, last = (unit.staff.get().email for unit in (press, house, secretariat))
    with committing():
        letter = actions.submit(draft, by=alice)
    assert told(mailoutbox) == sorted([first, second])
    mailoutbox.clear()
    with committing():
        say(letter, press)
    assert told(mailoutbox) == [last]
    mailoutbox.clear()
    with committing():
        say(letter, secretariat)
    assert bob.email in told(mailoutbox)


def test_a_unit_that_is_asked_besides_is_told_and_reads_in_the_stage_that_is_going_on(
    letter, press, office_a, alice, committing, mailoutbox
):
    say(letter, press)
    legal = with_a_reviewer(office_a, name="Legal")
    with committing():
        asked = actions.ask_unit(letter, by=alice, unit=legal, kind="gate", reason="A tribunal.")
    assert (asked.stage, asked.state, told(mailoutbox)) == (2, "open", [legal.staff.get().email])


def test_an_objection_holds_the_letter_though_enough_have_let_it_pass(letter, press, house, secretariat, bob):
    say(letter, press)
    say(letter, secretariat)
    assert queries.holding(letter) == []
    assert queries.may_still_object(again(letter), house.staff.get()) == [turn(letter, house)]

    say(letter, house, "object")

    with pytest.raises(CaseworkError, match="Not every unit has cleared"):
        approve(letter, bob)
    say(letter, house)
    assert approve(letter, bob).status == "approved"


def test_an_objection_in_the_first_stage_takes_the_turn_of_the_second_back(letter, press, secretariat):
    say(letter, press)
    say(letter, press, "object")
    assert (states(letter)["Communications"], states(letter)["Leader’s Secretariat"]) == ("objected", "later")
    with pytest.raises(CaseworkError, match="after an earlier stage"):
        say(letter, secretariat)


def test_a_unit_that_was_not_needed_any_more_may_still_send_it_back(letter, press, house):
    say(letter, press)
    say(letter, house, "return")
    letter = again(letter)
    assert letter.status == "draft"
    assert states(letter) == {
        "Communications": "cleared",
        "Legislative Affairs": "returned",
        "Leader’s Secretariat": "ended",
    }


def test_a_unit_that_is_waived_is_replaced_by_another_where_one_is_enough(letter, press, house, director):
    actions.waive(turn(letter, press), by=director, code="unavailable", words="Away.")
    assert states(letter)["Legislative Affairs"] == "open"
    assert states(letter)["Leader’s Secretariat"] == "later"
    actions.waive(turn(letter, house), by=director, code="unavailable", words="Away too.")
    assert states(letter)["Leader’s Secretariat"] == "open"


def test_who_cleared_these_very_words_before_counts_when_the_letter_comes_anew(letter, press, alice):
    say(letter, press)
    actions.withdraw(letter, by=alice)
    letter = again(actions.submit(write(letter, by=alice, to_name="Another Person"), by=alice))
    assert states(letter) == {
        "Communications": "cleared",
        "Legislative Affairs": "spared",
        "Leader’s Secretariat": "open",
    }


def test_a_rule_changed_meanwhile_changes_nothing_for_a_letter_in_review(letter, press, house):
    ClearanceRule.objects.filter(needs="any").update(needs="all")
    say(letter, press)
    assert states(letter)["Legislative Affairs"] == "spared"
    assert not ClearanceRule.objects.filter(needs="any").exists()


def test_turns_that_were_made_to_stand_elsewhere_open_no_gate(letter, press, house, secretariat, bob):
    """Rows of another state than what was said: the verb goes by what was said."""
    Clearance.objects.filter(letter=letter).update(state="spared")
    with pytest.raises(CaseworkError, match="What the rules ask has not been said yet"):
        approve(letter, bob)


@pytest.mark.slow
@pytest.mark.parametrize("needs", ["all", "any", "some"])
def test_every_order_in_which_units_of_two_stages_let_it_pass_ends_with_an_approval(
    office_a, press, house, secretariat, alice, bob, needs
):
    legal = with_a_reviewer(office_a, name="Legal")
    at_least = 2 if needs == "some" else None
    ClearanceRuleFactory(office=office_a, units=[press, house, legal], needs=needs, at_least=at_least)
    ClearanceRuleFactory(office=office_a, units=[secretariat], stage=2)
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    ends = set()
    for order in permutations([press, house, legal]):  # the second stage comes after the first, wherever it is named
        with each_time_from_here():
            while waiting := [unit for unit in (*order, secretariat) if turn(letter, unit).state == "open"]:
                say(letter, waiting[0])
            approved = approve(letter, bob)
            ends.add((approved.status, approved.decisions.count()))
    assert ends == {("approved", {"all": 4, "any": 2, "some": 3}[needs])}


@pytest.mark.parametrize(("needs", "at_least"), [*product(["all", "any"], [1]), ("some", None), ("some", 0)])
def test_how_many_is_said_where_so_many_are_asked_and_nowhere_else(office_a, needs, at_least):
    with transaction.atomic(), pytest.raises(IntegrityError):
        ClearanceRuleFactory(office=office_a, needs=needs, at_least=at_least)
