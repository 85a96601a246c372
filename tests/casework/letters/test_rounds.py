"""How clearance goes, counted: hours by unit from when it was its turn, rounds by letter, what was read again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.core import clock as now
from casework.letters import actions, queries
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, SignOffFactory, WaiverFactory, again, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(office_a):
    """Communications first, the secretariat after it."""
    made = [
        UnitFactory(office=office_a, name=name, staff=[UserFactory(office=office_a, roles=["reviewer"])])
        for name in ("Communications", "Secretariat")
    ]
    for stage, unit in enumerate(made, start=1):
        ClearanceRuleFactory(office=office_a, units=[unit], stage=stage)
    return made


def say(letter, unit, verdict="clear", comment="", code=""):
    turn = next(each for each in queries.clearances_of(again(letter)) if each.unit_id == unit.pk)
    words = queries.reading(again(letter)).sha256
    return actions.decide(turn, by=unit.staff.get(), verdict=verdict, sha256=words, comment=comment, code=code)


def since(**ago):
    return now.now() - timedelta(**ago)


def test_a_unit_s_hours_begin_when_it_is_its_turn(clock, units, office_a, alice, director):
    letter = LetterFactory(office=office_a, by=alice, submitted=True)
    clock.shift(timedelta(hours=3))
    say(letter, units[0])
    clock.shift(timedelta(hours=1))
    say(letter, units[1])
    slow, quick = queries.unit_times(director, since(days=1))
    assert (slow.unit, slow.asked, slow.said, slow.mean) == ("Communications", 1, 1, timedelta(hours=3))
    assert (quick.unit, quick.mean, quick.longest) == ("Secretariat", timedelta(hours=1), timedelta(hours=1))


def test_a_unit_that_has_not_spoken_has_no_hours(clock, units, office_a, alice, director):
    LetterFactory(office=office_a, by=alice, submitted=True)
    clock.shift(timedelta(hours=3))
    told = queries.unit_times(director, since(days=1))
    assert {(each.asked, each.said, each.mean) for each in told} == {(1, 0, None)}


def test_rounds_returns_and_what_was_read_again_are_counted(clock, units, office_a, alice, bob, director):
    letter = LetterFactory(office=office_a, by=alice, submitted=True)
    clock.shift(timedelta(hours=1))
    say(letter, units[0])
    say(letter, units[1], verdict="return", comment="Name the program.", code="facts")
    clock.shift(timedelta(hours=1))
    letter = again(actions.submit(write(again(letter), by=alice, body="<p>We cannot pay 300 dollars.</p>"), by=alice))
    clock.shift(timedelta(hours=1))
    say(letter, units[0], verdict="object", comment="Too cold.", code="tone")
    for unit in units:
        say(letter, unit)
    letter = again(letter)
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    found = queries.rounds(director, since(days=1))
    assert (found.approved, found.at_once, found.most, found.returns) == (1, 0, 2, 1)
    assert (found.again, found.kept) == (1, 0)
    communications = next(each for each in queries.unit_times(director, since(days=1)) if each.returned)
    assert communications.unit == "Secretariat"
    why = queries.return_reasons(director, since(days=1))
    assert [(str(each.reason), each.returned, each.objected) for each in why] == [
        ("A fact is wrong or missing", 1, 0),
        ("Tone", 0, 1),
    ]


def test_a_word_that_still_held_is_counted_as_kept(clock, office_a, alice, units, director):
    letter = LetterFactory(office=office_a, by=alice, submitted=True)
    clock.shift(timedelta(hours=1))
    say(letter, units[0])
    letter = actions.withdraw(again(letter), by=alice)
    clock.shift(timedelta(hours=1))
    actions.submit(again(letter), by=alice)
    found = queries.rounds(director, since(days=1))
    assert (found.again, found.kept) == (0, 1)


def test_waivers_and_signatures_are_counted_and_what_is_older_is_not(clock, office_a, director):
    SignOffFactory(office=office_a)
    WaiverFactory(office=office_a)
    found = queries.rounds(director, since(days=1))
    assert (found.waivers, found.unratified, found.signed) == (1, 1, 1)
    clock.shift(timedelta(days=3))
    found = queries.rounds(director, since(days=1))
    assert (found.approved, found.waivers, found.signed, queries.unit_times(director, since(days=1))) == (0, 0, 0, [])


def test_next_door_counts_nothing_of_ours(units, office_a, alice, charlie):
    LetterFactory(office=office_a, by=alice, submitted=True)
    assert queries.unit_times(charlie, since(days=1)) == []
    assert queries.rounds(charlie, since(days=1)).approved == 0


def test_a_return_without_a_reason_is_counted_as_not_said_and_next_door_not_at_all(office_a, director, charlie):
    LetterFactory(office=office_a, returned=True)
    [why] = queries.return_reasons(director, since(days=1))
    assert (str(why.reason), why.returned, why.objected) == ("Not said", 1, 0)
    assert queries.return_reasons(charlie, since(days=1)) == []


def test_whoever_tries_to_decide_on_their_own_words_is_counted(signed_in, director, charlie, office_a):
    own = LetterFactory(office=office_a, by=director, submitted=True)
    words = queries.reading(again(own))
    press = {"revision": words.revision_id, "sha256": words.sha256, "decision": "approve", "comment": "", "code": ""}
    signed_in(director).post(reverse("letters:review", args=[own.pk]), press)
    assert again(own).status == "in_review"
    assert [queries.rounds(user, since(days=1)).refused for user in (director, charlie)] == [1, 0]
