"""The conversation at the door: what is asked, what is said, and that nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.contacts.access import KEEP_VERSION
from casework.core.references import normalise
from tests.factories.directory import OfficeFactory

from .conftest import WORDS
from .reading import errors, value

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ form }}{% csrf_token %}\u202e\x00 & “quoted”"


# ------------------------------------------------------------------ the ordinary way
def test_a_message_is_received_as_it_was_typed(visitor, received, offices):
    response = visitor.sends(message="First line\r\n\r\n  «Second» line 🙂", access_written=["large_print", "braille"])

    [submission] = received()
    assert response.status_code == 303
    assert submission.body == "First line\n\n  «Second» line 🙂"
    assert submission.office == offices[0]
    assert submission.access_needs == ["large_print", "braille"]
    assert (submission.status, submission.language, submission.signals) == ("received", "en", [])


def test_what_helps_is_told_as_closely_as_they_like_and_kept_only_by_a_tick_of_theirs(visitor, received):
    page = visitor.opens().page
    assert re.search(r'name="access_keep"', page)
    assert not re.search(r'name="access_keep"[^>]*checked', page)
    visitor.sends(access_written=["large_print"], access_large_print="large_print_22", access_audio="audio_cd")
    visitor.opens()
    visitor.sends(access_spoken=["asl"], access_keep="on")

    needs = {tuple(one.access_needs): one.access_keep for one in received()}
    assert needs == {("large_print_22", "audio_cd"): "", ("asl",): KEEP_VERSION}


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


def test_a_link_can_name_the_office_and_a_wrong_name_does_no_harm(site, offices, client):
    named = client.get("/en/contact/?office=office-b").content.decode()
    wrong = client.get("/en/contact/?office=%22%3E%3Cscript%3E").content.decode()

    assert re.search(r'value="office-b"[^>]* checked', named)
    assert "<script" not in wrong
    assert not re.search(r'name="office"[^>]* checked', wrong)


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
    assert errors(visitor.page) == [
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

    for anchor, words in errors(visitor.page):
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

    assert [anchor for anchor, _words in errors(visitor.page)] == anchors


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

    shown = {name: value(visitor.page, name) for name in typed}
    assert shown == typed
    for choice in ('value="office-b"', 'value="phone"', 'value="asl"'):
        assert re.search(rf"{choice}[^>]* checked", visitor.page)


def test_twenty_thousand_characters_are_taken_and_one_more_is_kept_and_told(visitor, received):
    visitor.sends(message="x" * 20_000)
    assert len(received()[0].body) == 20_000

    visitor.opens().sends(message="x" * 20_001)

    assert "Your message has 20,001 characters and we can take 20,000. Nothing was cut off." in visitor.page
    assert value(visitor.page, "message") == "x" * 20_001


@pytest.mark.parametrize("letter", ["a", "é", "字"])
def test_a_megabyte_comes_back_whole_with_a_clear_message(at_any_door, letter):
    visitor = at_any_door
    text = letter * (1_000_000 // len(letter.encode()))

    response = visitor.sends(message=text)

    assert response.status_code == 422
    assert value(visitor.page, "message") == text


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


def test_an_address_with_a_header_in_it_is_refused_and_shown(at_any_door, received):
    visitor = at_any_door
    visitor.sends(email="ada@example.ca\nBcc: everyone@example.org")

    assert [words for _anchor, words in errors(visitor.page)] == ["Enter an e-mail address like name@example.ca"]
    assert received() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("office", "Choose an office from the list"),
        ("reply_by", "Choose how we should answer you from the list"),
        ("reply_language", "Choose English or French for our answer"),
        ("access_written", "Choose from the list what would help when we write to you"),
        ("access_spoken", "Choose from the list what would help when we talk or meet"),
        ("access_braille", "Choose from the list, or leave it at “No preference”"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_in_words(at_any_door, name, words):
    visitor = at_any_door
    response = visitor.sends(**{name: "no-such-thing"})

    assert response.status_code == 422
    assert [said for _anchor, said in errors(visitor.page)] == [words]


def test_a_file_in_place_of_words_is_told_in_words(at_any_door, received):
    visitor = at_any_door
    response = visitor.sends(message=SimpleUploadedFile("m.txt", b"Hello"))

    assert response.status_code == 422
    assert errors(visitor.page)[0][1].startswith("A file does not belong here.")
    assert received() == []


@pytest.mark.parametrize("address", ["/en/contact/", "/fr/contact/", "/en/get-help/"])
def test_odd_requests_get_the_form_or_a_clear_refusal(casework_door, offices, client, var_dir, address):
    for method in ("head", "options", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code in {200, 405}


# ------------------------------------------------------------------ languages, cookies, caches
def test_the_french_page_is_in_french_and_so_is_what_it_says(visitor_at, received):
    visitor = visitor_at("/fr/contact/")
    assert '<html lang="fr-CA">' in visitor.page

    visitor.sends(message="")
    assert errors(visitor.page) == [("id_message", "Entrez votre message")]

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
    assert value(page, "message") == WORDS["message"]
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
