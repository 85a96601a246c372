"""The verbs: who may write, who may approve, what an approval holds, and what stops a line."""

from datetime import timedelta

import pytest

from casework.core import clock as now
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM
from casework.positions import actions, queries
from casework.positions.models import Position, PositionVersion, Withdrawal
from casework.positions.states import standing
from tests.factories.directory import IssueFactory, UnitFactory, UserFactory
from tests.factories.positions import PositionFactory, again, next_version
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(alice, bob, office_a):
    """A draft that alice wrote."""
    return PositionFactory(office=office_a, by=alice, approver=bob)


@pytest.fixture
def submitted(alice, bob, office_a):
    """Words that alice submitted."""
    return PositionFactory(office=office_a, by=alice, approver=bob, submitted=True)


# ---------------------------------------------------------------- write
def test_write_keeps_the_words_without_what_nobody_types(alice, office_a):
    position = Position(office=office_a, issue=IssueFactory(), title=" A\x00  title ", text_en="One.\r\nTwo.\x07 ")

    position = again(actions.write(position, by=alice))

    assert (position.title, position.text_en, position.status) == ("A title", "One.\nTwo.", "draft")
    assert (position.begun_by, queries.writers_of(position), lines(position)) == (
        alice,
        {alice.pk},
        ["positions.write"],
    )


def test_write_gives_everybody_who_changed_a_word_a_hand_in_it(draft, alice, director):
    draft.text_fr = "Autrement dit."

    actions.write(draft, by=director)

    assert queries.writers_of(draft) == {alice.pk, director.pk}
    assert (last_line(draft).data["what"], "Autrement" in str(last_line(draft).data)) == (["text_fr"], False)


def test_write_without_a_change_leaves_no_line_and_no_hand(draft, alice, director):
    actions.write(draft, by=director)

    assert (lines(draft), queries.writers_of(draft)) == (["positions.write"], {alice.pk})


def test_naming_the_unit_that_keeps_it_is_no_hand_in_the_words(draft, alice, director, office_a):
    draft.owner = UnitFactory(office=office_a)

    actions.write(draft, by=director)

    assert (again(draft).owner, queries.writers_of(draft)) == (draft.owner, {alice.pk})


def test_write_refuses_another_office_s_unit(draft, alice, office_b):
    draft.owner = UnitFactory(office=office_b)

    with pytest.raises(CaseworkError, match="unit of the office"):
        actions.write(draft, by=alice)


def test_write_refuses_words_somebody_else_changed_meanwhile(draft, alice, director):
    seen = draft.content.sha256
    other = again(draft)
    other.text_en = "First."
    actions.write(other, by=director, seen=seen)
    draft.text_en = "Second."

    with pytest.raises(OutOfDate, match="Copy your words"):
        actions.write(draft, by=alice, seen=seen)

    assert again(draft).text_en == "First."


def test_write_does_not_move_a_line_to_another_office(draft, alice, office_a, office_b):
    draft.office, draft.text_en = office_b, "Elsewhere."

    actions.write(draft, by=alice)

    assert again(draft).office == office_a


@pytest.mark.parametrize("state", ["submitted", "approved", "stopped"])
def test_write_refuses_words_that_are_no_draft(alice, bob, office_a, state):
    position = PositionFactory(office=office_a, by=alice, approver=bob, **{state: True})
    position.text_en = "Sneaked in."

    with pytest.raises(CaseworkError, match="not a draft"):
        actions.write(position, by=alice)

    assert again(position).text_en != "Sneaked in."


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_write_refuses_who_may_not(draft, who, request):
    draft.text_en = "Not mine."

    with pytest.raises(NotPermitted):
        actions.write(draft, by=request.getfixturevalue(who))
    with pytest.raises(NotPermitted):
        actions.write(Position(office=draft.office, issue=draft.issue), by=request.getfixturevalue(who))


def test_the_system_writes_approves_and_stops_nothing(draft, submitted, alice, bob, office_a):
    draft.text_en = "By nobody."
    approved = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)

    for doing in (
        lambda: actions.write(draft, by=SYSTEM),
        lambda: actions.write(Position(office=office_a, issue=draft.issue), by=SYSTEM),
        lambda: actions.approve(submitted, by=SYSTEM),
        lambda: actions.withdraw_live(approved, by=SYSTEM, reason="Because."),
        lambda: actions.new_version(approved, by=SYSTEM),
    ):
        with pytest.raises(NotPermitted, match="by a person"):
            doing()


# ---------------------------------------------------------------- submit, withdraw, return
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text_fr": ""}, "the line in French"),
        ({"text_en": ""}, "the line in English"),
        ({"title": ""}, "the title"),
        ({"expires": timedelta(days=-1)}, "last day"),
        ({"effective_from": timedelta(days=9), "expires": timedelta(days=8)}, "before the first"),
    ],
)
def test_submit_says_what_is_missing(alice, office_a, words, refusal):
    dated = {name: now.today() + at if isinstance(at, timedelta) else at for name, at in words.items()}
    position = PositionFactory(office=office_a, by=alice, **dated)

    with pytest.raises(CaseworkError, match=refusal):
        actions.submit(position, by=alice)

    assert again(position).status == "draft"


def test_submit_twice_is_refused(submitted, alice):
    with pytest.raises(IllegalMove):
        actions.submit(submitted, by=alice)


def test_withdraw_makes_it_a_draft_again(submitted, alice):
    actions.withdraw(submitted, by=alice)

    row = again(submitted)
    assert (row.status, row.submitted_at, row.submitted_sha256) == ("draft", None, "")
    assert last_line(row).action == "positions.withdraw"


def test_return_keeps_what_is_to_be_changed_and_the_history_tells_no_words(submitted, bob):
    actions.return_to_writer(submitted, by=bob, comment="  Leave out the figure.  ")

    row = again(submitted)
    assert (row.status, queries.last_return(row).comment) == ("draft", "Leave out the figure.")
    assert (last_line(row).action, "figure" in str(last_line(row).data)) == ("positions.return", False)


def test_return_asks_what_is_to_be_changed(submitted, bob):
    with pytest.raises(CaseworkError, match="what is to be changed"):
        actions.return_to_writer(submitted, by=bob, comment=" \n")


# ---------------------------------------------------------------- approve
def test_approve_keeps_exactly_the_words_with_their_hash(submitted, alice, bob):
    version = actions.approve(submitted, by=bob, sha256=submitted.content.sha256)

    kept = PositionVersion.objects.get(position=submitted)
    assert kept == version
    assert (kept.content, kept.sha256) == (submitted.content, submitted.content.sha256)
    assert (kept.number, kept.written_by, kept.approved_by, kept.supersedes) == (1, alice, bob, None)
    assert again(submitted).status == "approved"
    assert last_line(submitted).data == {"version": 1, "sha256": kept.sha256}


def test_approve_refuses_the_writer_whatever_their_verbs(alice, office_a):
    boss = UserFactory(office=office_a, roles=["director"], admin=True)
    position = PositionFactory(office=office_a, by=boss, submitted=True)

    for doing in (
        lambda: actions.approve(position, by=boss),
        lambda: actions.return_to_writer(position, by=boss, comment="x"),
    ):
        with pytest.raises(NotPermitted, match="did not write it"):
            doing()

    assert not PositionVersion.objects.exists()


def test_approve_refuses_whoever_changed_a_word_of_somebody_else_s(draft, alice, director, bob):
    draft.sources = "A page."
    actions.write(draft, by=director)
    actions.submit(draft, by=alice)

    with pytest.raises(NotPermitted, match="did not write it"):
        actions.approve(draft, by=director)

    assert actions.approve(draft, by=bob).sources == "A page."


def test_a_hand_in_the_words_survives_a_return(submitted, director, alice, bob):
    actions.return_to_writer(submitted, by=bob, comment="Shorter.")
    row = again(submitted)
    row.text_en = "Shorter."
    actions.write(row, by=director)
    actions.submit(row, by=director)

    for who in (alice, director):
        assert not queries.may_decide(again(row), who)
    assert queries.may_decide(again(row), bob)


@pytest.mark.parametrize("who", ["alice", "charlie", "root"])
def test_approve_refuses_who_may_not(submitted, who, request):
    with pytest.raises(NotPermitted):
        actions.approve(submitted, by=request.getfixturevalue(who))


def test_approve_refuses_other_words_than_those_that_were_read(submitted, bob):
    with pytest.raises(OutOfDate):
        actions.approve(submitted, by=bob, sha256="0" * 64)

    assert not PositionVersion.objects.exists()


def test_approve_refuses_a_row_that_was_changed_behind_the_verbs(submitted, bob):
    Position.objects.filter(pk=submitted.pk).update(text_en="Sneaked in.")

    with pytest.raises(OutOfDate):
        actions.approve(submitted, by=bob)


def test_approve_refuses_words_whose_last_day_passed_while_they_waited(clock, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, submitted=True, expires=now.today())
    clock.shift(timedelta(days=1))

    with pytest.raises(CaseworkError, match="passed already"):
        actions.approve(position, by=bob)


def test_approving_twice_is_refused(submitted, bob):
    actions.approve(submitted, by=bob)

    with pytest.raises(CaseworkError, match="not in review"):
        actions.approve(submitted, by=bob)

    assert PositionVersion.objects.count() == 1


# ---------------------------------------------------------------- the next version
def test_a_new_version_takes_the_place_of_the_old_one_when_it_is_approved(alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    first = position.versions.get()

    draft = actions.new_version(position, by=alice)
    assert (draft.status, draft.number) == ("draft", 2)
    assert queries.current(queries.position_for(alice, position.pk)) == first

    next_words = again(draft)
    next_words.text_en = "Better."
    actions.submit(actions.write(next_words, by=alice), by=alice)
    assert queries.current(queries.position_for(bob, position.pk)) == first

    second = actions.approve(next_words, by=bob)
    told = {version.number: standing(version, now.now()) for version in position.versions.told()}
    assert (told, second.supersedes) == ({1: "superseded", 2: "current"}, first)


def test_a_version_for_a_later_day_leaves_the_old_one_until_then(clock, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    next_version(position, by=alice, approver=bob, effective_from=now.today() + timedelta(days=3))

    def stand():
        return {version.number: standing(version, now.now()) for version in position.versions.told()}

    assert stand() == {1: "current", 2: "not yet"}
    clock.shift(timedelta(days=3))
    assert stand() == {1: "superseded", 2: "current"}


def test_of_two_versions_to_come_the_one_approved_last_counts(clock, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    next_version(position, by=alice, approver=bob, effective_from=now.today() + timedelta(days=9))
    next_version(position, by=alice, approver=bob, effective_from=now.today() + timedelta(days=2))

    for days, current in ((0, 1), (2, 3), (9, 3), (30, 3)):
        moment = now.now() + timedelta(days=days)
        assert [v.number for v in PositionVersion.objects.standing(moment)] == [current], days


def test_whoever_wrote_the_version_before_may_approve_the_next(alice, director, office_a, bob):
    position = PositionFactory(office=office_a, by=director, approver=bob, approved=True)

    position = next_version(position, by=alice, text_en="Alice wrote this.")

    assert queries.may_decide(position, director)


def test_whoever_wrote_what_was_stopped_does_not_approve_it_as_a_new_version(alice, director, office_a, bob):
    position = PositionFactory(office=office_a, by=director, approver=bob, stopped=True)

    position = next_version(position, by=alice)

    assert (queries.may_decide(position, director), queries.may_decide(position, bob)) == (False, True)


def test_a_new_version_of_a_draft_is_refused(draft, alice):
    with pytest.raises(IllegalMove):
        actions.new_version(draft, by=alice)


# ---------------------------------------------------------------- stop
@pytest.mark.parametrize("who", ["alice", "bob", "director"])
def test_whoever_writes_or_approves_may_stop_a_line_at_once(alice, bob, office_a, director, who, request):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)

    actions.withdraw_live(position, by=request.getfixturevalue(who), reason="The figure is wrong.")

    assert [standing(v, now.now()) for v in position.versions.told()] == ["withdrawn"]
    assert Withdrawal.objects.get().reason == "The figure is wrong."
    assert (last_line(position).data, "figure" in str(last_line(position).data)) == ({"versions": [1]}, False)


def test_stopping_a_line_stops_the_version_to_come_as_well_and_nothing_comes_back(clock, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    next_version(position, by=alice, approver=bob, effective_from=now.today() + timedelta(days=3))

    stopped = actions.withdraw_live(position, by=bob, reason="Wrong.")

    assert {version.number for version in stopped} == {1, 2}
    for days in (0, 3, 30):
        assert not PositionVersion.objects.standing(now.now() + timedelta(days=days)).exists()


def test_what_stood_before_it_was_stopped_can_still_be_told(clock, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    then = now.now()
    clock.shift(timedelta(hours=2))
    actions.withdraw_live(position, by=bob, reason="Wrong.")

    (version,) = position.versions.told()
    assert (standing(version, then), standing(version, now.now())) == ("current", "withdrawn")


def test_stop_asks_for_a_reason_and_for_something_that_stands(alice, bob, office_a, draft):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)

    with pytest.raises(CaseworkError, match="Say why"):
        actions.withdraw_live(position, by=bob, reason=" ")
    for nothing in (draft, PositionFactory(office=office_a, by=alice, approver=bob, expired=True)):
        with pytest.raises(CaseworkError, match="nothing to withdraw"):
            actions.withdraw_live(nothing, by=bob, reason="Wrong.")


def test_stop_refuses_who_may_not(alice, bob, office_a, charlie, root):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    caseworker = UserFactory(office=office_a, roles=["caseworker"])

    for who in (charlie, root, caseworker):
        with pytest.raises(NotPermitted):
            actions.withdraw_live(position, by=who, reason="Wrong.")
