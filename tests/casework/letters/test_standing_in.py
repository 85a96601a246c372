"""In the place of a colleague who is away: what passes, what never does, and what the history says of it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from casework.cases import actions as cases, queries as case_queries
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import may
from casework.directory.actions import end_absence
from casework.insight.queries import rights
from casework.letters import actions, queries
from casework.letters.tiers import Tier
from casework.positions import actions as positions
from tests.factories.cases import CaseFactory, ConflictFactory
from tests.factories.directory import AbsenceFactory, UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory
from tests.factories.positions import PositionFactory
from tests.screens import queries as count, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def letter(office_a, writer, bob):
    """In review, written by somebody else than all the others here."""
    return LetterFactory(office=office_a, by=writer, approver=bob, submitted=True)


@pytest.fixture
def away(office_a, bob, alice):
    """Bob, who approves letters, is away; Alice, who writes them, stands in."""
    return AbsenceFactory(office=office_a, person=bob, stand_in=alice)


def again(user):
    """The same person on their next request."""
    return type(user).objects.get(pk=user.pk)


def sha(letter):
    return queries.reading(letter).content.sha256


def acts():
    """Each line that says in whose place something was done."""
    lines = HistoryEntry.objects.exclude(data={}).order_by("pk")
    return [(line.action, line.user_id, line.data["acting_for"]) for line in lines if "acting_for" in line.data]


def test_whoever_stands_in_approves_in_that_place_and_the_history_says_so(signed_in, letter, away, alice, bob):
    alice = again(alice)
    assert list(queries.waiting_for_approval(alice)) == [letter]
    assert "You decide in the place of" in said(signed_in(alice).get(reverse("letters:review", args=[letter.pk])))

    actions.approve(letter, by=alice, revision=letter.latest_revision)

    assert acts() == [("letters.approve", alice.pk, bob.pk)]
    approval = letter.approvals.get()
    assert (approval.approved_by, approval.acting_for) == (alice, bob)
    for name in ("letters:certificate", "letters:inspect"):
        assert "Alice Archer for Bob Baker" in said(signed_in(bob).get(reverse(name, args=[letter.pk])))
    proof = queries.proof_of(letter)
    assert proof.holds
    assert [(fact.by, fact.acting_for) for fact in proof.facts] == [(alice.pk, bob.pk)]
    history = said(signed_in(bob).get(reverse("letters:history", args=[letter.pk])))
    assert "Alice Archer for Bob Baker" in history


def test_a_return_in_somebody_s_place_says_so_too(letter, away, alice, bob):
    actions.return_to_writer(letter, by=again(alice), revision=letter.latest_revision, comment="Once more.")

    assert acts() == [("letters.return", alice.pk, bob.pk)]
    assert letter.returns.get().by_whom == "Alice Archer for Bob Baker"


def test_nobody_decides_on_what_they_or_the_absent_one_wrote(office_a, away, alice, bob, director):
    bob.groups.add(*alice.groups.all())
    bob, alice = again(bob), again(alice)
    for hand in (alice, bob):
        letter = LetterFactory(office=office_a, by=hand, approver=director, submitted=True)

        assert not queries.may_approve(letter, alice)
        assert letter not in queries.waiting_for_approval(alice)
        assert alice not in queries.approvers_of(letter)
        with pytest.raises(NotPermitted):
            actions.approve(letter, by=alice, revision=letter.latest_revision)


def test_the_right_ends_with_the_absence_and_goes_no_further(office_a, letter, away, alice, bob, writer):
    third = UserFactory(office=office_a, roles=["caseworker"])
    AbsenceFactory(office=office_a, person=alice, stand_in=third)
    assert may(again(alice), "approve", letter)
    assert not may(again(third), "approve", letter)
    assert set(queries.approvers_of(letter)) == {alice, bob}

    end_absence(away, by=bob)

    assert not may(again(alice), "approve", letter)
    assert list(queries.approvers_of(letter)) == [bob]


def test_sight_does_not_pass_and_a_conflict_counts_on_both_sides(office_a, away, alice, bob, writer, director, letter):
    for somebody in (alice, bob):
        conflict = ConflictFactory(office=office_a, staff=somebody, person=letter.case.person)
        assert not may(again(alice), "approve", letter)
        assert letter not in queries.waiting_for_approval(again(alice))
        cases.end_conflict(conflict, by=director, reason="No more.")
    assert may(again(alice), "approve", letter)
    # A volunteer reads no letters: nobody's place makes them decide on any.
    helper = UserFactory(office=office_a, roles=["volunteer"])
    away.__class__.objects.filter(pk=away.pk).update(stand_in=helper)
    assert not may(again(helper), "approve", letter)


def test_the_verb_passes_in_that_office_alone(office_b, away, alice, bob, charlie):
    for somebody in (alice, bob):
        somebody.memberships.create(office=office_b)
    next_door = LetterFactory(office=office_b, by=charlie, approver=bob, submitted=True)

    assert may(again(bob), "approve", next_door)
    assert not may(again(alice), "approve", next_door)
    assert list(queries.waiting_for_approval(again(alice))) == []


def test_the_voice_of_a_unit_passes_and_the_page_of_rights_says_it(office_a, writer, away, alice, bob, director):
    unit = UnitFactory(office=office_a, lead=bob)
    ClearanceRuleFactory(office=office_a, units=[unit])
    letter = LetterFactory(office=office_a, by=writer, approver=director, submitted=True)
    alice = again(alice)
    (turn,) = queries.mine_to_clear(letter, alice)
    assert list(queries.waiting_for_my_units(alice)) == [letter]
    assert queries.whose_voices(letter, alice) == "Bob Baker"
    assert queries.voices(alice) == {unit.pk: "Bob Baker"}
    assert alice in queries.deciders_of(turn)

    actions.claim(turn, by=alice)
    actions.decide(turn, by=alice, verdict="clear", sha256=sha(letter))

    assert acts() == [("letters.claim", alice.pk, bob.pk), ("letters.decide", alice.pk, bob.pk)]
    decision = letter.decisions.get()
    assert decision.by_whom == "Alice Archer for Bob Baker"
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE letters_decision SET acting_for_id = NULL")
    told = rights.rights_of(alice, rights.places_of(alice, alice))
    (right,) = [one for one in told if (one.thing, one.words) == ("letters", "Approve or return")]
    assert right.by[0].startswith("In the place of Bob Baker, until ")
    (answer,) = [one for one in rights.answers_about(alice, letter) if one.verb == "approve"]
    assert (answer.is_yes, answer.why) == (True, "In the place of Bob Baker, who is away.")


def test_the_first_page_says_whose_it_is_and_asks_as_much_for_three_letters_as_for_one(
    signed_in, office_a, writer, away, alice, bob, director
):
    rule = ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, lead=bob)], is_active=False)

    def more(*, cleared_by_unit):
        type(rule).objects.filter(pk=rule.pk).update(is_active=cleared_by_unit)
        LetterFactory(office=office_a, by=writer, approver=director, submitted=True)

    client = signed_in(alice)
    for by_unit in (True, False):
        more(cleared_by_unit=by_unit)
    one = count(client, "/admin/")
    for by_unit in (True, False, True, False):
        more(cleared_by_unit=by_unit)

    assert count(client, "/admin/") == one
    assert said(client.get("/admin/")).count("Bob Baker") == 7  # away; three letters for the unit, three to approve


def test_a_second_reader_in_somebody_s_place_is_told_as_one(office_a, writer, bob, director):
    reader = UserFactory(office=office_a, roles=["records_lead"])
    AbsenceFactory(office=office_a, person=bob, stand_in=reader)
    ClearanceRuleFactory(office=office_a, units=[], proof_reading=True)
    letter = LetterFactory(office=office_a, by=writer, approver=director, submitted=True)
    (turn,) = queries.clearances_of(letter)

    actions.decide(turn, by=again(reader), verdict="clear", sha256=sha(letter))

    assert acts() == [("letters.decide", reader.pk, bob.pk)]


def test_a_restricted_letter_stays_with_those_named_for_it(office_a, writer, away, alice, bob, director):
    ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, lead=bob)])
    letter = LetterFactory(office=office_a, by=writer, approver=director, submitted=True)
    actions.raise_tier(letter, by=director, tier=Tier.RESTRICTED, reason="A court.")
    letter.refresh_from_db()
    (turn,) = queries.mine_to_clear(letter, again(bob))

    assert queries.mine_to_clear(letter, again(alice)) == []
    with pytest.raises(NotPermitted):
        actions.decide(turn, by=again(alice), verdict="clear", sha256=sha(letter))


def test_a_deputy_speaks_for_that_unit_and_no_other(office_a, writer, bob, director):
    deputy = UserFactory(office=office_a, roles=["reviewer"])
    led, other = (UnitFactory(office=office_a, lead=bob, staff=[]) for _ in range(2))
    AbsenceFactory(office=office_a, person=bob, stand_in=deputy, unit=led)
    ClearanceRuleFactory(office=office_a, units=[led, other])
    letter = LetterFactory(office=office_a, by=writer, approver=director, submitted=True)

    assert [turn.unit for turn in queries.mine_to_clear(letter, again(deputy))] == [led]


def test_a_unit_that_is_late_is_told_to_who_stands_in_for_its_lead(office_a, writer, away, alice, bob, director):
    ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, lead=bob)])
    letter = LetterFactory(office=office_a, by=writer, approver=director, submitted=True)
    (turn,) = queries.clearances_of(letter)

    assert [one.stand_in for one in queries.stand_ins_of([bob.pk], turn)] == [alice]


def test_lines_are_decided_on_in_somebody_s_place(office_a, away, alice, bob, writer):
    line = PositionFactory(office=office_a, by=writer, approver=bob, submitted=True)
    own = PositionFactory(office=office_a, by=alice, approver=bob, submitted=True)

    with pytest.raises(CaseworkError):
        positions.approve(own, by=again(alice))
    positions.approve(line, by=again(alice))

    assert acts() == [("positions.approve", alice.pk, bob.pk)]
    assert line.versions.get().by_whom == "Alice Archer for Bob Baker"


def test_the_cases_of_the_absent_one_are_listed_and_handed_over_in_their_place(signed_in, office_a, director):
    owner, stand_in, third = (UserFactory(office=office_a, roles=["caseworker"]) for _ in range(3))
    AbsenceFactory(office=office_a, person=owner, stand_in=stand_in)
    case = CaseFactory(office=office_a, owner=owner, opened=True)
    hidden = CaseFactory(office=office_a, owner=owner, opened=True, sensitivity="restricted")
    stand_in = again(stand_in)

    assert list(case_queries.cases_of_the_absent(stand_in)) == [case]
    page = said(signed_in(stand_in).get("/admin/"))
    assert "Cases of colleagues for whom you stand in" in page
    assert hidden.reference not in page
    cases.hand_over(case, by=stand_in, to=third, reason="A call is expected.")

    assert acts() == [("cases.hand_over", stand_in.pk, owner.pk)]
    with pytest.raises(NotPermitted):
        cases.hand_over(case, by=stand_in, to=owner, reason="Back again.")
