"""A text as words and marks: what is kept, and what is left out because it means nothing."""

import pytest
from hypothesis import given, strategies as st

from casework.letters.wording import read


def test_words_come_apart_from_the_marks_between_them():
    wording = read("Dear Ms. O’Hara, it's (well) done.", html=False)
    assert wording.words == ["Dear", "Ms", "O'Hara", "it's", "well", "done"]
    assert wording.gaps == [[], [], ["."], [","], ["("], [")"], ["."]]


@pytest.mark.parametrize(
    "whole", ["$500", "1,500.00", "K1A", "2026-05-01", "a@example.org", "www.example.org/a", "5%", "e.g"]
)
def test_a_number_or_an_address_stays_whole(whole):
    assert read(f"see {whole}, please", html=False).words == ["see", whole, "please"]


@pytest.mark.parametrize(
    ("html", "words", "marks"),
    [
        ("<p>no<b>w</b></p>", ["now"], ["\n"]),
        ("<p>no</p><p>w</p>", ["no", "w"], ["\n"]),
        ("no<br/>w", ["no", "w"], []),
        ("<ul><li>a road</li></ul>", ["a", "road"], ["<ul>", "<li>", "</li>", "</ul>"]),
        ('<a href="https://a.example">b</a>', ["b"], ['<a href="https://a.example">', "</a>"]),
        ('<b class="x">b</b>', ["b"], ['<b class="x">']),
        ("a &lt;b&gt; c", ["a", "b", "c"], ["<", ">"]),
        ("a <!-- b -->", ["a", "b"], ["<", "!", "-", "-", "-", "-", ">"]),
    ],
)
def test_tags_that_count_are_marks_and_the_others_are_gone(html, words, marks):
    wording = read(html, html=True)
    assert wording.words == words
    assert list(dict.fromkeys(mark for gap in wording.gaps for mark in gap)) == list(dict.fromkeys(marks))


def test_a_short_word_typed_twice_is_one_word_that_was_repeated():
    wording = read("of the the the road road", html=False)
    assert (wording.words, wording.repeats) == (["of", "the", "road", "road"], [0, 2, 0, 0])
    assert read("of the, the road", html=False).repeats == [0, 0, 0, 0]


@given(text=st.text(max_size=200), html=st.booleans())
def test_there_is_one_gap_more_than_words_and_no_word_holds_a_space(text, html):
    wording = read(text, html=html)
    assert len(wording.gaps) == len(wording.words) + 1 == len(wording.repeats) + 1
    assert all(word and not any(map(str.isspace, word)) for word in wording.words)
