"""Letters that left with a line which was stopped, replaced or has ended since: somebody decides about each, once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from casework.cases import actions as cases
from casework.core.errors import CaseworkError, NotPermitted
from casework.letters import actions, queries
from casework.letters.models import Correction, Letter
from casework.positions import actions as positions
from tests.factories.letters import again
from tests.factories.lines import left_saying, saying
from tests.factories.positions import PositionFactory, next_version
from tests.history import lines
from tests.screens import queries as asked, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def line(office_a, alice, bob):
    return PositionFactory(office=office_a, by=alice, approver=bob, approved=True)


@pytest.fixture
def sent(line, alice, bob):
    """A letter of alice's that left and says the line."""
    return left_saying(line, by=alice, approver=bob)


@pytest.fixture
def stopped(line, sent, director):
    """The same; the line was withdrawn since."""
    positions.withdraw_live(line, by=director, reason="The figure was wrong.")
    return sent


def to_correct(user):
    return list(queries.letters_to_correct(user))


# ---------------------------------------------------------------- which letters
def test_while_the_line_may_be_said_there_is_nothing_to_decide(sent, director):
    assert to_correct(director) == []
    with pytest.raises(CaseworkError, match="nothing to decide"):
        actions.correct(sent, by=director, verdict="none", reason="Why not.")


def test_a_letter_that_left_with_a_line_that_was_withdrawn_is_listed(stopped, director, charlie):
    assert to_correct(director) == [stopped]
    assert to_correct(charlie) == []


def test_a_letter_with_the_words_of_the_version_before_is_listed_when_others_take_their_place(
    line, sent, alice, bob, director
):
    next_version(line, by=alice, approver=bob, text_en="Other words, with another meaning.")
    assert to_correct(director) == [sent]


def test_a_new_version_with_the_same_words_asks_for_no_decision(line, sent, alice, bob, director):
    next_version(line, by=alice, approver=bob, do_say="More, in your own words.")
    assert to_correct(director) == []


def test_a_letter_that_has_not_left_is_recalled_and_not_corrected(line, alice, bob, director):
    waiting = saying(line, by=alice, approver=bob, approved=True)
    positions.withdraw_live(line, by=director, reason="The figure was wrong.")
    assert to_correct(director) == []
    with pytest.raises(CaseworkError, match="nothing to decide"):
        actions.correct(waiting, by=director, verdict="none", reason="Why not.")


def test_so_many_days_back_and_no_further(stopped, director, clock, settings):
    settings.CORRECTION_DAYS = 10
    clock.shift(timedelta(days=9))
    assert to_correct(director) == [stopped]
    clock.shift(timedelta(days=2))
    assert to_correct(director) == []


# ---------------------------------------------------------------- the decision
def test_writing_again_begins_a_letter_on_the_same_case_that_is_linked(stopped, director):
    [row] = actions.correct(stopped, by=director, verdict="write", reason="They count on it.")
    following = row.followed_by
    assert (following.case_id, following.status, following.language) == (stopped.case_id, "draft", stopped.language)
    assert (again(stopped).status, following.drafted_by) == ("sent", director)
    assert to_correct(director) == []
    assert "letters.correct" in lines(stopped)


def test_leaving_it_at_that_is_kept_with_its_reason(stopped, director):
    actions.correct(stopped, by=director, verdict="none", reason="The figure was in nobody's favour.")
    row = Correction.objects.get()
    assert (row.followed_by, row.decided_by, row.reason) == (None, director, "The figure was in nobody's favour.")
    assert (to_correct(director), Letter.objects.count()) == ([], 1)


def test_it_is_decided_once_with_a_reason_by_who_may(stopped, alice, bob, charlie):
    for somebody in (bob, charlie):
        with pytest.raises((NotPermitted, PermissionDenied)):
            actions.correct(stopped, by=somebody, verdict="none", reason="I say so.")
    with pytest.raises(CaseworkError, match="Say why"):
        actions.correct(stopped, by=alice, verdict="none", reason=" ")
    actions.correct(stopped, by=alice, verdict="none", reason="It is settled.")
    with pytest.raises(CaseworkError, match="nothing to decide"):
        actions.correct(stopped, by=alice, verdict="write", reason="After all.")
    assert Correction.objects.count() == 1


def test_on_a_closed_case_it_is_said_how_to_write_again(stopped, alice):
    cases.close(again(stopped).case, by=alice, closure_reason="completed")
    with pytest.raises(CaseworkError, match="Reopen it"):
        actions.correct(stopped, by=alice, verdict="write", reason="They count on it.")
    assert not Correction.objects.exists()


def test_what_was_decided_stays_as_it_was_written(stopped, alice):
    [row] = actions.correct(stopped, by=alice, verdict="none", reason="It is settled.")
    with pytest.raises(CaseworkError, match="written once"):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(Correction).filter(pk=row.pk).update(reason="Something else.")


# ---------------------------------------------------------------- the screens
def url(letter, name="correct"):
    return reverse(f"letters:{name}", args=[letter.pk])


def test_the_letter_says_so_and_leads_to_the_decision_and_on_to_the_editor(signed_in, alice, stopped):
    client = signed_in(alice)
    assert "a line in it may not be said any more" in said(client.get(url(stopped, "inspect")))
    assert "The figure was wrong." in said(client.get(url(stopped)))
    answer = client.post(url(stopped), {"verdict": "write", "reason": "They count on it."})
    following = Correction.objects.get().followed_by
    assert answer["Location"] == url(following, "edit")
    page = said(client.get(url(stopped, "inspect")))
    assert "They count on it." in page
    assert str(following) in page


def test_without_a_reason_the_form_comes_back(signed_in, alice, stopped):
    answer = signed_in(alice).post(url(stopped), {"verdict": "none", "reason": ""})
    assert answer.status_code == 422
    assert not Correction.objects.exists()


def test_the_list_and_the_first_page_lead_there(signed_in, director, stopped):
    client = signed_in(director)
    assert str(stopped) in said(client.get(reverse("letters:to_correct")))
    assert url(stopped) in said(client.get("/admin/"))


def test_the_list_asks_the_same_however_many_rows(signed_in, director, line, stopped, alice, bob):
    client = signed_in(director)
    one = asked(client, reverse("letters:to_correct"))
    other = PositionFactory(office=line.office, by=alice, approver=bob, approved=True)
    for _ in range(2):
        left_saying(other, by=alice, approver=bob)
    positions.withdraw_live(other, by=director, reason="Wrong.")
    assert len(to_correct(director)) == 3
    assert asked(client, reverse("letters:to_correct")) == one
