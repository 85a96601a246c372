"""Counts that every process sees alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from casework.core.limits import count_up
from casework.core.models import RateCount

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_count_up_counts_each_key_by_itself(clock):
    assert [count_up("form:192.0.2.1", window=MINUTE) for _ in range(3)] == [1, 2, 3]
    assert count_up("form:192.0.2.2", window=MINUTE) == 1


@pytest.mark.django_db
def test_count_up_counts_each_window_of_a_key_by_itself(clock):
    assert [count_up("form", window=MINUTE), count_up("form", window=2 * MINUTE)] == [1, 1]


@pytest.mark.django_db
def test_count_up_starts_again_when_the_window_has_ended_and_not_before(clock):
    count_up("form", window=MINUTE)
    clock.shift(timedelta(seconds=59))
    assert count_up("form", window=MINUTE) == 2  # the window stays where the first one opened it
    clock.shift(timedelta(seconds=1))
    assert count_up("form", window=MINUTE) == 1
    clock.shift(timedelta(seconds=59))
    assert count_up("form", window=MINUTE) == 2


@pytest.mark.django_db
def test_count_up_costs_one_query(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            count_up("form", window=MINUTE)


@pytest.mark.django_db
def test_no_address_is_stored_and_none_can_be_found_by_hashing_them_all(settings):
    count_up("192.0.2.1", window=MINUTE)
    settings.SECRET_KEY = "another site"
    assert count_up("192.0.2.1", window=MINUTE) == 1
    keys = list(RateCount.objects.values_list("key", flat=True))
    assert [len(key) for key in keys] == [64, 64]


@pytest.mark.django_db
def test_count_up_takes_any_key():
    assert count_up("x" * 100_000 + " é \x00 ' %s", window=MINUTE) == 1


@pytest.mark.django_db(transaction=True)
def test_count_up_is_undone_with_the_transaction_around_it():
    with transaction.atomic():
        count_up("form", window=MINUTE)
        transaction.set_rollback(True)
    assert count_up("form", window=MINUTE) == 1


@pytest.mark.django_db(transaction=True)
def test_count_up_loses_none_of_what_several_threads_count_at_once():
    def many(_):
        try:
            return [count_up("form", window=timedelta(hours=1)) for _ in range(25)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        counted = [count for counts in threads.map(many, range(4)) for count in counts]
    assert sorted(counted) == list(range(1, 101))
