"""A form that came in an odd way, or came twice: one more step, one message, and nothing lost."""

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from tests.at_once import at_once

from .conftest import WORDS
from .reading import errors, value

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the puzzle
def test_a_form_filled_in_by_a_program_is_asked_and_nothing_is_lost(visitor, received):
    response = visitor.sends(second_topic="x")

    assert response.status_code == 200
    assert "<title>One more step: Write to us" in visitor.page
    assert value(visitor.page, "message") == WORDS["message"]
    assert "There is a problem" not in visitor.page
    assert received() == []


def test_the_right_digits_let_the_message_through(visitor, received):
    visitor.sends(second_topic="x")
    digits = CaptchaStore.objects.get(hashkey=visitor.puzzle).response

    response = visitor.sends(puzzle_0=visitor.puzzle, puzzle_1=digits)

    assert response.status_code == 303
    assert (received()[0].status, received()[0].signals) == ("received", [["honeypot", 3], ["challenge_passed", 0]])
    assert CaptchaStore.objects.count() == 0


def test_the_puzzle_stays_until_it_is_solved(visitor, received):
    visitor.opens(reads_for=1).sends()
    visitor.clock.shift(600)

    response = visitor.sends(puzzle_0=visitor.puzzle, puzzle_1="00000")

    assert response.status_code == 422
    assert errors(visitor.page) == [
        (
            "id_puzzle_1",
            "Those were not the five digits. Here are new ones: type them, or have a person check your message",
        )
    ]
    assert received() == []


def test_new_digits_are_a_button_away_and_no_error(visitor):
    visitor.sends(second_topic="x")
    before = visitor.puzzle

    response = visitor.sends(puzzle_0=before, puzzle_1="", step="digits")

    assert response.status_code == 200
    assert visitor.puzzle not in {"", before}


def test_a_person_can_be_asked_instead(visitor, received):
    visitor.sends(second_topic="x")

    page = visitor.client.get(visitor.sends(step="person")["Location"]).content.decode()

    assert (received()[0].status, received()[0].verdict) == ("held", "check")
    assert received()[0].reference in page
    assert "A person will first check" in page


def test_the_puzzle_is_never_shown_beside_othererrors(visitor):
    visitor.sends(second_topic="x")

    visitor.sends(name="", puzzle_0=visitor.puzzle, puzzle_1="00000")
    assert (visitor.puzzle, [anchor for anchor, _words in errors(visitor.page)]) == ("", ["id_name"])

    response = visitor.sends()
    assert (response.status_code, bool(visitor.puzzle)) == (200, True)


def test_a_solved_puzzle_lets_one_message_through(visitor, received):
    visitor.sends(second_topic="x")
    key, digits = visitor.puzzle, CaptchaStore.objects.get(hashkey=visitor.puzzle).response
    visitor.sends(puzzle_0=key, puzzle_1=digits)

    visitor.opens(reads_for=1).sends()
    response = visitor.sends(puzzle_0=key, puzzle_1=digits)

    assert response.status_code == 422
    assert len(received()) == 1


def test_the_sixth_message_in_an_hour_is_asked(visitor, received):
    for number in range(5):
        visitor.opens().sends(message=f"Message {number}")

    response = visitor.opens().sends(message="Message 6")

    assert (response.status_code, bool(visitor.puzzle), len(received())) == (200, True, 5)


# ------------------------------------------------------------------ once
def test_a_double_click_makes_one_message(visitor, received):
    ticket = visitor.ticket

    first, again = (visitor.sends(ticket=ticket) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert len(received()) == 1


def test_going_back_and_changing_the_words_loses_neither(visitor, received):
    ticket = visitor.ticket
    visitor.sends()

    visitor.sends(ticket=ticket, message="And one thing more.")

    assert [submission.body for submission in received()] == [WORDS["message"], "And one thing more."]


def test_a_double_click_on_the_right_digits_makes_one_message(visitor, received):
    visitor.sends(second_topic="x")
    ticket, key = visitor.ticket, visitor.puzzle
    digits = CaptchaStore.objects.get(hashkey=key).response

    first, again = (visitor.sends(ticket=ticket, puzzle_0=key, puzzle_1=digits) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert len(received()) == 1


def test_sending_again_after_the_fifth_time_shows_the_number_and_no_puzzle(visitor, received):
    ticket = visitor.ticket
    answers = [visitor.sends(ticket=ticket) for _ in range(8)]

    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert len(received()) == 1


@pytest.mark.parametrize("ticket", ["forged", "", None])
def test_a_forged_or_missing_ticket_loses_nothing_and_counts_once(visitor, received, ticket):
    answers = [visitor.sends(ticket=ticket)]
    visitor.clock.shift(540)
    answers.append(visitor.sends(ticket=ticket))

    assert {answer.status_code for answer in answers} == {303}
    assert len(received()) == 1


def test_a_form_left_open_for_weeks_is_still_taken(visitor, received):
    visitor.clock.shift(30 * 24 * 3600)

    assert visitor.sends().status_code == 303
    assert received()[0].signals == [["token_expired", 1]]


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_the_same_moment_make_one_message(visitor, received):
    words = {**WORDS, "ticket": visitor.ticket}

    answers = at_once(*[lambda: Client().post("/en/contact/", words)["Location"]] * 4)

    assert len(received()) == 1
    assert len(set(answers)) == 1
