"""Ways to reach us about one thing: from the page of text to the door, with the subject in the form already."""

import pytest

from home.models import CaseworkPage, ContactPage
from tests.screens import HOSTILE, is_inert, said

from .reading import value

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "link", "subject"),
    [
        (
            "/en/accessibility/",
            "/en/contact/?subject=A%20barrier%20on%20your%20site%20or%20in%20an%20office",
            "A barrier on your site or in an office",
        ),
        (
            "/fr/accessibilite/",
            "/fr/contact/?subject=Un%20obstacle%20dans%20votre%20site%20ou%20dans%20un%20bureau",
            "Un obstacle dans votre site ou dans un bureau",
        ),
    ],
)
def test_feedback_about_access_leads_to_every_way_there_is(built_site, offices, client, address, link, subject):
    page = said(client.get(address))

    assert f'<a href="{link}">' in page
    assert page.partition("<main")[2].partition("<footer")[0].count("tel:+1-416-555-0140") == 2
    assert value(client.get(link).content.decode(), "subject") == subject


def test_a_subject_in_an_address_stays_words_and_short(site, offices, client):
    assert is_inert(client.get("/en/contact/", {"subject": HOSTILE}))
    assert len(value(client.get("/en/contact/", {"subject": "x" * 999}).content.decode(), "subject")) == 200


def test_the_ways_are_there_without_a_door(built_site, client):
    for kind in (ContactPage, CaseworkPage):
        kind.objects.get(locale__language_code="en").unpublish()

    page = said(client.get("/en/accessibility/"))

    assert "?subject=" not in page
    assert "tel:+1-416-555-0140" in page.partition("<footer")[0]
