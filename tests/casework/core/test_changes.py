import itertools
from time import monotonic

from hypothesis import given, strategies as st

from casework.core.changes import Piece, changes


def spoken(before, after):
    return [(piece.kind, piece.text) for piece in changes(before, after)]


def test_one_word_changed_is_one_word_gone_and_one_new():
    assert spoken("It will be paid on Monday.", "It will be paid on Tuesday.") == [
        ("same", "It will be paid on "),
        ("gone", "Monday."),
        ("new", "Tuesday."),
    ]


def test_the_same_text_has_not_changed():
    assert spoken("Dear Ada,\n\nThank you.", "Dear Ada,\n\nThank you.") == [("same", "Dear Ada,\n\nThank you.")]


def test_nothing_and_nothing_is_nothing():
    assert changes("", "") == []


def test_a_paragraph_added_leaves_the_others_alone():
    assert spoken("One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n") == [
        ("same", "One.\n\n"),
        ("new", "Two.\n\n"),
        ("same", "Three.\n"),
    ]


def test_markup_is_text_here_like_any_other():
    assert changes("", "<b>&amp;</b>") == [Piece("new", "<b>&amp;</b>")]


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


@given(st.text(alphabet=" \nab", max_size=60), st.text(alphabet=" \nab", max_size=60))
def test_pieces_are_never_empty_and_neighbours_never_alike(before, after):
    kinds = [piece.kind for piece in changes(before, after)]
    assert all(piece.text for piece in changes(before, after))
    assert all(one != next_one for one, next_one in itertools.pairwise(kinds))


def test_two_long_texts_without_a_line_break_are_compared_in_no_time():
    began = monotonic()
    pieces = changes("word " * 20_000, "other " * 20_000)
    assert [piece.kind for piece in pieces] == ["gone", "new"]
    assert monotonic() - began < 2
