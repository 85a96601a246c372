"""What a page costs: few queries, and the same few whatever the number of rows."""

import pytest
from captcha.models import CaptchaStore
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from tests.factories.directory import OfficeFactory

from .conftest import WORDS

pytestmark = pytest.mark.django_db


def _count(call):
    with CaptureQueriesContext(connection) as counted:
        response = call()
    return response.status_code, len(counted)


def _grow(site, pages, offices):
    for number in range(pages):
        page = StandardPage(title=f"Page {number}", slug=f"page-{number}", locale=site["en"].locale, show_in_menus=True)
        site["en"].add_child(instance=page)
    OfficeFactory.create_batch(offices)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"), [("/en/", 2), ("/en/contact/", 4), ("/fr/contact/", 4), ("/en/page-0/", 3)]
)
def test_a_page_costs_the_same_few_queries(site, client, address, queries, rows):
    _grow(site, rows, rows)

    assert _count(lambda: client.get(address)) == (200, queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_message_costs_at_most_twelve_queries(visitor, site, rows):
    _grow(site, rows, rows)
    ContentType.objects.clear_cache()
    visitor.sends(message="The first one fills the caches of the process.")
    visitor.opens()

    status, queries = _count(lambda: visitor.sends(**WORDS))

    assert status == 303
    assert queries <= 12


def test_the_thank_you_page_costs_few(visitor):
    address = visitor.sends()["Location"]

    status, queries = _count(lambda: visitor.client.get(address))

    assert status == 200
    assert queries <= 6


def test_a_form_with_errors_costs_no_more_than_the_form(visitor):
    assert _count(lambda: visitor.sends(name="")) == (422, 4)


def test_a_message_that_comes_through_the_puzzle_costs_little_more(visitor):
    visitor.sends(message="The first one fills the caches of the process.")
    visitor.opens().sends(second_topic="x")
    digits = CaptchaStore.objects.get(hashkey=visitor.puzzle).response

    status, queries = _count(lambda: visitor.sends(puzzle_0=visitor.puzzle, puzzle_1=digits))

    assert status == 303
    assert queries <= 12
