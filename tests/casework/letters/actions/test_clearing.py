"""Several departments clear one letter at once: each for itself, each on exactly these words, in any order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.letters import actions, queries
from casework.letters.models import Approval, Decision, Letter, Waiver
from casework.letters.states import CLEARING, NEEDS_WORDS, Verdict
from tests.database import each_time_from_here
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.history import lines

pytestmark = pytest.mark.django_db

NAMES = ["Communications", "Stakeholder Relations", "Legislative Affairs", "Issues Management"]


@pytest.fixture
def units(office_a):
    """Four departments, each with one person who reviews."""
    return [
        UnitFactory(office=office_a, name=name, staff=[UserFactory(office=office_a, roles=["reviewer"])])
        for name in NAMES
    ]


@pytest.fixture
def rule(office_a, units):
    """Every letter of the office needs all four."""
    return ClearanceRuleFactory(office=office_a, name="Key letter", units=units)


@pytest.fixture
def letter(rule, alice, office_a, bob):
    """A letter of alice's in review."""
    return LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)


def with_a_reviewer(office, **given):
    return UnitFactory(office=office, staff=[UserFactory(office=office, roles=["reviewer"])], **given)


def turn(letter, unit):
    return next(each for each in queries.clearances_of(letter) if each.unit_id == unit.pk)


def reviewer(unit):
    return unit.staff.first()


def say(letter, unit, verdict=Verdict.CLEAR, *, by=None, comment="", sha256=None):
    letter = again(letter)
    said = sha256 or queries.reading(letter).sha256
    return actions.decide(turn(letter, unit), by=by or reviewer(unit), verdict=verdict, sha256=said, comment=comment)


def approve(letter, bob):
    letter = again(letter)
    return actions.approve(letter, by=bob, revision=letter.latest_revision)


def states(letter):
    return {str(each.unit): each.state for each in queries.clearances_of(letter)}


def rewrite(letter, alice, **words):
    return again(actions.submit(write(letter, by=alice, **words), by=alice))


# ---------------------------------------------------------------- asked at the same time, each for itself
def test_submitting_asks_every_unit_the_rules_name_and_says_why(letter, rule):
    assert states(letter) == dict.fromkeys(NAMES, "open")
    plan = queries.plan_of(letter)
    assert (plan.round, plan.tier, plan.trace[0]["name"], plan.trace[0]["matched"]) == (1, 2, "Key letter", True)
    assert {each.reason for each in queries.clearances_of(letter)} == {"Key letter"}


def test_a_letter_no_rule_is_about_goes_straight_to_its_approval(office_b, charlie):
    approver = UserFactory(office=office_b, roles=["reviewer"])
    letter = LetterFactory(office=office_b, by=charlie, approver=approver, submitted=True)
    assert queries.clearances_of(letter) == []
    assert approve(letter, approver).status == "approved"


@pytest.mark.slow
def test_all_orders_in_which_four_units_can_decide_end_the_same(letter, units, bob):
    ends = []

    def decide_in_every_order(left):  # each of these units next; what was said is taken back again
        if not left:
            with each_time_from_here():
                ended = approve(letter, bob)
                found = tuple(sorted(states(letter).items()))
                ends.append((ended.status, ended.approvals.count(), ended.decisions.count(), found))
            return
        with pytest.raises(CaseworkError, match="Not every unit has cleared"):
            approve(letter, bob)
        for unit in left:
            with each_time_from_here():
                say(letter, unit)
                assert len(queries.holding(letter)) == len(left) - 1
                decide_in_every_order([other for other in left if other != unit])

    decide_in_every_order(units)

    assert len(ends) == 24
    assert set(ends) == {("approved", 1, 4, tuple(sorted(dict.fromkeys(NAMES, "cleared").items())))}


def test_nothing_is_approved_while_one_unit_has_not_spoken(letter, units, bob):
    for unit in units[:3]:
        say(letter, unit)
    with pytest.raises(CaseworkError, match="Not every unit has cleared"):
        approve(letter, bob)
    assert not queries.waiting_for_approval(bob).exists()
    assert queries.why_not_decide(again(letter), bob) == (
        "Waits for the clearance of: Issues Management. The last word comes after theirs."
    )
    say(letter, units[3])
    assert list(queries.waiting_for_approval(bob)) == [letter]


@pytest.mark.parametrize("verdict", sorted(CLEARING))
def test_each_way_to_let_it_go_lets_it_go(letter, units, alice, bob, verdict):
    for unit in units:
        say(letter, unit, verdict, comment="Mind the date.")
    for condition in letter.comments.all():
        actions.resolve_comment(condition, by=alice, words="It is the right one.")
    assert approve(letter, bob).status == "approved"


def test_an_objection_holds_the_letter_until_the_unit_thinks_again(letter, units, bob):
    for unit in units[1:]:
        say(letter, unit)
    say(letter, units[0], Verdict.OBJECT, comment="This is not our line.")
    with pytest.raises(CaseworkError, match="Not every unit has cleared"):
        approve(letter, bob)
    say(letter, units[0])
    assert approve(letter, bob).status == "approved"
    assert list(letter.decisions.filter(unit=units[0]).values_list("verdict", flat=True)) == ["object", "clear"]


def test_one_unit_s_return_sends_the_letter_back_and_ends_the_wait_for_the_others(letter, units):
    say(letter, units[0])
    say(letter, units[1], Verdict.RETURN, comment="Name the program.")
    letter = again(letter)
    assert letter.status == "draft"
    assert states(letter) == dict(zip(NAMES, ["cleared", "returned", "ended", "ended"], strict=True))
    returned = letter.returns.get()
    assert (returned.comment, returned.returned_by) == ("Stakeholder Relations: Name the program.", reviewer(units[1]))


@pytest.mark.parametrize("verdict", sorted(NEEDS_WORDS))
def test_what_nobody_would_understand_without_words_is_refused(letter, units, verdict):
    with pytest.raises(CaseworkError, match="Say in the comment"):
        say(letter, units[0], verdict, comment="  ")
    assert states(letter)["Communications"] == "open"


def test_a_unit_asked_for_its_view_holds_nothing_up(office_a, office_b, charlie):
    approver = UserFactory(office=office_b, roles=["reviewer"])
    legal = with_a_reviewer(office_b, name="Legal")
    letter = LetterFactory(office=office_b, by=charlie, approver=approver, submitted=True)
    actions.ask_unit(letter, by=charlie, unit=legal, kind="consult", reason="A date of the tribunal.")
    say(letter, legal, Verdict.RETURN, comment="I would wait for the tribunal.")
    assert (again(letter).status, queries.holding(letter)) == ("in_review", [])
    assert approve(letter, approver).status == "approved"


def test_a_unit_added_by_hand_must_clear_and_is_asked_again_the_next_time(letter, units, office_a, alice, bob):
    legal = with_a_reviewer(office_a, name="Legal")
    actions.ask_unit(letter, by=reviewer(units[0]), unit=legal, kind="gate", reason="Names a tribunal.")
    with pytest.raises(CaseworkError, match="asked already"):
        actions.ask_unit(letter, by=alice, unit=legal, kind="gate", reason="Again.")
    for unit in units:
        say(letter, unit)
    with pytest.raises(CaseworkError, match="Not every unit has cleared"):
        approve(letter, bob)
    say(letter, legal, Verdict.RETURN, comment="Wrong tribunal.")
    letter = rewrite(letter, alice, body="<p>Another tribunal altogether.</p>")
    assert states(letter)["Legal"] == "open"


def test_a_unit_of_another_office_is_not_asked(letter, office_b, alice):
    with pytest.raises(CaseworkError, match="own office"):
        actions.ask_unit(letter, by=alice, unit=UnitFactory(office=office_b), kind="gate", reason="Why not.")


# ---------------------------------------------------------------- who may speak for a unit
def test_only_the_people_of_a_unit_speak_for_it(letter, units, bob, director, root, office_a):
    root.memberships.create(office=office_a)
    for stranger in (bob, director, reviewer(units[1]), root):
        with pytest.raises(NotPermitted):
            say(letter, units[0], by=stranger)
    assert not Decision.objects.exists()


def test_the_lead_speaks_for_the_unit(letter, units, bob):
    units[0].lead = bob
    units[0].save()
    say(letter, units[0], by=bob)
    assert states(letter)["Communications"] == "cleared"


def test_a_writer_clears_nothing_a_superuser_included(letter, units, alice, office_a):
    chief = UserFactory(admin=True, office=office_a, roles=["reviewer", "officer"])
    units[0].staff.add(alice, chief)
    actions.withdraw(letter, by=alice)
    letter = write(letter, by=chief, body="<p>Mended by the chief.</p>")
    actions.submit(letter, by=alice)
    for writer in (alice, chief):
        with pytest.raises(NotPermitted):
            say(letter, units[0], by=writer)
    assert queries.mine_to_clear(again(letter), chief) == []


def test_somebody_who_has_left_the_office_speaks_for_no_unit_of_it(letter, units):
    gone = reviewer(units[0])
    gone.memberships.all().delete()
    with pytest.raises(NotPermitted):
        say(letter, units[0], by=type(gone).objects.get(pk=gone.pk))


# ---------------------------------------------------------------- bound to the words
def test_a_decision_is_refused_on_words_that_are_not_on_the_screen_any_more(letter, units):
    with pytest.raises(OutOfDate):
        say(letter, units[0], sha256="0" * 64)


def test_a_turn_of_an_earlier_submission_cannot_be_taken(letter, units, alice):
    old = turn(letter, units[0])
    actions.withdraw(letter, by=alice)
    letter = rewrite(letter, alice, body="<p>Something else.</p>")
    with pytest.raises(CaseworkError, match="submitted anew"):
        actions.decide(old, by=reviewer(units[0]), verdict="clear", sha256=queries.reading(letter).sha256)


def test_a_decision_keeps_the_words_it_was_said_to(letter, units):
    say(letter, units[0])
    decision = letter.decisions.get()
    content = queries.content_of(again(letter).latest_revision.as_object())
    assert (decision.content, decision.sha256) == (content.canonical(), content.cleared_sha256)


def test_the_addressee_is_nobody_s_business_and_makes_no_yes_stale(letter, units, alice):
    say(letter, units[0])
    actions.withdraw(letter, by=alice)
    letter = rewrite(letter, alice, to_name="Another Person", salutation="Dear Another Person,")
    assert states(letter) == dict(zip(NAMES, ["cleared", "open", "open", "open"], strict=True))


def test_a_yes_of_somebody_who_wrote_on_the_letter_since_is_asked_of_another(letter, units, alice, office_a):
    editor = UserFactory(office=office_a, roles=["reviewer", "officer"])
    units[0].staff.add(editor)
    say(letter, units[0], by=editor)
    actions.withdraw(letter, by=alice)
    same = again(letter).get_latest_revision_as_object().body
    letter = rewrite(letter, editor, body=same)
    assert states(letter)["Communications"] == "open"


@pytest.mark.parametrize(
    "words",
    [
        {"body": "<p>We will pay 300 dollars.</p>"},
        {"subject": "Something else"},
        {"closing": "Never yours,"},
        {"language": "fr"},
    ],
)
def test_a_yes_is_stale_when_what_it_was_said_to_has_changed(letter, units, alice, words):
    say(letter, units[0])
    actions.withdraw(letter, by=alice)
    letter = rewrite(letter, alice, **words)
    assert states(letter)["Communications"] == "open"


def test_a_mended_slip_asks_the_units_that_cleared_to_say_so_again(letter, units, alice, bob):
    letter = back(letter, alice, body="<p>Thank you for your recieved letter about housing.</p>")
    for unit in units:
        say(letter, unit)
    letter = back(letter, alice, body="<p>Thank you for your received letter about housing.</p>")
    assert states(letter)["Communications"] == "open"
    content = queries.content_of(letter.latest_revision.as_object())
    assert all(queries.is_slip_since(each, content) for each in queries.clearances_of(letter))
    for unit in units:
        say(letter, unit)
    assert set(letter.decisions.values_list("reconfirmed", flat=True)) == {True, False}
    assert approve(letter, bob).status == "approved"


def back(letter, alice, **words):
    actions.withdraw(letter, by=alice)
    return rewrite(letter, alice, **words)


def test_a_tampered_yes_opens_no_gate(letter, units, bob):
    for unit in units:
        say(letter, unit)
    forged = letter.decisions.first()
    other = Decision(
        letter=letter, unit=forged.unit, verdict="clear", content="{}", sha256="f" * 64, decided_by=forged.decided_by
    )
    other.save()
    each = turn(letter, forged.unit)
    each.decision = other
    each.save()
    with pytest.raises(OutOfDate, match="cleared other words"):
        approve(letter, bob)
    assert not Approval.objects.exists()


# ---------------------------------------------------------------- waived, and ratified afterwards
def test_the_lead_or_the_director_waives_with_a_reason_and_somebody_else_ratifies(
    letter, units, director, bob, office_a
):
    for unit in units[1:]:
        say(letter, unit)
    with pytest.raises(CaseworkError, match="in your own words"):
        actions.waive(turn(letter, units[0]), by=director, code="unavailable", words=" ")
    waiver = actions.waive(turn(letter, units[0]), by=director, code="unavailable", words="Away until Monday.")
    assert approve(letter, bob).status == "approved"
    second = UserFactory(office=office_a, roles=["director"])
    assert list(queries.waivers_to_ratify(second)) == [letter]
    with pytest.raises(NotPermitted):
        actions.ratify(waiver, by=director)
    actions.ratify(waiver, by=second)
    assert list(queries.waivers_to_ratify(second)) == []
    with pytest.raises(CaseworkError, match="already"):
        actions.ratify(waiver, by=second)


def test_nobody_waives_for_a_unit_but_its_lead_and_the_director(letter, units, alice, bob, director):
    for stranger in (alice, bob, reviewer(units[0])):
        with pytest.raises(NotPermitted):
            actions.waive(turn(letter, units[0]), by=stranger, code="other", words="I would rather not wait.")
    units[0].lead = bob
    units[0].save()
    with pytest.raises(NotPermitted):
        actions.waive(turn(letter, units[1]), by=bob, code="other", words="It is not my unit.")
    actions.waive(turn(letter, units[0]), by=bob, code="other", words="It is my unit.")
    assert states(letter)["Communications"] == "waived"


def test_whoever_wrote_the_letter_waives_nothing_even_as_director(rule, units, office_a, director, bob):
    letter = LetterFactory(office=office_a, by=director, approver=bob, submitted=True)
    with pytest.raises(NotPermitted, match="waives nothing"):
        actions.waive(turn(letter, units[0]), by=director, code="directive", words="I say so.")
    assert queries.waivable(again(letter), director) == []


def test_a_waived_unit_is_asked_again_when_the_letter_comes_anew(letter, units, alice, director):
    actions.waive(turn(letter, units[0]), by=director, code="unavailable", words="Away.")
    letter = back(letter, alice, body="<p>New words.</p>")
    assert states(letter)["Communications"] == "open"


# ---------------------------------------------------------------- no way round
WAYS = {
    "finish the workflow": lambda letter, state, user: state.finish(user=user),
    "approve its step": lambda letter, state, user: state.current_task_state.approve(user=user),
    "settle it": lambda letter, state, user: actions.settle_approval(letter, workflow_state=state, by=user),
    "press the step's button": lambda letter, state, user: state.current_task_state.task.specific.on_action(
        state.current_task_state, user, "approve"
    ),
    "approve by the verb": lambda letter, state, user: actions.approve(
        letter, by=user, revision=letter.latest_revision
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_wagtail_s_leads_past_a_unit(letter, units, bob, root, office_a, way):
    root.memberships.create(office=office_a)
    for user in (bob, root):
        with transaction.atomic(), pytest.raises((CaseworkError, PermissionDenied)):
            WAYS[way](letter, letter.current_workflow_state, user)
        letter = again(letter)
    assert not Approval.objects.exists()
    assert Letter.objects.get(pk=letter.pk).status == "in_review"


def test_what_was_decided_cannot_be_changed_afterwards(letter, units, director):
    say(letter, units[0])
    waiver = actions.waive(turn(letter, units[1]), by=director, code="other", words="Later.")
    for row in (letter.decisions.get(), waiver, queries.plan_of(letter)):
        with pytest.raises(CaseworkError, match="written once"):
            row.save()
        with pytest.raises(CaseworkError, match="written once"):
            type(row).objects.filter(pk=row.pk).update(letter=None)
    assert Waiver.objects.get().words == "Later."


def test_each_step_leaves_one_line(letter, units, director):
    say(letter, units[0])
    actions.waive(turn(letter, units[1]), by=director, code="other", words="Later.")
    assert lines(letter)[-2:] == ["letters.decide", "letters.waive"]
