"""What an accommodation asks of the office, and by which day: by table."""

from datetime import date

import pytest

from casework.cases.accommodating import due_on, holds_back, is_late
from casework.cases.states import ACCOMMODATION_MOVES, SETTLED, AccommodationStatus

MONDAY, THURSDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)
NEXT_MONDAY, NEEDED = date(2026, 3, 9), date(2026, 3, 20)


@pytest.mark.parametrize(
    ("status", "closed", "due"),
    [
        ("before", (), THURSDAY),
        ("asked", (), THURSDAY),
        ("asked", (THURSDAY,), FRIDAY),
        ("discussed", (), NEXT_MONDAY),
        ("offered", (), NEXT_MONDAY),
        ("agreed", (), NEEDED),
        ("met", (), None),
        ("withdrawn", (), None),
    ],
)
def test_the_next_step_is_due_in_working_days_and_what_is_agreed_on_its_own_day(status, closed, due):
    assert due_on(status, MONDAY, needed_on=NEEDED, closed=closed) == due


@pytest.mark.parametrize(("due", "late"), [(None, False), (THURSDAY, True), (FRIDAY, False), (NEXT_MONDAY, False)])
def test_it_is_late_once_its_day_is_over(due, late):
    assert is_late(due, FRIDAY) == late


def test_a_letter_waits_for_the_talk_and_for_nothing_else():
    assert {status for status in AccommodationStatus if holds_back(status)} == {"before", "asked"}


def test_what_is_withdrawn_stays_so_and_what_was_met_is_agreed_anew():
    assert ACCOMMODATION_MOVES["withdrawn"] == frozenset()
    assert ACCOMMODATION_MOVES["met"] == {"agreed", "withdrawn"}
    assert set(ACCOMMODATION_MOVES) == set(AccommodationStatus)
    for status in set(AccommodationStatus) - SETTLED:
        assert {"agreed", "met", "offered", "withdrawn"} <= ACCOMMODATION_MOVES[status]
