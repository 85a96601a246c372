"""Lists whose cost does not grow: counts stop at a cap, and the rows of several offices are merged as they come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.cases import queries
from casework.core import clock
from casework.core.listing import ByOffice, CappedPaginator
from tests.factories.cases import CaseFactory
from tests.factories.directory import MembershipFactory, OfficeFactory
from tests.factories.letters import TemplateFactory
from tests.screens import queries as asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(alice, office_a, office_b):
    """Alice works in both offices, where cases came in by turns; some have no day on which they are due."""
    MembershipFactory(user=alice, office=office_b)
    now = timezone.now()
    for number in range(9):
        CaseFactory(
            office=[office_a, office_b][number % 2],
            last_activity_at=now - timedelta(hours=number // 2),
            due_on=None if number % 3 == 0 else clock.today() + timedelta(days=number % 4),
        )
    return alice


@pytest.mark.parametrize("order", [("-last_activity_at", "-id"), ("due_on", "pk"), ("-due_on", "-pk"), ("due_on",)])
def test_offices_walked_one_by_one_give_the_order_of_the_database(both, order):
    rows = queries.cases_for(both).order_by(*order)
    pages = ByOffice(rows, both.office_ids)
    whole = list(rows if len(order) > 1 else rows.order_by(*order, "pk"))

    assert pages[0:4] + pages[4:8] + pages[8:12] == whole


def test_rows_are_counted_no_further_than_asked(both):
    rows = ByOffice(queries.office_cases(both), both.office_ids)

    assert (rows.counted(100), rows.counted(9), rows.counted(3)) == (9, 9, 3)


def test_filters_hold_while_offices_are_walked(both, office_a):
    late = queries.office_cases(both).filter(due_on__isnull=True)

    assert ByOffice(late, both.office_ids)[0:50] == list(late)


def test_only_rows_of_one_office_each_in_an_order_of_columns_are_walked_by_office(both, charlie):
    rows = queries.office_cases(both)

    assert ByOffice.fits(rows, both)
    assert not ByOffice.fits(queries.office_cases(charlie), charlie), "one office is in order already"
    assert not ByOffice.fits(rows.order_by(F("due_on").desc()), both)
    assert not ByOffice.fits(rows.order_by("person__name"), both)
    assert not ByOffice.fits(rows.order_by(), both)
    assert not ByOffice.fits(type(TemplateFactory()).objects.order_by("name"), both), "a template may be of no office"


def test_a_page_of_two_offices_shows_what_is_newest_in_either(signed_in, both):
    response = signed_in(both).get(reverse("cases:index"))

    assert list(response.context["object_list"]) == list(queries.office_cases(both))
    assert response.context["paginator"].count == 9


def test_the_cost_of_a_page_depends_on_the_offices_and_not_on_the_rows(signed_in, both, office_a, office_b):
    client, url = signed_in(both), reverse("cases:index")
    few = asked(client, url)
    for office in (office_a, office_b):
        CaseFactory(office=office)

    assert asked(client, url) == few


def test_each_further_office_costs_one_count_and_one_walk(signed_in, both, charlie, office_b):
    url = reverse("cases:index")
    two = asked(signed_in(both), url)
    office = OfficeFactory()
    MembershipFactory(user=both, office=office)
    CaseFactory(office=office)

    assert asked(signed_in(both), url) == two + 2


def test_the_last_page_is_where_the_cap_is(both, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "cap", 4)
    paginator = CappedPaginator(ByOffice(queries.office_cases(both), both.office_ids), 3)

    assert (paginator.count, paginator.num_pages, len(paginator.page(2).object_list)) == (4, 2, 1)
    assert paginator.items_count_label.startswith("more than 4 cases")


def test_a_count_asks_for_no_more_than_the_cap(both, office_a):
    with CaptureQueriesContext(connection) as captured:
        assert CappedPaginator(queries.office_cases(both), 3).count == 9

    assert "LIMIT 1001" in captured.captured_queries[-1]["sql"]
