"""Normal forms: the same way to reach somebody has the same key, however it is typed."""

import pytest
from hypothesis import given, strategies as st

from casework.contacts.keys import LONGEST, email_key, key_for, on_envelope, phone_key, post_key, tells_who

KINDS = ["email", "phone", "post"]
anything = st.text(alphabet=st.characters(), max_size=400)


@pytest.mark.parametrize(
    "typed",
    ["ada@example.org", " Ada@Example.ORG ", "ada @ example.org", "ada@\u200eexample.org\n".replace("\u200e", "")],
)
def test_one_e_mail_address_has_one_key(typed):
    assert email_key(typed) == "ada@example.org"


def test_dots_and_tags_before_the_at_are_somebody_else_s():
    assert len({email_key(typed) for typed in ["a.da@example.org", "ada@example.org", "ada+hydro@example.org"]}) == 3


@pytest.mark.parametrize(
    "typed",
    ["416-555-0123", "(416) 555 0123", "+1 416 555 0123", "1.416.555.0123", "4165550123", "+1 (416) 555-0123\u00a0"],
)
def test_one_telephone_number_has_one_key(typed):
    assert phone_key(typed) == "+14165550123"


def test_an_extension_is_part_of_the_number():
    assert phone_key("416 555 0123 ext. 12") == "+14165550123x12"


def test_a_number_from_abroad_keeps_its_country():
    assert phone_key("+33 1 42 68 53 00") == "+33142685300"


@pytest.mark.parametrize(
    ("typed", "key"), [("call 911!", "+1911"), ("x1y", "1"), ("none", "none"), ("No phone", "no phone"), ("", "")]
)
def test_what_is_no_number_is_its_digits_or_its_words(typed, key):
    assert phone_key(typed) == key


def test_one_address_has_one_key_on_however_many_lines():
    assert post_key("12 Rue Élise\nOttawa") == post_key("12 rue elise   OTTAWA")


@pytest.mark.parametrize("kind", KINDS)
@given(typed=anything)
def test_a_key_fits_its_column_and_can_be_stored(kind, typed):
    key = key_for(kind, typed)

    assert len(key) <= LONGEST
    assert "\x00" not in key
    assert key.encode().decode() == key  # no half of a character is left


@pytest.mark.parametrize("kind", ["email", "post"])
@given(typed=anything)
def test_the_key_of_a_key_is_itself(kind, typed):
    key = key_for(kind, typed)

    assert key_for(kind, key) == key


@given(digits=st.from_regex(r"\A[2-9][0-9]{2}[2-9][0-9]{6}\Z"))
def test_the_key_of_a_number_s_key_is_itself(digits):
    assert phone_key(phone_key(digits)) == phone_key(digits)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("email", "ada@example.org"), ("phone", "416 555 0123"), ("phone", "555-0123"), ("post", "12 Main Street")],
)
def test_a_real_way_to_reach_somebody_tells_who(kind, typed):
    assert tells_who(kind, key_for(kind, typed)) is True


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("email", ""),
        ("email", "none"),
        ("email", "@"),
        ("email", "@example.org"),
        ("email", "ada@"),
        ("phone", ""),
        ("phone", "none"),
        ("phone", "n/a"),
        ("phone", "0"),
        ("phone", "911"),
        ("phone", "000"),
        ("post", "  \n "),
    ],
)
def test_what_many_people_type_tells_nothing(kind, typed):
    assert tells_who(kind, key_for(kind, typed)) is False


@pytest.mark.parametrize(
    ("address", "code", "envelope"),
    [
        ("12 Main St\nOttawa, Ontario", "K1A 0B1", "12 Main St\nOttawa, Ontario  K1A 0B1"),
        ("12 Main St\nOttawa ON  K1A 0B1", "K1A 0B1", "12 Main St\nOttawa ON  K1A 0B1"),
        ("12 Main St\nOttawa ON k1a0b1\n", "K1A 0B1", "12 Main St\nOttawa ON k1a0b1"),
        ("12 Main St", "", "12 Main St"),
        ("", "K1A 0B1", ""),
        ("  \n", "K1A 0B1", ""),
    ],
)
def test_the_postal_code_stands_on_the_envelope_once(address, code, envelope):
    assert on_envelope(address, code) == envelope


@given(address=anything, code=anything)
def test_an_envelope_addressed_twice_is_the_same(address, code):
    once = on_envelope(address, code)

    assert on_envelope(once, code) == once
