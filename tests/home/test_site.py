"""Building the site: whole the first time, nothing the second."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from home.blocks import headings, outline_problem
from home.models import (
    CaseworkPage,
    ContactPage,
    HomePage,
    JobPage,
    JobsPage,
    MembersPage,
    NewsIndexPage,
    NewsPage,
    OfficesPage,
    SearchPage,
    ServicesPage,
    StandardPage,
)
from home.site import add_examples, build_site, first_words

KINDS = (
    *(HomePage, ContactPage, CaseworkPage, OfficesPage, MembersPage, NewsIndexPage, ServicesPage),
    *(StandardPage, SearchPage, JobsPage, NewsPage, JobPage),
)

pytestmark = pytest.mark.django_db


def test_the_site_is_built_in_both_languages_from_nothing():
    built = build_site()

    assert built.made == [
        "/en/",
        "/fr/",
        "/en/contact",
        "/fr/contact",
        "/en/get-help",
        "/fr/obtenir-de-l-aide",
        "/en/offices",
        "/fr/bureaux",
        "/en/members",
        "/fr/deputes",
        "/en/news",
        "/fr/nouvelles",
        "/en/help-near-you",
        "/fr/aide-pres-de-vous",
        "25 programs",
        "/en/about",
        "/fr/a-propos",
        "/en/accessibility",
        "/fr/accessibilite",
        "/en/privacy",
        "/fr/confidentialite",
        "/en/search",
        "/fr/recherche",
        "/en/jobs",
        "/fr/emplois",
    ]
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "fr"}
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get(locale__language_code="en")


def test_every_page_has_its_twin(built_site):
    add_examples()
    for model in KINDS:
        for page in model.objects.all():
            [twin] = page.get_translations()
            assert twin.locale_id != page.locale_id
            assert twin.live


def test_wagtails_welcome_page_goes(built_site):
    assert not Page.objects.filter(title__startswith="Welcome to").exists()


def test_the_second_run_makes_nothing_and_touches_nothing(built_site, capsys):
    page = StandardPage.objects.get(slug="about")
    page.title = "Who we are"
    page.save_revision().publish()
    home = HomePage.objects.get(locale__language_code="fr")
    home.brand = "Notre bureau"
    home.save()

    call_command("build_site")

    assert "Nothing to do" in capsys.readouterr().out
    assert StandardPage.objects.get(slug="about").title == "Who we are"
    assert HomePage.objects.get(pk=home.pk).brand == "Notre bureau"
    assert Page.objects.count() == 25


def test_a_page_an_editor_renamed_is_not_made_again(built_site):
    page = StandardPage.objects.get(slug="about")
    page.slug = "who-we-are"
    page.save()

    assert build_site().made == []


def test_a_page_an_editor_removed_comes_back_bound_to_its_twin(built_site):
    StandardPage.objects.get(slug="privacy").delete()

    assert build_site().made == ["/en/privacy"]
    [twin] = StandardPage.objects.get(slug="privacy").get_translations()
    assert twin.slug == "confidentialite"


def test_a_page_of_another_kind_at_the_same_address_stays(built_site):
    ServicesPage.objects.get(slug="help-near-you").delete()
    page = StandardPage(title="Our own list", slug="help-near-you", locale=Locale.objects.get(language_code="en"))
    HomePage.objects.get(locale__language_code="en").add_child(instance=page)

    assert build_site().made == []
    assert StandardPage.objects.get(slug="help-near-you").title == "Our own list"


def test_the_examples_are_news_of_late_and_a_job_that_is_open(built_site, client):
    assert len(add_examples().made) == 8
    assert add_examples().made == []

    assert "The office is now open on Saturday mornings." in client.get("/en/news/").content.decode()
    assert "Adjointe ou adjoint de circonscription" in client.get("/fr/emplois/").content.decode()


def test_a_page_an_editor_unpublished_stays_so(built_site):
    page = StandardPage.objects.get(slug="about")
    page.unpublish()

    build_site()

    assert not StandardPage.objects.get(slug="about").live


def test_a_welcome_page_that_an_editor_made_theirs_stays(db):
    welcome = Page.objects.get(depth=2)
    welcome.title = "Our old front page"
    welcome.save()

    build_site()

    assert Page.objects.filter(title="Our old front page").exists()


def test_the_first_words_have_a_sound_outline(built_site):
    for page in [*HomePage.objects.all(), *StandardPage.objects.all()]:
        assert outline_problem(headings(page.body)) is None


def test_both_languages_say_the_same_things():
    english, french = first_words("en"), first_words("fr")

    assert _shape(english) == _shape(french)


def _shape(words):
    """The names of the parts and the kinds of the blocks, without what they say."""
    if isinstance(words, dict):
        return {name: words["kind"] if name == "kind" else _shape(value) for name, value in words.items()}
    if isinstance(words, list):
        return [_shape(value) for value in words]
    return str
