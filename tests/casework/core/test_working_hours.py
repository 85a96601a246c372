"""Working hours, against a count on the fingers: nine to five, on working days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from casework.core.clock import add_working_hours, working_day, working_time_between

TORONTO = ZoneInfo("America/Toronto")
moments = st.datetimes(datetime(2025, 12, 1), datetime(2026, 4, 1)).map(lambda at: at.replace(tzinfo=TORONTO))  # noqa: DTZ001  (the zone is put on right away)
closures = st.frozensets(st.dates(date(2025, 12, 20), date(2026, 1, 10)), max_size=5)


def at(words):
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=TORONTO)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-03-02 10:00", 2, "2026-03-02 12:00"),
        ("2026-03-02 16:00", 2, "2026-03-03 10:00"),
        ("2026-03-02 10:00", 16, "2026-03-04 10:00"),
        ("2026-03-02 09:00", 8, "2026-03-02 17:00"),
        ("2026-03-02 07:00", 1, "2026-03-02 10:00"),
        ("2026-03-02 20:00", 1, "2026-03-03 10:00"),
        ("2026-03-06 16:30", 1, "2026-03-09 09:30"),  # over the weekend in which the clocks change
        ("2026-04-02 16:00", 2, "2026-04-06 10:00"),  # over Good Friday
        ("2026-03-07 12:00", 0, "2026-03-09 09:00"),
    ],
)
def test_working_hours_are_counted_from_nine_to_five_on_working_days(start, hours, expected):
    assert add_working_hours(at(start), hours) == at(expected)


def test_an_office_that_is_closed_does_not_work():
    assert add_working_hours(at("2026-03-02 16:00"), 2, {date(2026, 3, 3)}) == at("2026-03-04 10:00")
    assert working_time_between(at("2026-03-02 16:00"), at("2026-03-04 10:00"), {date(2026, 3, 3)}) == timedelta(
        hours=2
    )


def test_working_hours_are_never_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_hours(at("2026-03-02 10:00"), -1)


@given(moments, st.integers(0, 60), closures)
def test_the_time_between_is_the_hours_that_were_added(start, hours, closed):
    end = add_working_hours(start, hours, closed)

    assert working_time_between(start, end, closed) == timedelta(hours=hours)
    assert working_time_between(end, start, closed) == -timedelta(hours=hours)


@given(moments, moments, closures)
def test_the_time_between_two_moments_is_what_a_count_by_the_half_hour_says(a, b, closed):
    a, b = sorted((a.replace(minute=0, second=0, microsecond=0), b.replace(minute=30, second=0, microsecond=0)))
    half, counted, moment = timedelta(minutes=30), timedelta(0), a.astimezone(ZoneInfo("UTC"))
    while moment < b:
        local = moment.astimezone(TORONTO)
        if working_day(local.date(), closed) and 9 <= local.hour < 17:
            counted += half
        moment += half

    assert working_time_between(a, b, closed) == counted
