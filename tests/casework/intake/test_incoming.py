"""What came in, as a value: kept whole as JSON, and tidied so that every column can hold it."""

import json
from dataclasses import fields

import pytest
from hypothesis import given

from casework.contacts.access import CODES
from casework.intake.incoming import Incoming, tidy
from tests.strategies import hostile_incomings as hostile

#: The fields that are one line.
lines = ["form", "subject", "name", "email", "phone", "postal_code", "privacy_version"]


@given(incoming=hostile)
def test_the_json_holds_every_character_in_plain_ascii(incoming):
    written = incoming.as_json()
    read = json.loads(written)

    assert written.isascii()
    assert "\x00" not in written
    for field in fields(Incoming):
        value = getattr(incoming, field.name)
        assert read[field.name] == (json.loads(json.dumps(value)) if isinstance(value, tuple) else value)


@given(incoming=hostile)
def test_the_same_message_has_the_same_json(incoming):
    assert Incoming(**incoming.as_data()).as_json() == incoming.as_json()


@given(incoming=hostile)
def test_tidied_it_fits_every_list_and_can_be_stored(incoming):
    clean = tidy(incoming)

    assert clean.language in {"en", "fr"}
    assert clean.reply_language in {"en", "fr"}
    assert clean.reply_by in {"email", "phone", "post", "none"}
    assert set(clean.access_needs) <= CODES
    assert clean.page_id is None or 0 < clean.page_id < 2**63
    for value in clean.as_data().values():
        text = json.dumps(value, ensure_ascii=False)
        text.encode()  # no half of a character
        assert "\\u0000" not in text
    for name in lines:
        assert "\n" not in getattr(clean, name)


@given(incoming=hostile)
def test_tidied_twice_it_stays_as_it_is(incoming):
    once = tidy(incoming)

    assert tidy(once) == once


def test_ordinary_words_stay_as_they_were_typed():
    incoming = Incoming(
        subject="Où est mon chèque?",
        body="Bonjour,\n\n  Ligne — « deux »…\t🙂\n",
        name="Zoë O’Brien",
        email="Zoe@Example.org",
        phone="(416) 555-0123 x4",
        postal_code="K1A 0B1",
        address="1 rue Élise\nOttawa",
        reply_by="post",
        reply_language="fr",
        access_needs=("braille", "asl"),
        access_words="Après 17 h",
        page_id=7,
    )

    assert tidy(incoming) == incoming


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("en", "en"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("FR", "fr"),
        ("fr_CA", "fr"),
        ("", "en"),
        ("de", "en"),
        ("\x00", "en"),
    ],
)
def test_a_language_becomes_one_of_ours(language, kept):
    assert tidy(Incoming(language=language)).language == kept


def test_an_answer_in_a_language_we_do_not_write_is_in_that_of_the_page():
    assert tidy(Incoming(language="fr", reply_language="klingon")).reply_language == "fr"


@pytest.mark.parametrize(
    ("reach", "reply_by"),
    [
        ({"email": "a@x.org", "phone": "416", "address": "1 Main"}, "email"),
        ({"phone": "416", "address": "1 Main"}, "phone"),
        ({"address": "1 Main"}, "post"),
        ({}, "none"),
        ({"email": " "}, "none"),
    ],
)
@pytest.mark.parametrize("asked", ["", "pigeon", "EMAIL", "none; drop"])
def test_an_answer_by_no_way_we_know_goes_the_way_that_is_open(reach, reply_by, asked):
    assert tidy(Incoming(reply_by=asked, **reach)).reply_by == reply_by


def test_a_need_that_is_on_no_list_stands_among_the_sender_s_own_words():
    clean = tidy(Incoming(access_needs=("braille", "telegram", "braille", "", "x" * 500), access_words="Call first"))

    assert clean.access_needs == ("braille",)
    assert clean.access_words == f"Call first\ntelegram\n{'x' * 30}"


@pytest.mark.parametrize(("page", "kept"), [(7, 7), (0, None), (-1, None), (2**63, None), (2**63 - 1, 2**63 - 1)])
def test_a_page_that_cannot_be_is_none(page, kept):
    assert tidy(Incoming(page_id=page)).page_id == kept


def test_what_turns_the_writing_round_is_taken_out_of_lines():
    assert tidy(Incoming(name="Ada\u202egro.elpmaxe\u2066")).name == "Adagro.elpmaxe"
