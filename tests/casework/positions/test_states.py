"""Where an approved version stands at a moment: at the borders of days in Toronto, and in every order of events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from casework.core.errors import IllegalMove
from casework.core.states import move
from casework.positions.states import MOVES, PositionStatus, Standing, day_of, first_moment, standing
from tests.factories.positions import PositionFactory

TORONTO = ZoneInfo("America/Toronto")
MARCH = date(2026, 3, 1)


@dataclass
class Version:
    """The dates of a version, without a database."""

    starts_at: datetime
    not_before: datetime | None = None
    expires: date | None = None
    superseded_at: datetime | None = None
    withdrawn_at: datetime | None = None


def at(day, hour=0, minute=0, second=0, month=3):
    return datetime(2026, month, day, hour, minute, second, tzinfo=TORONTO)


def version(effective_from=MARCH, not_before=None, approved_at=None, **facts):
    return Version(first_moment(effective_from, not_before, approved_at or at(1)), not_before, **facts)


@pytest.mark.parametrize(
    ("facts", "on", "stands"),
    [
        ({}, at(1), "current"),
        ({}, at(1) - timedelta(seconds=1), "not yet"),
        ({"effective_from": date(2026, 3, 10)}, at(9, 23, 59, 59), "not yet"),
        ({"effective_from": date(2026, 3, 10)}, at(10), "current"),
        # In Toronto the last day ends at its own midnight, five hours after that of Greenwich.
        ({"expires": date(2026, 3, 5)}, datetime(2026, 3, 6, 4, 59, 59, tzinfo=UTC), "current"),
        ({"expires": date(2026, 3, 5)}, datetime(2026, 3, 6, 5, 0, 0, tzinfo=UTC), "expired"),
        # The night of March 8 is one hour short; its day begins at midnight all the same.
        ({"expires": date(2026, 3, 8)}, datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC), "current"),
        ({"expires": date(2026, 3, 8)}, datetime(2026, 3, 9, 4, 0, 0, tzinfo=UTC), "expired"),
        ({"effective_from": date(2026, 3, 9)}, datetime(2026, 3, 9, 4, 0, 0, tzinfo=UTC), "current"),
        # An embargo ends on the minute, and counts before a day that has not begun.
        ({"not_before": at(4, 10)}, at(4, 9, 59, 59), "embargoed"),
        ({"not_before": at(4, 10)}, at(4, 10), "current"),
        ({"effective_from": date(2026, 3, 6), "not_before": at(4, 10)}, at(5), "not yet"),
        ({"effective_from": date(2026, 3, 6), "not_before": at(7, 10)}, at(6, 12), "embargoed"),
        # Nothing is said before somebody said yes to it.
        ({"approved_at": at(3, 15)}, at(3, 14, 59), "not yet"),
        ({"approved_at": at(3, 15)}, at(3, 15), "current"),
        ({"superseded_at": at(5, 9)}, at(5, 8, 59), "current"),
        ({"superseded_at": at(5, 9)}, at(5, 9), "superseded"),
        ({"withdrawn_at": at(5, 9)}, at(5, 8, 59), "current"),
        ({"withdrawn_at": at(5, 9)}, at(5, 9), "withdrawn"),
        # Stopped by a person says more than what would have happened anyway.
        ({"withdrawn_at": at(5), "superseded_at": at(4), "expires": date(2026, 3, 4)}, at(6), "withdrawn"),
        ({"superseded_at": at(4), "expires": date(2026, 3, 4)}, at(6), "superseded"),
    ],
)
def test_standing_at_a_border(facts, on, stands):
    assert standing(version(**facts), on) == stands


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (hypothesis adds the zone)
days = st.dates(date(2026, 1, 1), date(2027, 1, 1))


@given(days, moments, st.none() | moments, st.none() | days, st.none() | moments, st.none() | moments, moments)
def test_a_version_is_current_exactly_when_nothing_speaks_against_it(
    first, approved, embargo, last, superseded, withdrawn, on
):
    line = version(first, embargo, approved, expires=last, superseded_at=superseded, withdrawn_at=withdrawn)

    speaks_against = [
        day_of(on) < first,
        on < approved,
        embargo is not None and on < embargo,
        last is not None and day_of(on) > last,
        superseded is not None and superseded <= on,
        withdrawn is not None and withdrawn <= on,
    ]
    assert (standing(line, on) == Standing.CURRENT) == (not any(speaks_against))


def test_the_day_is_toronto_s_whatever_somebody_set_for_their_screens():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert day_of(at(5, 23, 30)) == date(2026, 3, 5)
        assert first_moment(date(2026, 3, 5), None, at(1)) == at(5)


@pytest.mark.django_db
@pytest.mark.parametrize("was", PositionStatus.values)
@pytest.mark.parametrize("to", PositionStatus.values)
def test_moves_are_those_of_the_table_and_no_others(was, to):
    position = PositionFactory()
    position.status = was

    if to in MOVES[was]:
        assert move(position, to, MOVES) == was
    else:
        with pytest.raises(IllegalMove):
            move(position, to, MOVES)
