import html as html_entities

import pytest
from hypothesis import given, strategies as st

from casework.letters.merge import FIELDS, fill, left_open, unknown_fields

anything = st.text()
values = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(min_size=1), max_size=len(FIELDS))


def test_a_field_is_replaced_by_its_value():
    assert fill("Dear {name}, about {subject}.", {"name": "Ada", "subject": "rent"}) == "Dear Ada, about rent."


def test_spaces_inside_the_braces_do_not_matter():
    assert fill("{ name }", {"name": "Ada"}) == "Ada"


def test_a_field_without_a_value_stays_visible_in_square_brackets():
    assert fill("Call {office_phone}.", {}) == "Call [the telephone number of the office]."
    assert left_open(fill("Call {office_phone}.", {"office_phone": "  "})) == ["[the telephone number of the office]"]


def test_what_is_no_field_stays_as_it_was_written():
    assert fill("{no such field} {% now %} {{ name }} {0} {name.__class__}", {"name": "Ada"}) == (
        "{no such field} {% now %} {Ada} {0} {name.__class__}"
    )


def test_a_value_is_escaped_in_html_and_stays_as_typed_in_text():
    hostile = "<script>alert(1)</script> & {subject}"
    assert fill("{name}", {"name": hostile}, html=True) == ("&lt;script&gt;alert(1)&lt;/script&gt; &amp; {subject}")
    assert fill("{name}", {"name": hostile}) == hostile


def test_unknown_fields_are_told_once_each():
    assert unknown_fields("{nam} {name} {nam} {today} {%x%}") == ["%x%", "nam"]


@pytest.mark.parametrize(
    ("text", "still_open"),
    [
        ("All is said.", []),
        ("Paid on [date].", ["[date]"]),
        ("{name} and [what] and {name}", ["{name}", "{name}", "[what]"]),
        ("a[0] = b", ["[0]"]),
        ("[]", []),
        ("[over\ntwo lines]", []),
    ],
)
def test_what_is_left_open(text, still_open):
    assert left_open(text) == still_open


@given(values)
def test_no_value_is_ever_read_as_a_field(given_values):
    template = " ".join(f"{{{name}}}" for name in given_values)
    filled = fill(template, given_values)
    assert filled == " ".join(value.strip() or f"[{FIELDS[name]}]" for name, value in given_values.items())


@given(values)
def test_in_html_every_value_reads_as_it_was_typed_and_no_tag_comes_in(given_values):
    template = "|".join(f"{{{name}}}" for name in given_values)
    filled = fill(template, given_values, html=True)
    assert "<" not in filled
    typed = "|".join(value.strip() or f"[{FIELDS[name]}]" for name, value in given_values.items())
    assert html_entities.unescape(filled) == html_entities.unescape(html_entities.escape(typed))


@given(anything, values)
def test_any_template_fills_without_an_error_and_leaves_no_known_field(template, given_values):
    filled = fill(template, dict.fromkeys(FIELDS, "value"))
    assert not [found for found in left_open(filled) if found.startswith("{")]


@given(st.integers(min_value=1, max_value=200_000), st.sampled_from("{[} ]x"))
def test_no_row_of_one_character_takes_long(times, character):
    left_open(character * times)
    unknown_fields(character * times)
