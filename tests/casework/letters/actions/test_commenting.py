"""What readers say to a passage, and that a required comment is resolved before the letter is approved."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.letters import actions, queries
from casework.letters.models import LetterComment
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.history import lines
from tests.screens import HOSTILE, is_inert, queries as asked, said

pytestmark = pytest.mark.django_db

BODY = "<p>Thank you for writing.</p><p>We have found the answer.</p>"


@pytest.fixture
def press(office_a, bob):
    return UnitFactory(office=office_a, name="Communications", staff=[bob])


@pytest.fixture
def letter(office_a, press, case, alice, bob):
    ClearanceRuleFactory(office=office_a, units=[press])
    return LetterFactory(case=case, by=alice, approver=bob, submitted=True, body=BODY)


def remark(letter):
    letter = again(letter)
    return queries.remarks(letter, queries.reading(letter).content)[0]


def say(letter, bob, verdict="clear", comment=""):
    letter = again(letter)
    turn = queries.clearances_of(letter)[0]
    return actions.decide(turn, by=bob, verdict=verdict, sha256=queries.reading(letter).sha256, comment=comment)


def approve(letter, by):
    letter = again(letter)
    return actions.approve(letter, by=by, revision=letter.latest_revision)


def back(letter, alice, **words):
    actions.withdraw(letter, by=alice)
    return again(actions.submit(write(letter, by=alice, **words), by=alice))


# ---------------------------------------------------------------- on a passage
def test_a_comment_keeps_the_words_it_is_about_and_for_which_unit_it_was_made(letter, bob, press):
    made = actions.comment(letter, by=bob, words="Which answer?", quote=" found  the answer ")
    assert (made.quote, made.unit, made.made_by, made.is_required) == ("found the answer", press, bob, False)
    assert (remark(letter).is_gone, remark(letter).place) == (False, made.place)
    assert lines(letter)[-1] == "letters.comment"


def test_a_paragraph_alone_is_quoted_whole_and_nothing_is_about_the_whole_letter(letter, bob):
    assert actions.comment(letter, by=bob, words="Warm.", place=2).quote == "Thank you for writing."
    assert actions.comment(letter, by=bob, words="Good.").quote == ""


def test_words_the_letter_does_not_say_are_refused(letter, bob):
    for wrong in ({"quote": "something else"}, {"place": 99}, {"quote": "writing. We have"}):
        with pytest.raises(OutOfDate, match="does not say these words"):
            actions.comment(letter, by=bob, words="What?", **wrong)
    with pytest.raises(CaseworkError, match="Say what you mean"):
        actions.comment(letter, by=bob, words="  ")
    assert not LetterComment.objects.exists()


def test_only_readers_of_a_letter_in_review_comment_on_it(letter, alice, bob, charlie, root):
    for stranger in (alice, charlie, root):
        with pytest.raises(NotPermitted):
            actions.comment(letter, by=stranger, words="Hm.")
    actions.withdraw(letter, by=alice)
    with pytest.raises(CaseworkError, match="not in review"):
        actions.comment(letter, by=bob, words="Hm.")


def test_after_an_edit_the_passage_is_found_again_or_said_to_be_gone(letter, bob, alice):
    actions.comment(letter, by=bob, words="Which?", quote="found the answer")
    letter = back(letter, alice, body="<p>New.</p><p>More.</p>" + BODY)
    assert (remark(letter).is_gone, remark(letter).place) == (False, 5)
    letter = back(letter, alice, body="<p>All is said.</p>")
    assert remark(letter).is_gone


def test_what_was_said_stays_as_it_was_written(letter, bob):
    made = actions.comment(letter, by=bob, words="Which?", quote="the answer")
    for column in ("words", "quote", "is_required"):
        with transaction.atomic(), pytest.raises(DatabaseError, match="written once"):
            LetterComment.objects.filter(pk=made.pk).update(**{column: "1"})


# ---------------------------------------------------------------- required
def test_conditions_are_a_comment_that_is_resolved_before_the_approval(letter, bob, alice):
    say(letter, bob, "conditions", "Name the program.")
    comment = letter.comments.get()
    assert (comment.words, comment.is_required) == ("Name the program.", True)
    with pytest.raises(CaseworkError, match="1 comment has to be resolved"):
        approve(letter, bob)
    assert "waits for the letter’s writer" in queries.why_not_decide(again(letter), bob)
    actions.resolve_comment(comment, by=alice, words="It is in the second paragraph.")
    assert approve(letter, bob).status == "approved"


def test_no_way_of_wagtail_s_leads_past_a_required_comment(letter, bob):
    say(letter, bob, "conditions", "Name the program.")
    state = again(letter).current_workflow_state
    for way in (
        lambda: state.finish(user=bob),
        lambda: state.current_task_state.approve(user=bob),
        lambda: actions.settle_approval(letter, workflow_state=state, by=bob),
    ):
        with transaction.atomic(), pytest.raises(CaseworkError):
            way()
    assert again(letter).status == "in_review"


def test_a_comment_that_is_not_required_holds_nothing_up(letter, bob):
    actions.comment(letter, by=bob, words="A matter of taste.", quote="Thank you")
    say(letter, bob)
    assert approve(letter, bob).status == "approved"


def test_a_required_comment_outlives_a_new_submission(letter, bob, alice):
    actions.comment(letter, by=bob, words="The date is wrong.", is_required=True)
    letter = back(letter, alice, body="<p>On Tuesday, then.</p>")
    say(letter, bob)
    with pytest.raises(CaseworkError, match="has to be resolved"):
        approve(letter, bob)


def test_the_writer_resolves_it_with_words_or_who_made_it_takes_it_back(letter, bob, alice, director, office_a):
    first, second = (actions.comment(letter, by=bob, words="Hm.", is_required=True) for _ in range(2))
    other = UserFactory(office=office_a, roles=["officer"])
    for stranger in (director, other):
        with pytest.raises(NotPermitted):
            actions.resolve_comment(first, by=stranger, words="Never mind.")
    with pytest.raises(CaseworkError, match="Say how"):
        actions.resolve_comment(first, by=alice, words=" ")
    actions.resolve_comment(first, by=alice, words="Mended.")
    actions.resolve_comment(second, by=bob, words="I had misread it.")
    with pytest.raises(CaseworkError, match="already"):
        actions.resolve_comment(first, by=alice, words="Twice.")
    assert queries.held_by_comments(letter) == 0
    assert lines(letter)[-1] == "letters.resolve_comment"


# ---------------------------------------------------------------- the screens
def test_a_reader_comments_and_the_writer_meets_it_in_the_editor_and_resolves_it(signed_in, letter, bob, alice):
    review, comment, resolve = (
        reverse(f"letters:{name}", args=[letter.pk]) for name in ("review", "comment", "resolve")
    )
    assert comment in said(signed_in(bob).get(review))
    form = {"place": "", "quote": "the answer", "words": "Which one?", "is_required": "on"}
    assert signed_in(bob).post(comment, {**form, "quote": "the question"}).status_code == 422
    signed_in(bob).post(comment, form)
    assert "Which one?" in said(signed_in(bob).get(review))
    actions.withdraw(letter, by=alice)
    editor = said(signed_in(alice).get(reverse("letters:edit", args=[letter.pk])))
    assert "Which one?" in editor
    assert resolve in editor
    signed_in(alice).post(resolve, {"comment": letter.comments.get().pk, "words": "The one of Monday."})
    page = said(signed_in(bob).get(reverse("letters:inspect", args=[letter.pk])))
    assert "The one of Monday." in page


def test_without_a_selection_a_paragraph_is_chosen_from_a_list(signed_in, letter, bob):
    url = reverse("letters:comment", args=[letter.pk])
    assert '<option value="2">Thank you for writing.</option>' in said(signed_in(bob).get(url))
    signed_in(bob).post(url, {"place": "2", "words": "Warm."})
    assert letter.comments.get().quote == "Thank you for writing."


def test_hostile_words_are_words(signed_in, letter, bob, alice):
    made = actions.comment(letter, by=bob, words=HOSTILE)
    for url in (reverse(f"letters:{name}", args=[letter.pk]) for name in ("review", "inspect", "resolve")):
        assert is_inert(signed_in(alice).get(url)), url
    actions.resolve_comment(made, by=alice, words=HOSTILE)
    assert is_inert(signed_in(alice).get(reverse("letters:inspect", args=[letter.pk])))


def test_the_review_costs_the_same_with_one_comment_and_with_three(signed_in, letter, bob, alice):
    url = reverse("letters:review", args=[letter.pk])
    actions.comment(letter, by=bob, words="One.", quote="the answer")
    one = asked(signed_in(bob), url)
    actions.comment(letter, by=bob, words="Two.", quote="Thank you")
    actions.comment(letter, by=bob, words="Three.")
    assert asked(signed_in(bob), url) == one


@pytest.mark.parametrize("name", ["comment", "resolve", "raise", "claim", "release", "object"])
def test_nobody_of_another_office_reaches_any_of_it(signed_in, letter, office_b, name):
    stranger = UserFactory(office=office_b, roles=["director", "reviewer"])
    assert signed_in(stranger).get(reverse(f"letters:{name}", args=[letter.pk])).status_code == 404
