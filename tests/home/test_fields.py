"""What people type for a telephone number and a postal code."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from home.fields import Line, Words, phone_number, postal_code


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("416 555 0134", "+1 416-555-0134"),
        ("(416) 555-0134", "+1 416-555-0134"),
        ("1.416.555.0134", "+1 416-555-0134"),
        ("+1 416 555 0134", "+1 416-555-0134"),
        ("416-555-0134 ext. 12", "+1 416-555-0134 ext. 12"),
        ("416-555-0134 x12", "+1 416-555-0134 ext. 12"),
        ("416 555-0134 poste 12", "+1 416-555-0134 ext. 12"),
        ("+33 1 70 18 99 00", "+33 1 70 18 99 00"),
        ("\uff14\uff11\uff16\uff15\uff15\uff15\uff10\uff11\uff13\uff14", "+1 416-555-0134"),
    ],
)
def test_phone_number_is_taken_as_people_write_it(typed, dialled):
    assert phone_number(typed) == dialled


@pytest.mark.parametrize("typed", ["555 0134", "call me", "12", "+", "++1", "416 555 0134 0134 0134 0134"])
def test_phone_number_that_nobody_could_dial_is_refused(typed):
    with pytest.raises(ValidationError):
        phone_number(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("m5v0a1", "M5V 0A1"),
        ("M5V 0A1", "M5V 0A1"),
        (" m5v-0a1 ", "M5V 0A1"),
        ("M5V\u30000A1", "M5V 0A1"),
        ("\uff2d\uff15\uff36\uff10\uff21\uff11", "M5V 0A1"),
        ("k1a.0b1", "K1A 0B1"),
        ("V8W 1N8", "V8W 1N8"),
        ("10001", "10001"),
        ("100011234", "10001-1234"),
    ],
)
def test_postal_code_is_written_as_the_post_office_does(typed, written):
    assert postal_code(typed) == written


@pytest.mark.parametrize("typed", ["D5V 0A1", "Z5V 0A1", "M5O 0A1", "M5V", "M5V 0A", "5MV A01", "Toronto", "M5V 0A12"])
def test_postal_code_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError):
        postal_code(typed)


def test_line_takes_no_newline_and_turns_no_writing_round():
    field = Line(most=200, too_long="")

    assert field.clean("Ada\r\nBcc: x@example.org \u202egnp.exe\x00") == "Ada Bcc: x@example.org gnp.exe"


def test_words_over_the_limit_are_told_about_with_both_numbers():
    field = Words(most=10, too_long="%(now)s of %(most)s")

    with pytest.raises(ValidationError) as refused:
        field.clean("x" * 12_345)

    assert refused.value.messages == ["12,345 of 10"]


@pytest.mark.parametrize("read", [phone_number, postal_code, Line(most=60, too_long="").clean])
@given(typed=st.text(max_size=60))
def test_nothing_typed_does_more_than_be_refused(read, typed):
    with contextlib.suppress(ValidationError):
        assert isinstance(read(typed), str)
