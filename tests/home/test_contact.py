"""The conversation at the door: what is asked, what is said, and that nothing typed is lost."""

import html
import re

import pytest
from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.core.references import normalise
from tests.factories.directory import OfficeFactory

from .conftest import WORDS

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ form }}{% csrf_token %}\u202e\x00 & “quoted”"


def _errors(page):
    return re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a></li>', page)


# ------------------------------------------------------------------ the ordinary way
def test_a_message_is_received_as_it_was_typed(visitor, received, offices):
    response = visitor.sends(message="First line\r\n\r\n  «Second» line 🙂", access_written=["large_print", "braille"])

    [submission] = received()
    assert response.status_code == 303
    assert submission.body == "First line\n\n  «Second» line 🙂"
    assert submission.office == offices[0]
    assert submission.access_needs == ["large_print", "braille"]
    assert (submission.status, submission.language, submission.signals) == ("received", "en", [])


def test_the_page_and_the_wording_of_the_notice_are_remembered(visitor, received, contact_page):
    visitor.sends()

    [submission] = received()
    assert submission.page_id == contact_page.pk
    assert re.fullmatch(r"\d{4}-\d\d-\d\d [0-9a-f]{10}", submission.privacy_version)


def test_an_answer_by_letter_needs_an_address_and_keeps_all_of_it(visitor, received):
    visitor.sends(
        reply_by="post",
        email="",
        postal_code="m5v0a1",
        address_line1="1 Test Street",
        address_line2="Unit 4",
        city="Toronto",
        province="Ontario",
    )

    [submission] = received()
    assert (submission.address, submission.postal_code) == ("1 Test Street\nUnit 4\nToronto, Ontario", "M5V 0A1")


def test_the_thank_you_page_shows_the_number_and_shows_it_again(visitor, received):
    address = visitor.sends()["Location"]

    first, again = (Client().get(address).content.decode() for _ in range(2))

    assert received()[0].reference in first
    assert first == again


def test_the_thank_you_page_says_when_and_how_the_answer_comes(visitor):
    page = visitor.client.get(visitor.sends()["Location"]).content.decode()

    assert "within 15 working days, by March 23, 2026" in page
    assert "We will answer by e-mail." in page


def test_the_number_can_be_heard_one_sign_at_a_time(visitor, received):
    page = visitor.client.get(visitor.sends()["Location"]).content.decode()
    reference = received()[0].reference

    assert ", ".join(reference.replace("-", "")) in page
    assert normalise(reference) == reference


@pytest.mark.parametrize("given", ["", "x", "WyJBIl0:1:x"])
def test_no_number_is_shown_to_somebody_who_makes_up_an_address(site, client, given):
    response = client.get("/en/contact/thanks/", {"r": given})

    assert response.status_code == 404
    assert "number" not in response.content.decode().split("<h1>")[1].split("</h1>")[0].replace("this number", "")


def test_the_thank_you_page_without_a_number_leads_to_the_form(site, client):
    assert client.get("/en/contact/thanks/")["Location"] == "/en/contact/"


def test_a_page_with_an_office_of_its_own_asks_for_none(site, contact_page, offices, visitor_at, received):
    contact_page.office = offices[1]
    contact_page.save()
    visitor = visitor_at("/en/contact/")
    assert "To <strong>Office B</strong>" in visitor.page

    visitor.sends(office=None)

    assert received()[0].office == offices[1]


def test_many_offices_are_a_list_and_few_are_all_in_sight(site, visitor_at):
    assert 'type="radio" name="office"' in visitor_at("/en/contact/").page
    OfficeFactory.create_batch(8)

    assert '<select name="office"' in visitor_at("/en/contact/").page


def test_an_office_the_public_may_not_write_to_is_not_offered(visitor_at):
    OfficeFactory(private=True, name="Back room", slug="back-room")

    visitor = visitor_at("/en/contact/")

    assert "Back room" not in visitor.page
    assert visitor.sends(office="back-room").status_code == 422


# ------------------------------------------------------------------ what is missing, and everything kept
def test_an_empty_form_is_told_what_to_do_field_by_field(visitor, received):
    response = visitor.sends(**dict.fromkeys(WORDS, None))

    assert response.status_code == 422
    assert "<title>Error: Write to us" in visitor.page
    assert _errors(visitor.page) == [
        ("id_office_0", "Choose the office you are writing to"),
        ("id_subject", "Enter a few words that say what your message is about"),
        ("id_message", "Enter your message"),
        ("id_name", "Enter your name"),
        ("id_reply_by_0", "Choose how we should answer you"),
        ("id_reply_language_0", "Choose the language of our answer"),
        ("id_privacy", "Tick the box once you have read how we use what you write"),
    ]
    assert received() == []


def test_every_error_is_named_at_its_control_too(visitor):
    visitor.sends(**dict.fromkeys(WORDS, None))

    for anchor, words in _errors(visitor.page):
        field = re.sub(r"_0$", "", anchor)
        assert f'id="{anchor}"' in visitor.page
        assert re.search(rf'id="{field}_error"><span class="unseen">Error:</span> {re.escape(words)}', visitor.page)
        assert re.search(rf'aria-describedby="[^"]*{field}_error', visitor.page)


@pytest.mark.parametrize(
    ("chosen", "anchors"),
    [
        ("email", ["id_email"]),
        ("phone", ["id_phone"]),
        ("post", ["id_postal_code", "id_address_line1", "id_city"]),
        ("none", []),
    ],
)
def test_each_way_of_answering_asks_for_what_it_needs_only(visitor, chosen, anchors):
    visitor.sends(reply_by=chosen, email="")

    assert [anchor for anchor, _words in _errors(visitor.page)] == anchors


def test_everything_typed_is_still_there(visitor):
    typed = {
        "subject": "A & B",
        "message": "\nOne\n\n two <b>",
        "name": "Ada “Byron”",
        "postal_code": "no code",
        "email": "not an address",
        "phone": "no number",
        "address_line1": "1 <i>",
        "city": "Ottawa",
        "access_words": "Call after six",
    }

    visitor.sends(**typed, office="office-b", reply_by="phone", access_spoken=["asl"], privacy=None)

    shown = {name: _value(visitor.page, name) for name in typed}
    assert shown == typed
    for choice in ('value="office-b"', 'value="phone"', 'value="asl"'):
        assert re.search(rf"{choice}[^>]* checked", visitor.page)


def _value(page, name):
    area = re.search(rf'<textarea name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    box = re.search(rf'<input[^>]*name="{name}"[^>]*?value="([^"]*)"', page)
    return html.unescape((area or box)[1])


def test_twenty_thousand_characters_are_taken_and_one_more_is_kept_and_told(visitor, received):
    visitor.sends(message="x" * 20_000)
    assert len(received()[0].body) == 20_000

    visitor.opens().sends(message="x" * 20_001)

    assert "Your message has 20,001 characters and we can take 20,000. Nothing was cut off." in visitor.page
    assert _value(visitor.page, "message") == "x" * 20_001


@pytest.mark.parametrize("letter", ["a", "é", "字"])
def test_a_megabyte_comes_back_whole_with_a_clear_message(visitor, letter):
    text = letter * (1_000_000 // len(letter.encode()))

    response = visitor.sends(message=text)

    assert response.status_code == 422
    assert _value(visitor.page, "message") == text


def test_no_field_cuts_off_what_is_pasted(visitor):
    assert "maxlength" not in visitor.page


# ------------------------------------------------------------------ hostile input
@pytest.mark.parametrize("name", ["subject", "message", "name", "access_words", "address_line1"])
def test_markup_and_templates_stay_words(visitor, received, name):
    visitor.sends(**{name: HOSTILE, "privacy": None})
    assert "<script>alert" not in visitor.page
    assert "&lt;script&gt;" in visitor.page

    visitor.sends(**{name: HOSTILE})

    submission = received()[0]
    kept = {"message": "body", "address_line1": "address"}.get(name, name)
    assert "<script>alert(1)</script>{{ form }}{% csrf_token %}" in getattr(submission, kept)
    assert "\x00" not in getattr(submission, kept)


@pytest.mark.parametrize("name", ["name", "subject"])
def test_a_header_cannot_be_smuggled_in(visitor, received, name):
    visitor.sends(**{name: "Ada\r\nBcc: everyone@example.org\u2028X"})

    assert getattr(received()[0], name) == "Ada Bcc: everyone@example.org X"


def test_an_address_with_a_header_in_it_is_refused_and_shown(visitor, received):
    visitor.sends(email="ada@example.ca\nBcc: everyone@example.org")

    assert [words for _anchor, words in _errors(visitor.page)] == ["Enter an e-mail address like name@example.ca"]
    assert received() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("office", "Choose an office from the list"),
        ("reply_by", "Choose how we should answer you from the list"),
        ("reply_language", "Choose English or French for our answer"),
        ("access_written", "Choose from the list what would help when we write to you"),
        ("access_spoken", "Choose from the list what would help when we talk or meet"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_in_words(visitor, name, words):
    response = visitor.sends(**{name: "no-such-thing"})

    assert response.status_code == 422
    assert [said for _anchor, said in _errors(visitor.page)] == [words]


def test_a_file_in_place_of_words_is_told_in_words(visitor, received):
    response = visitor.sends(message=SimpleUploadedFile("m.txt", b"Hello"))

    assert response.status_code == 422
    assert _errors(visitor.page)[0][1].startswith("We cannot take files here.")
    assert received() == []


@pytest.mark.parametrize("address", ["/en/contact/", "/fr/contact/"])
def test_odd_requests_get_the_form_or_a_clear_refusal(site, offices, client, var_dir, address):
    for method in ("head", "options", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code in {200, 405}


# ------------------------------------------------------------------ the puzzle
def test_a_form_filled_in_by_a_program_is_asked_and_nothing_is_lost(visitor, received):
    response = visitor.sends(second_topic="x")

    assert response.status_code == 200
    assert "<title>One more step: Write to us" in visitor.page
    assert _value(visitor.page, "message") == WORDS["message"]
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
    assert _errors(visitor.page) == [
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


def test_the_puzzle_is_never_shown_beside_other_errors(visitor):
    visitor.sends(second_topic="x")

    visitor.sends(name="", puzzle_0=visitor.puzzle, puzzle_1="00000")
    assert (visitor.puzzle, [anchor for anchor, _words in _errors(visitor.page)]) == ("", ["id_name"])

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


# ------------------------------------------------------------------ languages, cookies, caches
def test_the_french_page_is_in_french_and_so_is_what_it_says(visitor_at, received):
    visitor = visitor_at("/fr/contact/")
    assert '<html lang="fr-CA">' in visitor.page

    visitor.sends(message="")
    assert _errors(visitor.page) == [("id_message", "Entrez votre message")]

    page = visitor.client.get(visitor.sends(message="Bonjour")["Location"]).content.decode()
    assert received()[0].language == "fr"
    assert "d’ici le 23 mars 2026" in page


def test_the_languages_of_the_answer_are_in_their_own_names(visitor_at):
    for address in ("/en/contact/", "/fr/contact/"):
        page = visitor_at(address).page
        assert '<label for="id_reply_language_0" lang="en-CA">English</label>' in page
        assert '<label for="id_reply_language_1" lang="fr-CA">Français</label>' in page


def test_changing_the_language_after_an_error_keeps_the_words(visitor, received):
    visitor.sends(name="")
    assert 'formaction="/fr/contact/"' in visitor.page

    french = visitor.client.post("/fr/contact/", {**WORDS, "name": "", "ticket": visitor.ticket, "step": "language"})
    page = french.content.decode()

    assert french.status_code == 200
    assert _value(page, "message") == WORDS["message"]
    assert "Il y a un problème" not in page
    assert received() == []


def test_no_cookie_is_set_before_the_form_is_opened(built_site, offices):
    client = Client()
    for address in ("/en/", "/fr/", "/en/privacy/", "/robots.txt", "/en/nothing-here/"):
        client.get(address)
    assert not client.cookies

    client.get("/en/contact/")

    assert list(client.cookies) == ["csrftoken"]


def test_no_cache_keeps_the_form_or_the_number(visitor):
    answers = [visitor.client.get("/en/contact/"), visitor.sends(name="")]
    answers.append(visitor.client.get(visitor.sends()["Location"]))

    for answer in answers:
        assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(",", "").split())
