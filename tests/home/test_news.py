"""News: newest first, page by page, and in a reader."""

from datetime import date, timedelta
from xml.etree import ElementTree as XML

import pytest
from wagtail.models import PageViewRestriction

from home.models import NewsIndexPage, NewsPage
from tests.screens import queries, said

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news(page_of):
    """``news(3)``: a list with so many pieces of news, the first the newest."""
    index = page_of(NewsIndexPage, "news", title="News & views")

    def add(count, **words):
        day = date(2026, 3, 1)
        return [
            page_of(NewsPage, f"piece-{n}", under=index, day=day - timedelta(days=n), lead=f"Lead {n}.", **words)
            for n in range(count)
        ]

    return add


def test_the_newest_stand_on_top_ten_to_a_page(news, client):
    news(12)

    first, second = said(client.get("/en/news/")), said(client.get("/en/news/?page=2"))

    assert [f"Lead {n}." in first for n in range(12)] == [True] * 10 + [False] * 2
    assert first.index("Lead 0.") < first.index("Lead 9.")
    assert "Lead 11." in second
    assert '<a rel="prev" href="?page=1">' in second


def test_a_piece_of_news_says_its_day_and_leads_back(news, client):
    news(1)

    page = said(client.get("/en/news/piece-0/"))

    assert '<time datetime="2026-03-01" itemprop="datePublished">March 1, 2026</time>' in page
    assert '<a href="/en/news/">All news</a>' in page


def test_no_news_yet_says_so(news, client):
    assert "There is no news yet." in said(client.get("/en/news/"))


def test_drafts_and_private_news_are_in_neither_list_nor_feed(news, client):
    _shown, draft, private = news(3)
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    for address in ("/en/news/", "/en/news/feed/"):
        page = said(client.get(address))
        assert ["Lead 0." in page, "Lead 1." in page, "Lead 2." in page] == [True, False, False]


def test_a_reader_finds_the_feed_and_reads_it(news, client):
    news(2, title="Tea & scones <now>")
    assert '<link rel="alternate" type="application/atom+xml" href="/en/news/feed/">' in said(client.get("/en/"))

    answer = client.get("/en/news/feed/")

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "sessionid" not in answer.cookies
    feed = XML.fromstring(answer.content)  # noqa: S314  (our own)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}title").text == "News & views – Caucus Correspondence Office"
    assert [one.find(f"{ATOM}title").text for one in entries] == ["Tea & scones <now>"] * 2
    assert entries[0].find(f"{ATOM}link").get("href") == "http://testserver/en/news/piece-0/"
    assert entries[0].find(f"{ATOM}published").text == "2026-03-01T12:00:00-05:00"
    assert len({one.find(f"{ATOM}id").text for one in entries}) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_news_cost_the_same_few_queries(news, client, rows):
    news(rows)

    counted = [queries(client, f"/en/news/{tail}") for tail in ("", "feed/", "piece-0/")]

    assert counted == [5, 6, 9]
