"""The door for help with a program: what it asks, the consent in the agency's words, and that nothing typed is lost."""

import os

import pytest
from django.test import Client

from home.casework_form import is_secret_number
from home.jobs import receive_kept
from tests.factories.directory import ProgramFactory

from .conftest import CASEWORK
from .reading import errors, value

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ form }}\u202e\x00 & “quoted”"


def answers(submission):
    return dict(submission.answers)


# ------------------------------------------------------------------ what is asked
def test_whom_to_call_in_danger_stands_above_the_form(seeker):
    above, _form = seeker.page.split('<form id="contact"')

    for words in ("call 911 now", "9-8-8", "211", "416-555-0140"):
        assert words in above


def test_every_program_in_use_is_offered_under_its_government_and_something_else_is_always_there(seeker, odsp):
    select = seeker.page.split('<select name="program"')[1].split("</select>")[0]
    assert '<optgroup label="Province of Ontario">' in select
    assert "Something else, or I am not sure" in select

    odsp.is_active = False
    odsp.save()

    assert "Disability support" not in seeker.opens().page
    assert seeker.sends(program="unsure").status_code == 303


def test_what_was_answered_is_received_with_its_questions(seeker, received, offices):
    seeker.sends(tried="I called twice.", deadline="le 14 décembre 2026", file_number="A-12", consent="on")

    [submission] = received()
    assert (submission.form, submission.subject, submission.body) == (
        "casework",
        "Disability support",
        CASEWORK["message"],
    )
    assert answers(submission) == {
        "program": "odsp",
        "wanted": "Start my cheque again.",
        "tried": "I called twice.",
        "deadline": "2026-12-14",
        "file_number": "A-12",
        "for_whom": "myself",
        "consent": "yes",
        "consent_key": seeker.hidden["consent_key"] or answers(submission)["consent_key"],
        "consent_words": "I agree that you speak with The ministry about Disability support.",
    }


def test_an_empty_form_is_told_what_to_do_in_the_order_of_the_page(seeker, received):
    seeker.sends(**dict.fromkeys(CASEWORK, None))

    assert [anchor for anchor, _words in errors(seeker.page)] == [
        "id_office_0",
        "id_program",
        "id_message",
        "id_wanted",
        "id_for_whom_0",
        "id_name",
        "id_reply_by_0",
        "id_reply_language_0",
        "id_privacy",
    ]
    assert received() == []


@pytest.mark.parametrize(
    ("sent", "anchors"),
    [
        ({"program": "no-such-thing"}, ["id_program"]),
        ({"deadline": "next week"}, ["id_deadline"]),
        ({"deadline": "1 May 1492"}, ["id_deadline"]),
        ({"file_number": "1234-567-890-AB"}, ["id_file_number"]),
        ({"for_whom": "the queen"}, ["id_for_whom_0"]),
        ({"for_whom": "other"}, ["id_other_name", "id_other_relation"]),
        ({"for_whom": "myself", "other_name": "", "other_relation": ""}, []),
        ({"wanted": "x" * 5_001}, ["id_wanted"]),
    ],
)
def test_each_answer_has_rules_of_its_own(seeker, sent, anchors):
    seeker.sends(**sent)

    assert [anchor for anchor, _words in errors(seeker.page)] == anchors


@pytest.mark.parametrize(
    ("typed", "is_secret"),
    [
        ("1234-567-890-AB", True),
        ("1234567890 ON", True),
        ("my card is 1234 567 890 AB", True),
        ("046 454 286", True),
        ("046454286", False),  # nine digits are what ODSP gives its people
        ("123 456 789", False),
        ("WSIB 12345678", False),
        ("", False),
    ],
)
def test_numbers_that_all_of_government_knows_are_refused_and_those_of_an_agency_are_not(typed, is_secret):
    assert is_secret_number(typed) is is_secret


# ------------------------------------------------------------------ consent
def test_whoever_has_not_read_the_words_of_the_agency_is_asked_once_before_it_is_sent(seeker, received):
    asked = seeker.sends(consent_key="", consent="on")

    assert asked.status_code == 200
    assert "<title>One more step: Get help" in seeker.page
    assert "I agree that you speak with The ministry about Disability support." in seeker.page
    assert 'name="consent" id="id_consent" value="on" checked' not in seeker.page  # ticked before it could be read
    assert value(seeker.page, "wanted") == CASEWORK["wanted"]
    assert received() == []

    assert seeker.sends().status_code == 303
    assert answers(received()[0])["consent"] == "no"


def test_without_a_known_program_nobody_is_asked(seeker, received):
    assert seeker.sends(program="unsure", consent_key="").status_code == 303

    assert set(answers(received()[0])) == {"wanted", "for_whom"}
    assert received()[0].subject == "Help with a government program"


def test_another_program_is_another_consent(seeker, received):
    ProgramFactory(code="wsib", name="Injury at work", agency="The board")

    assert seeker.sends(program="wsib", consent="on").status_code == 200
    assert "speak with The board about Injury at work" in seeker.page
    assert 'name="consent" id="id_consent" value="on" checked' not in seeker.page


def test_words_that_an_editor_changes_meanwhile_are_asked_anew(seeker, received, odsp):
    odsp.consent = "Other words."
    odsp.save()

    assert seeker.sends(consent="on").status_code == 200
    assert "Other words." in seeker.page
    assert received() == []


# ------------------------------------------------------------------ nothing is lost
def test_changing_the_language_half_way_keeps_every_answer_and_the_tick(seeker, received):
    seeker.sends(privacy=None, consent="on", tried="I called.", deadline="next week", file_number="A-12")
    assert 'formaction="/fr/obtenir-de-l-aide/"' in seeker.page

    seeker.address = "/fr/obtenir-de-l-aide/"
    said = {"tried": "I called.", "deadline": "next week", "file_number": "A-12"}
    switched = seeker.sends(consent="on", **said, step="language")

    assert switched.status_code == 200
    assert [value(seeker.page, name) for name in ("wanted", "tried", "deadline", "file_number")] == [
        CASEWORK["wanted"],
        "I called.",
        "next week",
        "A-12",
    ]
    assert '<option value="odsp" selected>' in seeker.page
    assert "J’accepte que vous parliez" in seeker.page
    assert 'name="consent" id="id_consent" value="on" checked' in seeker.page
    assert received() == []


@pytest.mark.parametrize("name", ["message", "wanted", "tried", "file_number", "other_name"])
def test_markup_and_templates_stay_words(seeker, received, name):
    other = {"for_whom": "other", "other_name": "Bea", "other_relation": "Her son"}
    seeker.sends(**{**other, name: HOSTILE, "privacy": None})
    assert "<script>alert" not in seeker.page
    assert "&lt;script&gt;" in seeker.page

    seeker.sends(**{**other, name: HOSTILE})

    [submission] = received()
    kept = submission.body if name == "message" else answers(submission)[name]
    assert kept.startswith("<script>alert(1)</script>{{ form }}")
    assert "\x00" not in kept


def test_the_same_form_twice_is_one_and_other_answers_are_another(seeker, received):
    ticket = seeker.hidden
    for _again in range(2):
        assert seeker.sends(**ticket).status_code == 303
    assert len(received()) == 1

    seeker.sends(**ticket, wanted="Something else.")

    assert [answers(row)["wanted"] for row in received()] == [CASEWORK["wanted"], "Something else."]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_costs_no_answer(seeker, received, var_dir, no_writes):
    writes_again = no_writes()
    response = seeker.sends(consent="on", deadline="14 December 2026")
    writes_again()
    [file] = (var_dir / "spool").glob("*")
    os.utime(file, (0, 0))

    assert (response.status_code, receive_kept()) == (503, 1)
    said = answers(received()[0])
    assert (said["wanted"], said["deadline"], said["consent"]) == (CASEWORK["wanted"], "2026-12-14", "yes")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_costs_no_answer_and_sending_again_counts_once(
    seeker, received, var_dir, no_pages
):
    back_again = no_pages()
    hidden, seeker.client.raise_request_exception = seeker.hidden, False
    response = seeker.sends(**hidden, consent="on", deadline="14 December 2026", tried="I called.")
    back_again()

    assert response.status_code == 503
    for words in (CASEWORK["message"].split(" &")[0], CASEWORK["wanted"], "I called."):
        assert words in seeker.page

    seeker.sends(**hidden, consent="on", deadline="14 December 2026", tried="I called.")

    assert list((var_dir / "spool").glob("*")) == []
    assert [answers(row)["consent"] for row in received()] == ["yes"]


def test_a_form_without_its_cookie_is_taken_after_the_puzzle(seeker, received):
    seeker.client = Client(enforce_csrf_checks=True)

    response = seeker.sends()

    assert response.status_code == 403
    assert value(seeker.page, "wanted") == CASEWORK["wanted"]
    assert seeker.puzzle


def test_the_first_page_leads_to_every_door(casework_door, client):
    page = client.get("/en/").content.decode()

    assert '<a class="button" href="/en/contact/">Write to us</a>' in page
    assert '<a class="button quiet" href="/en/get-help/">Get help with a government program</a>' in page


@pytest.mark.parametrize("programs", [1, 3])
def test_the_form_costs_the_same_few_queries_whatever_the_programs(
    casework_door, client, programs, django_assert_num_queries
):
    ProgramFactory.create_batch(programs)

    with django_assert_num_queries(5):
        client.get("/en/get-help/?program=odsp")
