"""Looking for a page: the same hits on both databases, and nothing that is typed does harm."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.models import SearchPage, StandardPage
from tests.screens import HOSTILE, is_inert, queries, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(page_of, site):
    """The search of each language, and a page to find in each."""
    page_of(SearchPage, "search")
    body = [{"type": "text", "value": "<p>Ask for a wheelchair ramp at the café.</p>"}]
    words = {"search_description": "How to get in.", "body": body}
    found = page_of(StandardPage, "getting-in", title="Getting in", **words)
    french = {"under": site["fr"], "locale": site["fr"].locale}
    page_of(SearchPage, "recherche", **french)
    page_of(StandardPage, "acces", title="L’accès", lead="Une rampe pour l’école.", **french)
    return found


@pytest.mark.parametrize("asked", ["wheelchair", "WHEELCHAIR ramp", "cafe", "Café!", "getting", "at the café"])
def test_a_page_is_found_by_its_words_whatever_the_accents(search, client, asked):
    page = said(client.get("/en/search/", {"q": asked}))

    assert '<a href="/en/getting-in/">Getting in</a>' in page
    assert "How to get in." in page
    assert "One page found" in page


@pytest.mark.parametrize("asked", ["école", "l'ecole", "L’ACCÈS rampe"])
def test_french_is_found_with_its_elisions_and_among_french_pages(search, client, asked):
    page = said(client.get("/fr/recherche/", {"q": asked}))

    assert '<a href="/fr/acces/">L’accès</a>' in page
    assert "Getting in" not in page


@pytest.mark.parametrize(
    "asked", ['"', "'; DROP TABLE x; --", "a* OR (", "%", "\\", ":&|!<->", "NEAR/3", "x" * 5000, "🙂"]
)
def test_nothing_that_is_typed_breaks_the_page(search, client, asked):
    response = client.get("/en/search/", {"q": asked, "page": asked})

    assert response.status_code == 200
    assert "Nothing found" in said(response)
    assert "Check the spelling, or use fewer words." in said(response)


def test_what_was_typed_stays_words_and_in_the_field(search, client):
    response = client.get("/en/search/", {"q": HOSTILE[:90]})

    assert is_inert(response)
    assert 'value="kept words"' in said(client.get("/en/search/?q=kept++words"))


def test_drafts_and_what_is_private_are_not_found(search, client, page_of):
    below = page_of(StandardPage, "below", under=search, title="Below the wheelchair")
    PageViewRestriction.objects.create(page=search, restriction_type=PageViewRestriction.LOGIN)
    assert "Nothing found" in said(client.get("/en/search/?q=wheelchair"))

    PageViewRestriction.objects.all().delete()
    below.unpublish()

    assert "One page found" in said(client.get("/en/search/?q=wheelchair"))


def test_the_search_itself_is_in_no_index_and_no_result_and_keeps_nothing(search, client):
    response = client.get("/en/search/?q=search")

    assert '<meta name="robots" content="noindex">' in said(response)
    assert "Nothing found" in said(response)
    assert response.cookies == {}
    assert "/en/search/" not in said(client.get("/sitemap.xml"))
    assert "Type one or two words" in said(client.get("/en/search/"))


def test_many_hits_go_on_on_a_second_page(search, client, page_of):
    for number in range(11):
        page_of(StandardPage, f"ramp-{number}", title=f"Ramp {number}")

    page = said(client.get("/en/search/?q=ramp&page=2"))

    assert "12 pages found" in page
    assert '<a rel="prev" href="?q=ramp&page=1">' in page


def test_a_page_that_is_not_there_offers_the_search(search, client):
    page = said(client.get("/en/nothing-here/"))

    assert '<form class="look" role="search" method="get" action="/en/search/">' in page


def test_an_editor_may_place_each_kind_of_page(search, root, signed_in, site):
    screen = said(signed_in(root).get(reverse("wagtailadmin_pages:add_subpage", args=[site["en"].pk])))

    assert [kind for kind in ("Search page", "Page of the offices", "List of news") if kind not in screen] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_few_queries(search, client, page_of, rows):
    for number in range(rows):
        page_of(StandardPage, f"lift-{number}", title=f"Lift {number}")

    assert queries(client, "/en/search/?q=lift") == 6
