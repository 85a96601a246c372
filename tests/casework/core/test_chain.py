"""Marks and seals are keyed, and say the same of the same facts whichever database they came from. No database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from casework.core import chain

WHEN = datetime(2026, 3, 2, 15, 0, 0, 123456, tzinfo=UTC)
LINE = {
    **dict.fromkeys(chain.COLUMNS),
    "timestamp": WHEN,
    "action": "cases.take",
    "label": "7K3C-QX4M",
    "object_id": "7",
    "content_changed": False,
    "deleted": False,
    "data": {"was": None, "now": 4, "share": 1000.0, "when": WHEN},
}


def changed(column):
    """Another value for a column."""
    return {"data": {"was": 1}, "timestamp": WHEN + timedelta(seconds=1)}.get(column, "other")


def test_a_mark_fits_its_line_and_no_other():
    mark = chain.new_mark(LINE)

    assert chain.is_ours(LINE, mark)
    assert [column for column in chain.COLUMNS if chain.is_ours({**LINE, column: changed(column)}, mark)] == []


def test_two_lines_that_say_the_same_have_marks_of_their_own():
    assert chain.new_mark(LINE) != chain.new_mark(LINE)


def test_a_mark_fits_what_a_database_makes_of_the_line():
    stored = {
        **LINE,
        "timestamp": WHEN.astimezone(timezone(timedelta(hours=-5))),
        "data": {"when": "2026-03-02T15:00:00.123Z", "share": 1000, "now": 4, "was": None},
    }

    assert chain.is_ours(stored, chain.new_mark({**LINE, "data": {**LINE["data"], "when": stored["data"]["when"]}}))


def test_a_seal_says_the_place_the_line_and_the_time():
    place = (2, "before", 7, "mark", WHEN)
    seal = chain.new_seal(*place)

    assert chain.is_in_place(seal, *place)
    others = [(3, *place[1:]), (2, "x", *place[2:]), (2, "before", 8, "mark", WHEN), (2, "before", 7, "x", WHEN)]
    assert [other for other in others if chain.is_in_place(seal, *other)] == []
    assert not chain.is_in_place(seal, *place[:4], WHEN + timedelta(seconds=1))


def test_without_the_key_nothing_can_be_made_and_an_old_key_still_fits(settings):
    settings.HISTORY_KEY = "the key of last year"
    mark, seal = chain.new_mark(LINE), chain.new_seal(1, "", 7, "mark", WHEN)

    settings.HISTORY_KEY = "the key of this year"
    assert not chain.is_ours(LINE, mark)
    assert not chain.is_in_place(seal, 1, "", 7, "mark", WHEN)

    settings.HISTORY_KEYS_BEFORE = ["the key of last year"]
    assert chain.is_ours(LINE, mark)
    assert chain.is_in_place(seal, 1, "", 7, "mark", WHEN)
    assert chain.new_seal(1, "", 7, "mark", WHEN) != seal


@pytest.mark.parametrize("words", ["", "alice", "correct horse"])
def test_veiled_words_can_be_told_again_and_not_read(settings, words):
    settings.HISTORY_KEY = "one"
    veiled = chain.veiled("name", words)

    assert veiled == chain.veiled("name", words)
    assert veiled != chain.veiled("address", words)
    settings.HISTORY_KEY = "two"
    assert veiled != chain.veiled("name", words)
