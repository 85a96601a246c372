"""Working days, against a count on the fingers."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, strategies as st

from casework.core import clock as core_clock
from casework.core.clock import add_working_days, working_day, working_days_between

days = st.dates(date(2015, 1, 1), date(2045, 12, 31))
closures = st.frozensets(st.dates(date(2024, 12, 20), date(2025, 1, 20)), max_size=12)
around_new_year = st.dates(date(2024, 12, 1), date(2025, 2, 10))


def counted(a, b, closed=frozenset()):
    """The working days after ``a`` up to ``b``, one by one."""
    return sum(working_day(a + timedelta(days=step), closed) for step in range(1, (b - a).days + 1))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 2, 16),  # Family Day
        date(2026, 4, 3),  # Good Friday
        date(2026, 5, 18),  # Victoria Day
        date(2026, 7, 1),
        date(2026, 9, 7),  # Labour Day
        date(2026, 10, 12),  # Thanksgiving
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day, a Saturday that year, is moved
        date(2026, 3, 7),
        date(2026, 3, 8),
    ],
)
def test_holidays_of_ontario_and_weekends_are_not_worked(day):
    assert not working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 8, 3),  # the Civic Holiday is not statutory
        date(2026, 4, 6),  # nor is Easter Monday
        date(2026, 9, 30),  # nor the Day for Truth and Reconciliation
        date(2026, 11, 11),  # nor Remembrance Day
        date(2028, 2, 29),
        date(2026, 12, 31),
    ],
)
def test_other_days_are_worked_unless_an_office_closes(day):
    assert working_day(day)
    assert not working_day(day, frozenset({day}))


def test_a_holiday_moved_across_the_year_belongs_to_the_day_it_is_kept_on():
    assert date(2028, 1, 1).weekday() == 5
    assert [working_day(date(2027, 12, 31)), working_day(date(2028, 1, 3))] == [True, False]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # written on Saturday: Monday is the first day
        (date(2026, 2, 13), 1, date(2026, 2, 17)),  # over Family Day
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # over the leap day, which is worked
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over both Christmas days, one of them moved
        (date(2025, 12, 31), 15, date(2026, 1, 22)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
    ],
)
def test_add_working_days(start, count, end):
    assert add_working_days(start, count) == end


def test_closures_move_the_day_on():
    closed = frozenset({date(2026, 3, 3), date(2026, 3, 4)})
    assert add_working_days(date(2026, 3, 2), 1, closed) == date(2026, 3, 5)


def test_working_days_are_counted_forwards_only():
    with pytest.raises(ValueError, match="must not be negative"):
        add_working_days(date(2026, 3, 2), -1)


@given(around_new_year, st.integers(0, 30), closures)
def test_a_day_so_many_working_days_on_is_so_many_away(start, count, closed):
    end = add_working_days(start, count, closed)
    assert working_day(end, closed)
    assert counted(start, end, closed) == (count or int(end > start))


@given(around_new_year, around_new_year, closures)
def test_days_between_agree_with_a_day_by_day_count(a, b, closed):
    expected = counted(a, b, closed) if a <= b else -counted(b, a, closed)
    assert working_days_between(a, b, closed) == expected


@given(days, st.integers(0, 1500))
def test_days_between_agree_over_years_and_leap_days(a, length):
    b = a + timedelta(days=length)
    assert working_days_between(a, b) == counted(a, b)


@given(days, days, days)
def test_days_between_add_up(a, b, c):
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


def test_today_is_the_date_in_toronto_not_in_greenwich():
    with time_machine.travel(datetime(2026, 7, 2, 3, 59, tzinfo=UTC), tick=False):
        assert core_clock.today() == date(2026, 7, 1)
        assert core_clock.now() == datetime(2026, 7, 2, 3, 59, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_the_days_the_clocks_change_count_like_any_other_sunday(day):
    assert not working_day(day)
    assert add_working_days(day, 1) == day + timedelta(days=1)
