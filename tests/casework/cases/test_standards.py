"""When an answer is due: working days, Ontario's holidays, the office's own closures."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from casework.cases import actions, queries
from casework.cases.standards import due_on, is_late
from casework.core.clock import working_day
from casework.core.permissions import SYSTEM
from tests.conftest import TORONTO
from tests.factories.cases import CaseFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import ClosureFactory, OfficeFactory

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("received", "promise", "due"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),  # Monday to Tuesday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # what comes on a Saturday
        (date(2026, 2, 13), 1, date(2026, 2, 17)),  # over Family Day
        (date(2026, 4, 2), 1, date(2026, 4, 6)),  # over Good Friday; Easter Monday is worked
        (date(2026, 5, 15), 1, date(2026, 5, 19)),  # over Victoria Day
        (date(2026, 6, 30), 1, date(2026, 7, 2)),  # over Canada Day
        (date(2026, 9, 4), 1, date(2026, 9, 8)),  # over Labour Day
        (date(2026, 10, 9), 1, date(2026, 10, 13)),  # over Thanksgiving
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas and Boxing Day, which moves to Monday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the New Year
        (date(2026, 3, 2), 15, date(2026, 3, 23)),  # three weeks
        (date(2026, 3, 7), 0, date(2026, 3, 9)),  # at once, on the first day there is
    ],
)
def test_due_counts_working_days_from_the_day_after(received, promise, due):
    assert due_on(received, days=promise) == due


def test_due_steps_over_the_days_on_which_the_office_is_closed():
    assert due_on(date(2026, 3, 2), days=2, closed={date(2026, 3, 3), date(2026, 3, 4)}) == date(2026, 3, 6)


@given(received=days, promise=st.integers(1, 40), closed=st.sets(days, max_size=30))
def test_due_is_what_somebody_counts_on_a_calendar(received, promise, closed):
    counted, day = 0, received
    while counted < promise:
        day += timedelta(days=1)
        counted += working_day(day, closed)

    assert due_on(received, days=promise, closed=closed) == day


@given(received=days, promise=st.integers(0, 40), closed=st.sets(days, max_size=30))
def test_due_is_a_day_on_which_the_office_works(received, promise, closed):
    assert working_day(due_on(received, days=promise, closed=closed), closed)


@given(received=days, promise=st.integers(0, 40), more=st.sets(days, max_size=10))
def test_a_closure_never_brings_the_day_forward(received, promise, more):
    assert due_on(received, days=promise, closed=more) >= due_on(received, days=promise)


@pytest.mark.parametrize(
    ("today", "active", "late"),
    [
        (date(2026, 3, 9), True, False),
        (date(2026, 3, 10), True, False),  # the day itself
        (date(2026, 3, 11), True, True),
        (date(2026, 3, 11), False, False),
    ],
)
def test_late_is_past_the_day_and_only_while_somebody_has_something_to_do(today, active, late):
    assert is_late(date(2026, 3, 10), today, active=active) is late


def test_without_a_promise_nothing_is_late():
    assert is_late(None, date(2030, 1, 1), active=True) is False


# ---------------------------------------------------------------- on rows
@pytest.mark.django_db
def test_a_case_is_due_by_its_office_s_promise_and_calendar(clock):
    office, other = OfficeFactory(reply_days=3), OfficeFactory(reply_days=3)
    ClosureFactory(on=date(2026, 3, 3), office=office)
    ClosureFactory(on=date(2026, 3, 4), office=other)
    ClosureFactory(on=date(2026, 3, 5))  # every office

    case = actions.open_case(by=SYSTEM, office=office, person=PersonFactory(office=office), subject="Hydro")

    assert case.due_on == date(2026, 3, 9)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_in", "due"),
    [
        (datetime(2026, 3, 2, 23, 59, tzinfo=TORONTO), date(2026, 3, 3)),
        (datetime(2026, 3, 3, 0, 1, tzinfo=TORONTO), date(2026, 3, 4)),
        (datetime(2026, 3, 3, 3, 0, tzinfo=timezone.get_fixed_timezone(0)), date(2026, 3, 3)),
    ],
)
def test_the_day_it_came_in_is_the_day_in_the_office(came_in, due):
    person = PersonFactory(office__reply_days=1)

    case = actions.open_case(by=SYSTEM, office=person.office, person=person, subject="Hydro", received_at=came_in)

    assert case.due_on == due


@pytest.mark.django_db
def test_a_case_is_late_the_day_after_its_day_until_it_is_done(clock, alice, office_a):
    case = CaseFactory(office=office_a, opened=True, due_on=date(2026, 3, 2))
    assert (case.is_late, [*queries.late(alice)]) == (False, [])

    clock.shift(timedelta(days=1))
    assert (case.is_late, [*queries.late(alice)]) == (True, [case])

    resolved = actions.resolve(case, by=alice)
    assert (resolved.is_late, [*queries.late(alice)]) == (False, [])


@pytest.mark.django_db
def test_a_case_is_not_late_before_midnight_in_the_office(clock, alice, office_a):
    case = CaseFactory(office=office_a, due_on=date(2026, 3, 2))

    clock.move_to(datetime(2026, 3, 2, 23, 30, tzinfo=TORONTO))  # the third already in London
    assert (case.is_late, [*queries.late(alice)]) == (False, [])
