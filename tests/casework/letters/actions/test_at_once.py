"""Two people at the same moment: one of them is first, and nothing is decided twice or on other words."""

import pytest
from django.db import transaction

from casework.core.errors import CaseworkError
from casework.dispatch import jobs
from casework.dispatch.models import Dispatch
from casework.letters import actions, queries
from casework.letters.models import Approval, Letter
from casework.letters.states import LetterStatus
from tests.at_once import at_once
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again
from tests.history import lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 4


def letters(case, alice, **stands):
    """As many letters as there are rounds."""
    return [LetterFactory(case=case, by=alice, **stands) for _ in range(ROUNDS)]


def refused(outcomes):
    """Those that were told no, each in words; anything else that went wrong fails the test."""
    wrong = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, CaseworkError)]
    assert wrong == []
    return [each for each in outcomes if isinstance(each, CaseworkError)]


def test_two_reviewers_approve_at_once_and_one_yes_counts(case, alice, bob, office_a):
    eve = UserFactory(office=office_a, roles=["reviewer"])
    for letter in letters(case, alice, submitted=True):
        outcomes = at_once(
            lambda: actions.approve(letter, by=bob, revision=letter.latest_revision),  # noqa: B023  (run at once)
            lambda: actions.approve(letter, by=eve, revision=letter.latest_revision),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
        assert (letter.approvals.count(), lines(letter).count("letters.approve")) == (1, 1)
    assert Dispatch.objects.count() == ROUNDS


def test_one_approves_while_the_other_returns_and_one_of_both_holds(case, alice, bob, office_a):
    eve = UserFactory(office=office_a, roles=["reviewer"])
    for letter in letters(case, alice, submitted=True):
        outcomes = at_once(
            lambda: actions.approve(letter, by=bob, revision=letter.latest_revision),  # noqa: B023  (run at once)
            lambda: actions.return_to_writer(letter, by=eve, revision=letter.latest_revision, comment="No."),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
        now = again(letter)
        assert (now.status, now.approvals.count(), now.returns.count()) in [
            (LetterStatus.APPROVED, 1, 0),
            (LetterStatus.DRAFT, 0, 1),
        ]


def test_one_approves_while_the_writer_withdraws_and_changes(case, alice, bob):
    """Whatever the order, what is approved is what was read."""

    def change(letter):
        with transaction.atomic():
            actions.withdraw(letter, by=alice)
            text = again(letter).get_latest_revision_as_object()
            text.body = "<p>Sneaked in.</p>"
            text.save()
            text.save_revision(user=alice, clean=False)
            actions.submit(text, by=alice)

    for letter in letters(case, alice, submitted=True):
        outcomes = at_once(
            lambda: actions.approve(letter, by=bob, revision=letter.latest_revision),  # noqa: B023  (run at once)
            lambda: change(letter),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
    assert not Dispatch.objects.filter(text__contains="Sneaked in.").exists()
    assert not Approval.objects.filter(content__contains="Sneaked in.").exists()


def test_one_approves_while_the_editor_saves(case, alice, bob):
    """The editor was opened before the letter was submitted; its save comes last, or not at all."""
    for letter in letters(case, alice):
        opened = again(letter).get_latest_revision_as_object()
        opened.body = "<p>Sneaked in.</p>"
        submitted = again(actions.submit(letter, by=alice))

        def save():
            with transaction.atomic():
                opened.save()  # noqa: B023  (run at once)
                return opened.save_revision(user=alice, clean=False)  # noqa: B023  (run at once)

        approved, saved = at_once(
            lambda: actions.approve(submitted, by=bob, revision=submitted.latest_revision),  # noqa: B023  (run at once)
            save,
        )
        assert isinstance(saved, Exception)
        assert not isinstance(approved, Exception)
        assert "Sneaked in." not in again(letter).body
    assert not Dispatch.objects.filter(text__contains="Sneaked in.").exists()


def test_pressing_submit_twice_starts_one_review(case, alice):
    for letter in letters(case, alice):
        outcomes = at_once(lambda: actions.submit(letter, by=alice), lambda: actions.submit(letter, by=alice))  # noqa: B023  (run at once)
        assert len(refused(outcomes)) == 1
        assert again(letter).workflow_states.count() == 1


def test_pressing_reply_twice_gives_two_letters_two_numbers(case, alice):
    outcomes = at_once(*[lambda: actions.start_reply(case, by=alice)] * 3)
    assert refused(outcomes) == []
    assert sorted(Letter.objects.values_list("reference", flat=True)) == [f"{case.reference}/{n}" for n in (1, 2, 3)]


def test_a_recall_while_the_sweep_sends_stops_it_or_comes_too_late(case, alice, bob, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    for letter in letters(case, alice, approved=True):
        recalled, _sent = at_once(lambda: actions.recall(letter, by=alice, reason="Wait!"), jobs.send_due)  # noqa: B023  (run at once)
        left = letter.approvals.get().dispatch
        mails = [mail for mail in tmp_path.glob("*.eml") if mail.read_bytes() == left.raw_bytes]
        too_late = isinstance(recalled, CaseworkError)
        assert len(mails) == too_late
        assert again(letter).status == (LetterStatus.SENT if too_late else LetterStatus.DRAFT)
        jobs.send_due()


def test_two_units_that_decide_in_the_same_second_both_count_once(office_a, alice, bob):
    people = [UserFactory(office=office_a, roles=["reviewer"]) for _ in range(2)]
    pair = [UnitFactory(office=office_a, staff=[person]) for person in people]
    ClearanceRuleFactory(office=office_a, units=pair)
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    sha256 = queries.reading(again(letter)).sha256
    turns = sorted(queries.clearances_of(letter), key=lambda turn: pair.index(turn.unit))

    def clear(number):
        return lambda: actions.decide(turns[number], by=people[number], verdict="clear", sha256=sha256)

    outcomes = at_once(clear(0), clear(0), clear(1), clear(1))

    told = refused(outcomes)
    assert [str(each).partition(" has ")[2] for each in told] == ["decided on this already."] * 2
    assert letter.decisions.count() == 2
    assert {each.state for each in queries.clearances_of(letter)} == {"cleared"}
    letter = again(letter)
    assert actions.approve(letter, by=bob, revision=letter.latest_revision).approvals.count() == 1


def test_two_who_take_a_turn_in_the_same_second_find_one_of_them_has_it(office_a, alice, bob):
    eve = UserFactory(office=office_a, roles=["reviewer"])
    ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, staff=[bob, eve])])
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    turn = queries.clearances_of(letter)[0]

    outcomes = at_once(lambda: actions.claim(turn, by=bob), lambda: actions.claim(turn, by=eve))

    assert len(refused(outcomes)) == 1
    [won] = [each for each in outcomes if not isinstance(each, CaseworkError)]
    assert queries.clearances_of(letter)[0].claimed_by == won.claimed_by
    assert lines(letter).count("letters.claim") == 1


def test_of_two_units_of_which_one_is_enough_both_may_speak_in_the_same_second(office_a, alice, bob):
    people = [UserFactory(office=office_a, roles=["reviewer"]) for _ in range(2)]
    pair = [UnitFactory(office=office_a, staff=[person]) for person in people]
    last = UnitFactory(office=office_a, staff=[bob])
    ClearanceRuleFactory(office=office_a, units=pair, needs="any")
    ClearanceRuleFactory(office=office_a, units=[last], stage=2)
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    sha256 = queries.reading(again(letter)).sha256
    turns = {each.unit_id: each for each in queries.clearances_of(letter)}

    def clear(number):
        return lambda: actions.decide(turns[pair[number].pk], by=people[number], verdict="clear", sha256=sha256)

    assert refused(at_once(clear(0), clear(1))) == []
    assert letter.decisions.count() == 2
    assert {each.unit_id: each.state for each in queries.clearances_of(letter)} == {
        pair[0].pk: "cleared", pair[1].pk: "cleared", last.pk: "open",
    }  # fmt: skip
