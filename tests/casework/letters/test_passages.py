"""The passages of a letter, and where words that somebody quoted stand now."""

import pytest
from hypothesis import given, strategies as st

from casework.letters.passages import one_line, passages, place_of, shortened

HTML = (
    "<p>Dear Ada,</p>\n<p>Thank you for your <b>letter</b>\n of Monday.</p>"
    "<ul><li>One &amp; two</li><li>Three</li></ul><p></p><p>Sincerely,<br>Robin</p>"
)
FOUND = ("Rents", "Dear Ada,", "Thank you for your letter of Monday.", "One & two", "Three", "Sincerely, Robin")


def test_a_letter_has_its_subject_and_then_each_paragraph_and_point():
    assert passages(" Rents ", HTML) == FOUND


@pytest.mark.parametrize(
    ("quote", "place", "expected"),
    [
        ("your letter", 2, 2),
        ("your\n  letter", 2, 2),  # as a browser gives it
        ("your letter", 4, 2),  # the paragraph has moved
        ("your letter", None, 2),
        ("your letter", 99, 2),
        ("your parcel", 2, None),
        ("", 2, None),
        ("Monday. One", 2, None),  # of two paragraphs
    ],
)
def test_quoted_words_are_found_where_they_stood_or_wherever_they_stand_now(quote, place, expected):
    assert place_of(quote, place, FOUND) == expected


def test_a_passage_in_a_list_is_its_beginning():
    assert shortened("word " * 40).endswith("word…")
    assert len(shortened("word " * 40)) <= 80
    assert shortened("Three") == "Three"


@given(st.text(max_size=200), st.text(max_size=20))
def test_whatever_stands_there_can_be_read(html, subject):
    found = passages(subject, html)

    assert all(words and words == one_line(words) for words in found)
    assert all(place_of(words, number, found) == number for number, words in enumerate(found))
