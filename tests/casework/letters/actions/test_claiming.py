"""Who of a unit reads a letter: taken, taken over, given back, and given back by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.core.clock import now
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM
from casework.letters import actions, jobs, queries
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again
from tests.history import lines
from tests.screens import queries as asked, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(office_a):
    return UserFactory(username="eve", first_name="Eve", last_name="Second", office=office_a, roles=["reviewer"])


@pytest.fixture
def press(office_a, bob, eve, director):
    """Communications: bob and eve are in it, the director leads it; a day of work for a letter."""
    return UnitFactory(office=office_a, name="Communications", staff=[bob, eve], lead=director, target_hours=8)


@pytest.fixture
def letter(clock, office_a, press, case, alice, bob):
    ClearanceRuleFactory(office=office_a, units=[press])
    return LetterFactory(case=case, by=alice, approver=bob, submitted=True)


def turn(letter):
    return queries.clearances_of(letter)[0]


def test_somebody_of_the_unit_takes_it_until_the_unit_s_time_is_up(letter, bob):
    actions.claim(turn(letter), by=bob)
    taken = turn(letter)
    assert (taken.claimed_by, taken.claimed_at, taken.claimed_until) == (bob, now(), now() + timedelta(days=1))


def test_another_takes_it_over_and_only_from_whom_they_saw(letter, bob, eve, director):
    actions.claim(turn(letter), by=bob)
    with pytest.raises(OutOfDate, match="Somebody else of your unit"):
        actions.claim(turn(letter), by=eve)
    actions.claim(turn(letter), by=eve, held_by=bob.pk)
    with pytest.raises(OutOfDate):
        actions.claim(turn(letter), by=director, held_by=bob.pk)
    assert turn(letter).claimed_by == eve


def test_who_has_taken_it_gives_it_back_or_the_lead_does_and_nobody_else(letter, bob, eve, director):
    actions.claim(turn(letter), by=bob)
    with pytest.raises(NotPermitted):
        actions.release(turn(letter), by=eve)
    actions.release(turn(letter), by=bob)
    assert (turn(letter).claimed_by, turn(letter).claimed_at, turn(letter).claimed_until) == (None, None, None)
    actions.claim(turn(letter), by=eve)
    actions.release(turn(letter), by=director)
    assert turn(letter).claimed_by is None
    assert lines(letter)[-4:] == ["letters.claim", "letters.release"] * 2


def test_nobody_outside_the_unit_takes_it_and_no_writer(letter, office_a, charlie, alice, press):
    outside = UserFactory(office=office_a, roles=["reviewer"])
    press.staff.add(alice)
    for stranger in (outside, charlie, alice):
        with pytest.raises(NotPermitted):
            actions.claim(turn(letter), by=stranger)


def test_a_turn_that_is_over_is_not_taken(letter, bob, eve):
    actions.decide(turn(letter), by=bob, verdict="clear", sha256=queries.reading(again(letter)).sha256)
    with pytest.raises(CaseworkError, match="not waited for"):
        actions.claim(turn(letter), by=eve)


def test_taking_it_keeps_nobody_of_the_unit_from_speaking(letter, bob, eve):
    actions.claim(turn(letter), by=bob)
    actions.decide(turn(letter), by=eve, verdict="clear", sha256=queries.reading(again(letter)).sha256)
    assert turn(letter).decision.decided_by == eve


def test_what_was_taken_and_not_read_comes_back_by_itself(letter, bob, clock):
    actions.claim(turn(letter), by=bob)
    clock.shift(timedelta(hours=23))
    assert jobs.release_claims() == 0
    assert actions.release(turn(letter), by=SYSTEM).claimed_by == bob
    clock.shift(timedelta(hours=1))
    assert (jobs.release_claims(), jobs.release_claims()) == (1, 0)
    assert turn(letter).claimed_by is None
    assert lines(letter)[-1] == "letters.release"


# ---------------------------------------------------------------- the screens
def test_the_review_takes_it_with_one_press_and_shows_the_others_by_whom(signed_in, letter, bob, eve, alice):
    review, claim = (reverse(f"letters:{name}", args=[letter.pk]) for name in ("review", "claim"))
    assert "Nobody of <strong>Communications</strong> has taken this yet." in said(signed_in(bob).get(review))
    signed_in(bob).post(claim, {"turn": turn(letter).pk})
    assert "You have taken this for" in said(signed_in(bob).get(review))
    page = said(signed_in(eve).get(review))
    assert f"{bob} has taken this for" in page
    assert str(bob) in said(signed_in(eve).get(reverse("letters:to_clear")))
    assert f"Taken by {bob}" in said(signed_in(alice).get(reverse("letters:inspect", args=[letter.pk])))
    signed_in(eve).post(claim, {"turn": turn(letter).pk, "held_by": bob.pk})
    assert turn(letter).claimed_by == eve
    signed_in(eve).post(reverse("letters:release", args=[letter.pk]), {"turn": turn(letter).pk})
    assert turn(letter).claimed_by is None


def test_who_comes_second_is_told_and_shown_who_has_it(signed_in, letter, bob, eve):
    claim = reverse("letters:claim", args=[letter.pk])
    signed_in(bob).post(claim, {"turn": turn(letter).pk})
    response = signed_in(eve).post(claim, {"turn": turn(letter).pk})
    assert response.status_code == 422
    assert "Somebody else of your unit took this meanwhile" in said(response)
    assert turn(letter).claimed_by == bob


def test_the_queue_costs_the_same_with_one_taken_and_with_three(signed_in, letter, case, alice, bob, eve):
    url = reverse("letters:to_clear")
    actions.claim(turn(letter), by=eve)
    one = asked(signed_in(bob), url)
    for _ in range(2):
        actions.claim(turn(LetterFactory(case=case, by=alice, approver=bob, submitted=True)), by=eve)
    assert asked(signed_in(bob), url) == one
