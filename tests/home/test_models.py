"""Pages in the hands of an editor: they own the words, and can break nothing that must work."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.models import ContactPage, HomePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(root, signed_in):
    """Somebody who may edit every page, in their own browser."""
    return signed_in(root)


@pytest.mark.parametrize("model", [HomePage, ContactPage, StandardPage])
def test_every_kind_of_page_opens_in_the_editor(built_site, editor, model):
    page = model.objects.filter(locale__language_code="en").first()

    screen = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert screen.status_code == 200
    assert page.title in screen.content.decode()


def test_forms_and_text_pages_have_their_places_in_the_tree():
    assert ContactPage.allowed_parent_page_models() == [HomePage]
    assert ContactPage.allowed_subpage_models() == []
    assert HomePage.allowed_parent_page_models() == [Page]
    assert set(StandardPage.allowed_parent_page_models()) == {HomePage, StandardPage}


def test_an_editor_changes_the_words_round_the_form(contact_page, client, offices):
    contact_page.intro = "<p>New words before the form.</p>"
    contact_page.next_steps = "<p>New words on what happens next.</p>"
    contact_page.save_revision().publish()

    page = client.get("/en/contact/").content.decode()

    assert "New words before the form." in page
    assert "New words on what happens next." in page


def test_a_new_wording_of_the_privacy_notice_has_a_new_version(visitor, received, contact_page):
    visitor.sends()
    contact_page.privacy_notice = "<p>We keep it longer.</p>"
    contact_page.save_revision().publish()
    visitor.opens().sends(message="A second message")

    first, second = (submission.privacy_version for submission in received())
    assert first != second


def test_a_notice_changed_while_somebody_writes_is_remembered_as_they_read_it(visitor, received, contact_page):
    contact_page.privacy_notice = "<p>We keep it longer.</p>"
    contact_page.save_revision().publish()
    visitor.sends()
    visitor.opens().sends(message="A second message")

    first, second = (submission.privacy_version for submission in received())
    assert first != second


def test_a_page_is_translated_as_a_draft_that_is_not_in_the_menu(site, editor, client):
    page = site["en"].add_child(
        instance=StandardPage(title="News", slug="news", locale=site["en"].locale, show_in_menus=True)
    )
    page.copy_for_translation(site["fr"].locale)

    assert 'href="/fr/?untranslated=1"' in client.get("/en/news/").content.decode()
    assert "News" not in client.get("/fr/").content.decode()
