"""Two languages as one value: its hash, and which language is behind the other."""

import pytest

from casework.letters.pair import Pair, Side, bare, behind, changed


def side(words):
    return Side("{subject}", "{salutation}", words, "Closing") if words else None


def pair(en, fr, **facts):
    return Pair(**{"kind": "letter", "stance": "", "en": side(en), "fr": side(fr), **facts})


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (("A", "A"), ("A", "A"), "", ""),
        (("A", "A"), ("B", "A"), "", "fr"),
        (("A", "A"), ("A", "B"), "", "en"),
        (("A", "A"), ("B", "B"), "", ""),
        (("B", "A"), ("C", "A"), "fr", "fr"),
        (("B", "A"), ("B", "B"), "fr", ""),
        (("B", "A"), ("C", "C"), "fr", ""),
        (("B", "A"), ("B", "A"), "fr", "fr"),
        (("A", ""), ("B", ""), "", ""),
        (("A", ""), ("A", "A"), "", ""),
        (("", "A"), ("A", "A"), "", ""),
        (("A", "A"), ("B", ""), "", ""),
        (("B", "A"), ("B", ""), "fr", ""),
        (("A", ""), ("B", "B"), "", ""),
    ],
)
def test_a_language_is_behind_when_the_other_alone_was_changed(before, after, was, now):
    assert behind(pair(*before), pair(*after), was) == now


def test_the_hash_is_of_everything_that_is_approved():
    first = pair("A", "B")

    assert len(first.sha256) == 64
    assert pair("A", "B").sha256 == first.sha256
    others = [pair("A", "C"), pair("A", ""), pair("A", "B", stance="for"), pair("A", "B", kind="paragraph")]
    assert len({first.sha256, *(other.sha256 for other in others)}) == 5


def test_the_editor_s_numbers_are_no_words_and_a_text_without_a_word_is_none():
    assert bare('<p data-block-key="x1">Words <b>here</b></p>') == "<p>Words <b>here</b></p>"
    assert [bare(empty) for empty in ("", "<p></p>", '<p data-block-key="a"> &nbsp; </p>')] == ["", "", ""]


def test_only_the_language_whose_words_are_others_has_changed():
    assert changed(pair("A", "B"), pair("A", "C")) == {"fr"}
    assert pair("A", "").languages == ("en",)
