"""The walls round the one letter of another office: who reads it, when, and what of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.core.clock import today
from casework.core.errors import NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import may
from casework.directory.actions import end_sharing
from casework.letters import actions, queries
from casework.letters.tiers import Tier
from tests.casework.letters.elsewhere.asked import fresh, read_by, review, sha, turn_of
from tests.factories.cases import CasePartyFactory, ConflictFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import AbsenceFactory, UnitFactory, UserFactory
from tests.factories.letters import LetterFactory
from tests.screens import said

pytestmark = pytest.mark.django_db


def test_it_is_read_while_it_waits_and_by_who_cleared_it_while_the_review_goes_on(letter, press, carol, chief, alice):
    assert [read_by(carol, letter), read_by(chief, letter)] == [True, True]

    actions.decide(turn_of(letter, press), by=fresh(carol), verdict="clear", sha256=sha(letter))

    assert [read_by(carol, letter), read_by(chief, letter)] == [True, False]
    assert list(queries.waiting_for_my_units(fresh(carol))) == []
    actions.decide(turn_of(letter, press), by=fresh(carol), verdict="object", sha256=sha(letter), comment="No.")
    assert read_by(chief, letter)
    actions.withdraw(letter, by=alice)
    assert [read_by(carol, letter), read_by(chief, letter)] == [False, False]


def test_it_ends_with_the_sharing_and_the_letter_waits_for_its_director(letter, shared, press, carol, chief, director):
    turn = turn_of(letter, press)

    end_sharing(shared, by=chief)

    assert [read_by(carol, letter), read_by(chief, letter)] == [False, False]
    assert list(queries.deciders_of(turn)) == []
    for verb in (
        lambda: actions.decide(turn, by=fresh(carol), verdict="clear", sha256=sha(letter)),
        lambda: actions.waive(turn, by=fresh(chief), code="unavailable", words="Away."),
        lambda: actions.comment(letter, by=fresh(carol), words="Late."),
        lambda: actions.claim(turn, by=fresh(carol)),
    ):
        with pytest.raises(NotPermitted):
            verb()
    assert queries.holding(letter) == [turn]
    assert actions.waive(turn, by=director, code="unavailable", words="The sharing is over.").waived_by == director


def test_whoever_wrote_it_clears_nothing_of_it_from_elsewhere_either(office_a, office_b, shared, press, alice, bob):
    writer = UserFactory(office=office_a, roles=["officer", "reviewer"])
    letter = LetterFactory(office=office_a, by=writer, approver=bob, submitted=True)
    writer.memberships.update(office=office_b)
    press.staff.add(writer)
    turn = actions.ask_unit(letter, by=alice, unit=press, kind="gate", reason="For the press.")

    with pytest.raises(NotPermitted, match="someone who did not write it"):
        actions.decide(turn, by=fresh(writer), verdict="clear", sha256=sha(letter))

    assert writer not in queries.deciders_of(turn)
    assert queries.mine_to_clear(letter, fresh(writer)) == []


@pytest.mark.parametrize(
    ("level", "staff", "named"),
    [
        ("open", True, True),
        ("confidential", True, True),
        ("sensitive", True, True),
        ("restricted", False, True),
        ("leader_only", False, True),
    ],
)
def test_of_a_restricted_file_only_those_read_whom_the_unit_named(letter, case, press, carol, level, staff, named):
    trusted = UserFactory(office=press.office, roles=["reviewer"])
    press.staff.add(trusted)
    press.named.add(trusted)

    type(case).objects.filter(pk=case.pk).update(sensitivity=level)

    assert [read_by(carol, letter), read_by(trusted, letter)] == [staff, named]
    told = {person.pk for person in queries.deciders_of(turn_of(letter, press))}
    assert [carol.pk in told, trusted.pk in told] == [staff, named]


def test_of_a_restricted_letter_too_and_with_nobody_named_the_lead_alone(
    letter, press, carol, chief, director, office_a
):
    actions.raise_tier(letter, by=director, tier=Tier.RESTRICTED, reason="A court.")

    assert [read_by(carol, letter), read_by(chief, letter)] == [False, True]
    with pytest.raises(NotPermitted):
        actions.decide(turn_of(letter, press), by=fresh(carol), verdict="clear", sha256=sha(letter))
    with pytest.raises(NotPermitted, match="only the Director waives"):
        actions.waive(turn_of(letter, press), by=fresh(chief), code="unavailable", words="Away.")
    decided = actions.decide(turn_of(letter, press), by=fresh(chief), verdict="clear", sha256=sha(letter))
    assert decided.decision.decided_by == chief


@pytest.mark.parametrize(
    "how", ["declared", "own matter", "other side", "by their address at once", "works here no more"]
)
def test_whom_the_matter_touches_is_shut_out_as_anybody(letter, case, press, carol, office_a, how):
    if how == "declared":
        ConflictFactory(office=office_a, staff=carol, person=case.person)
    elif how == "own matter":
        case.person.contact_points.update(key=carol.email)
    elif how == "other side":
        other = PersonFactory(office=office_a, email=carol.email)
        CasePartyFactory(case=case, person=other, role="other_side")
    elif how == "by their address at once":
        carol.email = "testa@example.org"
        carol.save()
    else:
        carol.memberships.update(ends_on=today() - timedelta(days=1))

    assert not read_by(carol, letter)
    assert list(queries.waiting_for_my_units(fresh(carol))) == []
    with pytest.raises(NotPermitted):
        actions.decide(turn_of(letter, press), by=fresh(carol), verdict="clear", sha256=sha(letter))


def test_a_matter_of_a_reader_s_own_is_found_before_they_read_it(case, alice, bob, press, shared, carol, director):
    case.person.contact_points.update(value=carol.email, key=carol.email)
    letter = LetterFactory(case=case, by=alice, approver=bob, submitted=True)

    actions.ask_unit(letter, by=alice, unit=press, kind="gate", reason="For the press.")

    line = HistoryEntry.objects.get(action="cases.conflict_detected")
    assert (line.office_id, line.data["staff"]) == (case.office_id, carol.pk)
    carol.email = "another@staff.example.org"
    carol.save()
    assert not read_by(carol, letter)


def test_who_stands_in_speaks_there_too_but_on_nothing_sensitive(letter, case, press, carol, office_b, charlie):
    assert not read_by(charlie, letter)
    AbsenceFactory(office=office_b, person=carol, stand_in=charlie)
    assert read_by(charlie, letter)
    assert charlie in queries.deciders_of(turn_of(letter, press))
    type(case).objects.filter(pk=case.pk).update(sensitivity="sensitive")
    assert not read_by(charlie, letter)
    type(case).objects.filter(pk=case.pk).update(sensitivity="open")

    actions.comment(letter, by=fresh(charlie), words="For her.")
    decided = actions.decide(turn_of(letter, press), by=fresh(charlie), verdict="clear", sha256=sha(letter))

    assert decided.decision.by_whom == f"{charlie} for {carol}"
    told = HistoryEntry.objects.filter(action__in=("letters.comment", "letters.decide"))
    assert {line.data["acting_for"] for line in told} == {carol.pk}


def test_a_conflict_of_the_absent_one_or_of_the_stand_in_counts(letter, case, carol, office_a, office_b, charlie):
    AbsenceFactory(office=office_b, person=carol, stand_in=charlie)
    for somebody in (carol, charlie):
        conflict = ConflictFactory(office=office_a, staff=somebody, person=case.person)
        assert not read_by(charlie, letter)
        conflict.delete()
    assert read_by(charlie, letter)


def test_somebody_of_both_offices_reads_what_their_own_office_shows_and_speaks_while_it_is_shared(
    letter, shared, press, carol, chief, office_a
):
    carol.memberships.create(office=office_a)
    carol = fresh(carol)
    assert may(carol, "view", letter)
    assert queries.mine_to_clear(letter, carol) == [turn_of(letter, press)]

    end_sharing(shared, by=chief)

    assert queries.mine_to_clear(letter, fresh(carol)) == []
    with pytest.raises(NotPermitted, match="Press office does not clear letters of this office any more"):
        actions.decide(turn_of(letter, press), by=fresh(carol), verdict="clear", sha256=sha(letter))


def test_what_other_units_and_readers_say_is_not_told_to_them(letter, press, carol, bob, office_a, alice, signed_in):
    own = UnitFactory(office=office_a, name="Inner circle", staff=[bob])
    actions.ask_unit(letter, by=alice, unit=own, kind="gate", reason="Hush-hush.")
    actions.comment(letter, by=bob, words="A word among ourselves.")
    actions.comment(letter, by=fresh(carol), words="A word of the press office.")

    page = said(signed_in(carol).get(review(letter)))

    assert "A word of the press office." in page
    for secret in ("Inner circle", "Hush-hush.", "A word among ourselves.", "Lines of the day", "Pre-flight"):
        assert secret not in page
    listed = reverse("letters:to_clear")
    assert "text/html" in signed_in(carol).get(f"{listed}?export=csv").headers["Content-Type"]
    ours = said(signed_in(bob).get(review(letter)))
    assert "A word of the press office." in ours
    assert "Press office (Office B)" in ours


def test_nothing_of_it_is_in_the_sight_of_a_superuser_or_of_a_unit_that_was_only_offered(letter, shared, press, root):
    press.staff.add(root)
    assert not read_by(root, letter)
    type(shared).objects.update(accepted_at=None, accepted_by=None)
    for person in press.staff.all():
        assert not read_by(person, letter)
