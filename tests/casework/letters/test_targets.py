"""By when a unit's word is wanted, in words that say how long there still is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.letters.targets import ratify_by, time_left, word_due

TORONTO = ZoneInfo("America/Toronto")


def at(words):
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=TORONTO)


def test_a_word_is_wanted_after_so_many_hours_of_work():
    assert word_due(at("2026-03-06 16:00"), hours=2) == at("2026-03-09 10:00")
    assert word_due(at("2026-03-06 16:00"), hours=2, closed={date(2026, 3, 9)}) == at("2026-03-10 10:00")


def test_a_waiver_is_looked_at_within_two_working_days():
    assert ratify_by(date(2026, 3, 6)) == date(2026, 3, 10)
    assert ratify_by(date(2026, 3, 6), closed={date(2026, 3, 9)}) == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 10:00", "5 working hours left"),
        ("2026-03-02 13:30", "1 working hour left"),
        ("2026-03-02 14:30", "Less than a working hour left"),
        ("2026-03-02 15:00", "Late by less than a working hour"),
        ("2026-03-02 16:00", "Late by 1 working hour"),
        ("2026-03-03 12:00", "Late by 5 working hours"),
        ("2026-03-01 12:00", "6 working hours left"),
    ],
)
def test_the_time_left_is_said_in_hours_of_work(now, expected):
    assert time_left(at("2026-03-02 15:00"), at(now)) == expected
