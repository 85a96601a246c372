"""What an office sees of what leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.dispatch import queries
from casework.dispatch.models import Dispatch
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


def test_print_list_holds_the_letters_waiting_to_be_printed_oldest_first(alice, office_a, office_b, clock):
    first = DispatchFactory(office=office_a, post=True)
    clock.shift(timedelta(minutes=1))
    second = DispatchFactory(office=office_a, post=True)
    DispatchFactory(office=office_a, post=True, not_before=timezone.now() + timedelta(days=1))
    DispatchFactory(office=office_a, post=True, sent=True)
    DispatchFactory(office=office_a)
    DispatchFactory(office=office_b, post=True)

    assert list(queries.print_list(alice)) == [first, second]


def test_needing_a_person_holds_what_failed_and_what_is_unknown_longest_first(alice, office_a, office_b):
    failed = DispatchFactory(office=office_a, failed=True)
    unknown = DispatchFactory(office=office_a, unknown=True)
    for trait in ("sending", "handing", "sent", "stopped"):
        DispatchFactory(office=office_a, **{trait: True})
    DispatchFactory(office=office_b, unknown=True)
    Dispatch.objects.filter(pk=unknown.pk).update(changed_at=timezone.now() - timedelta(hours=1))

    assert list(queries.needing_a_person(alice)) == [unknown, failed]


def test_for_reference_holds_every_leaving_of_one_letter(alice, charlie, office_a):
    DispatchFactory(office=office_a)
    stopped = DispatchFactory(office=office_a, reference="C7K4-M2PX/1", stopped=True)
    again = DispatchFactory(office=office_a, reference="C7K4-M2PX/1")

    assert list(queries.for_reference(alice, "C7K4-M2PX/1")) == [again, stopped]
    assert list(queries.for_reference(charlie, "C7K4-M2PX/1")) == []


def test_get_for_gives_the_whole_letter_to_its_office_only(alice, charlie, office_a):
    dispatch = DispatchFactory(office=office_a)

    assert queries.get_for(alice, dispatch.pk).raw_bytes == dispatch.raw_bytes
    with pytest.raises(Dispatch.DoesNotExist):
        queries.get_for(charlie, dispatch.pk)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("trait", "query"), [("post", queries.print_list), ("failed", queries.needing_a_person)])
def test_a_list_is_one_query_and_reads_no_letter(alice, office_a, django_assert_num_queries, rows, trait, query):
    for _row in range(rows):
        DispatchFactory(office=office_a, **{trait: True})
    alice.office_ids  # noqa: B018  (read once per request, before any list)
    alice.get_all_permissions()

    with django_assert_num_queries(1):
        shown = [(row.reference, row.office.name, row.to_name) for row in query(alice)]

    assert len(shown) == rows
    assert {"raw", "text", "html"} <= query(alice)[0].get_deferred_fields()
