"""What is said when something is in the way, and that it is said in the frame of the site."""

import re

import pytest
from django.test import Client

from .conftest import WORDS
from .reading import value

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(visitor):
    """The visitor's browser, with the cookie that goes with the form checked as in real life."""
    cookies = visitor.client.cookies
    visitor.client = Client(enforce_csrf_checks=True)
    visitor.client.cookies = cookies
    visitor.opens()
    return visitor


def _with_token(visitor, **words):
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.page)[1]
    return visitor.sends(csrfmiddlewaretoken=token, **words)


# ------------------------------------------------------------------ the cookie that goes with the form
def test_a_form_with_its_cookie_is_received(strict, received):
    assert _with_token(strict).status_code == 303
    assert len(received()) == 1


def test_without_its_cookie_everything_typed_comes_back_with_one_more_step(strict, received):
    strict.client.cookies.clear()

    response = strict.sends()

    assert response.status_code == 403
    assert value(strict.page, "message") == WORDS["message"]
    assert strict.puzzle
    assert received() == []


def test_a_browser_that_keeps_no_cookies_can_still_write(strict, received):
    strict.client.cookies.clear()
    strict.sends()
    strict.client.cookies.clear()

    response = strict.sends(step="person")

    assert response.status_code == 303
    assert (received()[0].status, received()[0].signals) == ("held", [["no_cookie", 2]])


def test_without_its_cookie_a_form_with_an_error_says_both(strict):
    strict.client.cookies.clear()

    response = strict.sends(name="")

    assert response.status_code == 403
    assert "Your browser did not send back the cookie" in strict.page
    assert "Enter your name" in strict.page
    assert value(strict.page, "message") == WORDS["message"]


@pytest.mark.parametrize("address", ["/en/", "/en/nothing-here/", "/admin/login/", "/en/contact/thanks/"])
def test_no_other_page_is_let_through_without_the_cookie(site, offices, address):
    response = Client(enforce_csrf_checks=True).post(address, {**WORDS, "username": "x"})

    assert response.status_code == 403
    assert "You cannot open this page" in response.content.decode()


# ------------------------------------------------------------------ too much, or not to be read
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"message=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(2_500)), "application/x-www-form-urlencoded"),
        (b"message=\xe9", "application/x-www-form-urlencoded; charset=latin-1"),
        (b"no boundary", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(visitor, received, body, content_type):
    response = visitor.client.generic("POST", "/en/contact/", body, content_type)

    page = response.content.decode()
    assert response.status_code in {400, 422}
    assert "We could not read what was sent" in page or "There is a problem" in page
    assert "416-555-0140" in page
    assert received() == []


# ------------------------------------------------------------------ pages that are not there
@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("/en/nothing-here/", "en-CA", "We cannot find this page"),
        ("/fr/rien-ici/", "fr-CA", "Nous ne trouvons pas cette page"),
        ("/en/contact/nothing/", "en-CA", "We cannot find this page"),
    ],
)
def test_a_page_that_is_not_there_says_so_in_its_language(site, client, address, language, words):
    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in page
    assert words in page
    assert "416-555-0140" in page


def test_a_page_that_is_not_there_is_said_before_the_site_is_built(db, client):
    response = client.get("/en/nothing-here/")

    assert (response.status_code, "We cannot find this page" in response.content.decode()) == (404, True)


def test_the_first_address_leads_to_the_visitors_language(site, client):
    assert client.get("/", headers={"accept-language": "fr-CA,fr;q=0.9"})["Location"] == "/fr/"
    assert client.get("/", headers={"accept-language": "de"})["Location"] == "/en/"


# ------------------------------------------------------------------ robots, sitemap
def test_robots_may_read_the_pages_and_not_the_rest(site, client):
    said = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/\nDisallow: /captcha/\n" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


def test_the_sitemap_lists_every_page_with_its_twin(built_site, client):
    listed = client.get("/sitemap.xml").content.decode()

    assert listed.count("<loc>") == 22
    assert "<loc>http://testserver/fr/a-propos/</loc>" in listed
    assert listed.count('hreflang="fr-CA" href="http://testserver/fr/a-propos/"') == 2


def test_the_sitemap_lists_no_draft_and_no_private_page(site, client, contact_page):
    contact_page.unpublish()

    listed = client.get("/sitemap.xml").content.decode()

    assert "/en/contact/" not in listed
    assert "/fr/contact/" in listed


# ------------------------------------------------------------------ ready for the strictest content policy
@pytest.mark.parametrize("address", ["/en/", "/en/about/", "/fr/contact/", "/en/nothing-here/"])
def test_no_page_holds_a_script_or_a_style_of_its_own(built_site, offices, client, address):
    page = client.get(address).content.decode()

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)
    assert re.findall(r'(?:src|href)="((?!/|#|tel:|mailto:)[^"]*)"', page) == []
