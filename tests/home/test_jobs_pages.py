"""Job postings: open ones are listed, closed ones leave, and the offer to accommodate is always made."""

from datetime import date

import pytest

from home.models import JobPage, JobsPage
from tests.screens import queries, said

pytestmark = pytest.mark.django_db

OFFER = "We accommodate people with disabilities at every step"


@pytest.fixture
def jobs(page_of, clock):
    """The list, on March 2."""
    return page_of(JobsPage, "jobs", none_open="<p>None now.</p>")


def test_a_posting_is_open_through_its_last_day_and_then_leaves_the_list(jobs, page_of, client):
    page_of(JobPage, "last-day", under=jobs, title="Last day", closes_on=date(2026, 3, 2))
    page_of(JobPage, "gone", under=jobs, title="Too late", closes_on=date(2026, 3, 1))

    page = said(client.get("/en/jobs/"))

    assert ("Last day" in page, "Too late" in page) == (True, False)
    assert "Apply by March 2, 2026" in page
    listed = said(client.get("/sitemap.xml"))
    assert ("/en/jobs/last-day/" in listed, "/en/jobs/gone/" in listed) == (True, False)


def test_a_closed_posting_says_so_and_how_to_apply_no_more(jobs, page_of, client):
    words = {"how_to_apply": "<p>Send a note.</p>", "pay": "$52,000"}
    page_of(JobPage, "gone", under=jobs, closes_on=date(2026, 3, 1), **words)
    page_of(JobPage, "open", under=jobs, closes_on=date(2026, 3, 9), **words)

    gone, still_open = said(client.get("/en/jobs/gone/")), said(client.get("/en/jobs/open/"))

    assert "This posting closed on March 1, 2026." in gone
    assert '<meta name="robots" content="noindex">' in gone
    assert ("Send a note." in gone, "Send a note." in still_open) == (False, True)
    assert "$52,000" in still_open


def test_the_offer_to_accommodate_is_made_on_every_page_of_jobs(jobs, page_of, client):
    page_of(JobPage, "bare", under=jobs, closes_on=date(2026, 3, 9))
    assert OFFER in said(client.get("/en/jobs/bare/"))

    JobPage.objects.get().delete()

    page = said(client.get("/en/jobs/"))
    assert OFFER in page
    assert "None now." in page


def test_the_way_to_the_jobs_stands_at_the_foot(jobs, client):
    assert '<a href="/en/jobs/">Jobs</a>' in said(client.get("/en/contact/")).partition("<footer")[2]


@pytest.mark.parametrize("rows", [1, 3])
def test_jobs_cost_the_same_few_queries(jobs, page_of, client, rows):
    for number in range(rows):
        page_of(JobPage, f"job-{number}", under=jobs, closes_on=date(2026, 3, 9))

    assert [queries(client, f"/en/jobs/{tail}") for tail in ("", "job-0/")] == [4, 9]
