"""What stands round every page: the menu, the way to the other language, the help line."""

import pytest
from wagtail.models import PageViewRestriction

from home.models import ContactPage, HomePage, StandardPage

pytestmark = pytest.mark.django_db


def _add(parent, title, slug, **fields):
    page = StandardPage(title=title, slug=slug, locale=parent.locale, show_in_menus=True, **fields)
    return parent.add_child(instance=page)


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/en/", "/fr/"),
        ("/fr/", "/en/"),
        ("/en/contact/", "/fr/contact/"),
        ("/en/about/", "/fr/a-propos/"),
        ("/fr/confidentialite/", "/en/privacy/"),
    ],
)
def test_the_switch_leads_to_the_same_page(built_site, client, address, twin):
    page = client.get(address).content.decode()

    code = twin[1:3]
    name = {"en": "English", "fr": "Français"}[code]
    assert f'<a class="switch" lang="{code}-CA" hreflang="{code}-CA" href="{twin}">{name}</a>' in page
    assert f'<link rel="alternate" hreflang="{code}-CA" href="{twin}">' in page


def test_a_page_without_a_twin_leads_to_the_first_page_and_says_so(site, client):
    _add(site["en"], "News", "news")

    assert 'href="/fr/?untranslated=1"' in client.get("/en/news/").content.decode()

    landed = client.get("/fr/?untranslated=1").content.decode()
    assert "La page que vous lisiez n’existe pas encore en français." in landed
    assert "n’existe pas encore" not in client.get("/fr/").content.decode()


def test_a_twin_that_is_a_draft_is_no_twin(site, client):
    ContactPage.objects.get(locale__language_code="fr").unpublish()

    assert 'href="/fr/?untranslated=1"' in client.get("/en/contact/").content.decode()


def test_a_page_deep_in_the_tree_finds_its_twin_too(site, client):
    news, actualites = _add(site["en"], "News", "news"), _add(site["fr"], "Actualités", "actualites")
    first = _add(news, "One", "one")
    _add(actualites, "Un", "un", translation_key=first.translation_key)

    assert 'href="/fr/actualites/un/">Français' in client.get("/en/news/one/").content.decode()


def test_the_menu_shows_what_editors_put_in_it_and_where_one_is(site, client):
    _add(site["en"], "News", "news")
    quiet = _add(site["en"], "Quiet", "quiet")
    quiet.show_in_menus = False
    quiet.save()

    page = client.get("/en/news/").content.decode()

    assert '<a href="/en/news/" aria-current="page">News</a>' in page
    assert '<a href="/en/contact/">Write to us</a>' in page
    assert "Quiet" not in page


def test_the_help_line_and_whose_site_it_is_stand_on_every_page(built_site, client):
    for address in ("/en/", "/en/contact/", "/en/privacy/", "/en/nothing-here/"):
        foot = client.get(address).content.decode().split("<footer")[1]
        assert 'href="tel:+1-416-555-0140"' in foot
        assert "mailto:help@correspondence.example" in foot
        assert "It is not a site of the Government of Ontario." in foot


def test_a_private_page_stays_private(site, client):
    page = _add(site["en"], "Secret", "secret")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    response = client.get("/en/secret/")

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_page_under_a_private_page_stays_private(site, client):
    above = _add(site["en"], "Staff", "staff")
    _add(above, "Below", "below")
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/en/staff/below/").status_code == 302


def test_a_draft_is_not_shown(site, client, contact_page):
    contact_page.unpublish()

    assert client.get("/en/contact/").status_code == 404


def test_a_site_without_a_help_line_shows_no_empty_one(site, client):
    HomePage.objects.update(help_phone="", help_email="", help_hours="")

    assert "Need help?" not in client.get("/en/").content.decode()


def test_the_form_can_be_previewed_by_an_editor(site, contact_page, offices):
    contact_page.intro = "<p>Not published yet.</p>"

    response = contact_page.make_preview_request()

    assert "Not published yet." in response.content.decode()


def test_a_page_not_saved_yet_can_be_previewed(site):
    page = StandardPage(title="Brand new", slug="brand-new", locale=site["en"].locale)
    page.path = site["en"].path + "9999"
    page.depth = site["en"].depth + 1

    assert "Brand new" in page.make_preview_request().content.decode()


@pytest.mark.parametrize("what", ["page", "home"])
def test_a_private_form_takes_no_message_from_a_stranger(visitor, site, contact_page, received, what):
    private = contact_page if what == "page" else site["en"]
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    response = visitor.sends()

    assert (response.status_code, "login" in response["Location"], received()) == (302, True, [])
