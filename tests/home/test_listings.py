"""Offices, members and community services as visitors meet them, from what stands in the directory."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from home.models import MembersPage, OfficesPage, ServicesPage
from tests.factories.directory import (
    ClosureFactory,
    CommunityServiceFactory,
    CriticPortfolioFactory,
    MemberFactory,
    OfficeFactory,
)
from tests.samples import png
from tests.screens import HOSTILE, is_inert, queries, said

# Wagtail leaves the closing of a rendition's temporary file to the collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.fixture
def offices_page(page_of):
    """Where the offices are shown."""
    return page_of(OfficesPage, "offices", after="<p>Call us.</p>")


@pytest.fixture
def members_page(page_of):
    """Where the members are shown."""
    return page_of(MembersPage, "members")


@pytest.fixture
def services_page(page_of):
    """Where the community services are shown."""
    return page_of(ServicesPage, "help")


# ------------------------------------------------------------------ offices
def test_an_office_says_where_it_is_when_it_is_open_and_how_to_get_in(offices_page, client, clock):
    office = OfficeFactory(
        slug="a",
        fax="416-555-0199",
        hours="Mon-Thu 9:00-12:00, 13:00-16:30\nSat 10:00-13:00",
        languages="English, Cree",
        access="A ramp at the back.",
    )
    ClosureFactory(office=office, on=date(2026, 3, 20), reason="Training")
    ClosureFactory(office=office, on=date(2026, 3, 1), reason="Gone by")
    ClosureFactory(office=None, on=date(2026, 4, 6), reason="Everybody is away")

    page = said(client.get("/en/offices/"))

    for words in (
        "1 Test Street<br>Toronto ON  M5V 0A1",
        'href="tel:+1-416-555-0100"',
        "416-555-0199",
        "Monday to Thursday, 9\xa0a.m. to 12\xa0p.m., 1\xa0p.m. to 4:30\xa0p.m.",
        '<meta itemprop="openingHours" content="Mo-Th 13:00-16:30">',
        "Saturday, 10\xa0a.m. to 1\xa0p.m.",
        "March 20, 2026 – Training",
        "April 6, 2026 – Everybody is away",
        "English, Cree",
        "A ramp at the back.",
        'href="/en/contact/?office=a"',
        "<p>Call us.</p>",
    ):
        assert words in page
    assert "Gone by" not in page


def test_the_reason_of_a_closure_is_told_in_its_own_language_alone(page_of, site, client, clock):
    page_of(OfficesPage, "bureaux", under=site["fr"], locale=site["fr"].locale)
    ClosureFactory(office=OfficeFactory(), on=date(2026, 3, 20), reason="Training", reason_fr="Formation")
    ClosureFactory(office=None, on=date(2026, 4, 6), reason="Flood")

    page = said(client.get("/fr/bureaux/"))

    assert "20 mars 2026 – Formation" in page
    assert "6 avril 2026</li>" in page
    assert not [words for words in ("Training", "Flood") if words in page]


def test_an_office_without_hours_asks_for_a_call_and_a_private_one_is_not_shown(offices_page, client):
    OfficeFactory(name="Open House")
    OfficeFactory(name="Back Room", private=True)

    page = said(client.get("/en/offices/"))

    assert "Please call before you come." in page
    assert "Back Room" not in page


def test_an_empty_list_says_what_to_do(offices_page, members_page, services_page, client):
    assert "There is no office to show yet. Call or e-mail us" in said(client.get("/en/offices/"))
    assert "There is nobody to show yet." in said(client.get("/en/members/"))
    assert "Our list is empty for now. Write to us or call us" in said(client.get("/en/help/"))


def test_words_of_the_directory_stay_words(offices_page, services_page, client):
    OfficeFactory(access=HOSTILE, languages=HOSTILE[:200])
    CommunityServiceFactory(offers=HOSTILE, serves=HOSTILE[:200])

    assert is_inert(client.get("/en/offices/"))
    assert is_inert(client.get("/en/help/"))


# ------------------------------------------------------------------ members
def test_members_say_what_they_speak_on_now(members_page, offices_page, client, clock):
    office = OfficeFactory(name="Office of Ada", slug="ada")
    ada = MemberFactory(name="Ada Sample", office=office)
    MemberFactory(name="Former Sample", former=True)
    CriticPortfolioFactory(member=ada, topic="Health")
    CriticPortfolioFactory(member=ada, topic="Mines", ends_on=date(2026, 3, 1))
    CriticPortfolioFactory(member=ada, topic="Harbours", starts_on=date(2026, 3, 3))

    page = said(client.get("/en/members/"))

    assert f'<dt>Health</dt><dd><a href="#member-{ada.pk}">Ada Sample</a>' in page
    assert '<a href="/en/offices/#ada">Office of Ada</a>' in page
    assert not [words for words in ("Former Sample", "Mines", "Harbours") if words in page]


def test_a_portrait_is_shown_with_its_words(members_page, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="ada.png", file=_picture())
    MemberFactory(name="Ada Sample", portrait=image, portrait_words="Ada smiles.", portrait_words_fr="Ada sourit.")

    page = said(client.get("/en/members/"))

    assert 'alt="Ada smiles."' in page


def test_a_portrait_needs_its_words_in_both_languages():
    member = MemberFactory.build(portrait_id=1, portrait_words="Ada smiles.")

    with pytest.raises(ValidationError) as refused:
        member.clean()

    assert refused.value.message_dict == {"portrait_words_fr": ["Say in words what the portrait shows."]}


# ------------------------------------------------------------------ community services
def test_services_are_filtered_by_what_somebody_needs(services_page, client):
    CommunityServiceFactory(name="Kitchen", need="food")
    CommunityServiceFactory(name="Clinic", need="law", second_need="housing")
    CommunityServiceFactory(name="Hidden", unlisted=True)

    everything, housing = said(client.get("/en/help/")), said(client.get("/en/help/?need=housing"))

    assert ("Kitchen" in everything, "Clinic" in everything, "Hidden" in everything) == (True, True, False)
    assert ("Kitchen" in housing, "Clinic" in housing) == (False, True)
    assert "<title>A place to live – Help" in housing
    assert '<option value="housing" selected>' in housing
    assert '<form class="look" method="get" action="/en/help/">' in housing


@pytest.mark.parametrize("query", ["?need=nonsense", "?need=%00'&page=x", "?page=99999999999999", "?page=-1"])
def test_what_nobody_could_ask_shows_the_list(services_page, client, query):
    CommunityServiceFactory(name="Kitchen")

    response = client.get(f"/en/help/{query}")

    assert (response.status_code, "Kitchen" in said(response)) == (200, True)


def test_a_need_nobody_serves_says_what_to_do(services_page, client):
    page = said(client.get("/en/help/?need=work"))

    assert "We have nothing on our list for this yet." in page
    assert '(<a href="/en/help/">show all</a>)' in page


def test_a_long_list_goes_on_on_further_pages_and_keeps_the_need(services_page, client):
    CommunityServiceFactory.create_batch(21)

    first, second = said(client.get("/en/help/?need=food")), said(client.get("/en/help/?need=food&page=2"))

    assert '<a rel="next" href="?need=food&page=2">' in first
    assert "Page 2 of 2" in second
    assert second.count('class="card"') == 1


# ------------------------------------------------------------------ the cost
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_few_queries(offices_page, members_page, services_page, client, rows, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for number in range(rows):
        image = get_image_model().objects.create(title=f"{number}.png", file=_picture())
        member = MemberFactory(portrait=image, office=OfficeFactory(hours="Mon 9-17"))
        CriticPortfolioFactory.create_batch(2, member=member)
        ClosureFactory(office=member.office)
        CommunityServiceFactory()

    counted = {address: queries(client, f"/en/{address}/") for address in ("offices", "members", "help")}

    assert counted == {"offices": 6, "members": 7, "help": 5}


def _picture():
    return ContentFile(png(), name="ada.png")
