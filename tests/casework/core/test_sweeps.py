"""The sweeps of the tools are jobs like any other."""

from datetime import timedelta

import pytest

from casework.core import clock as core_clock
from casework.core.jobs import run_due
from casework.core.limits import count_up
from casework.core.models import RateCount
from casework.core.sweeps import delete_ended_counts

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_ended_counts_are_deleted_and_open_ones_kept(clock, django_assert_num_queries):
    count_up("short", window=MINUTE)
    count_up("long", window=timedelta(days=1))
    clock.shift(MINUTE)
    with django_assert_num_queries(1):
        assert delete_ended_counts() == 1
    assert RateCount.objects.get().ends_at > core_clock.now()
    assert count_up("long", window=timedelta(days=1)) == 2


def test_the_clock_of_the_house_runs_them(clock):
    count_up("form", window=MINUTE)
    clock.shift(MINUTE)
    assert "core.delete_ended_counts" in run_due()
    assert not RateCount.objects.exists()
