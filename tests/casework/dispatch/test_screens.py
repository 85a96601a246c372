"""The local mailbox in a real browser: accessible, in both languages, light and dark, with nothing fetched."""

import pytest

from casework.dispatch import jobs
from tests.factories.dispatch import DispatchFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_mailbox_is_accessible_and_a_letter_can_be_read_in_it(
    open_page, assert_accessible, mailbox, heard, scheme, language
):
    DispatchFactory(
        language="fr",
        subject="Votre lettre",
        html="<p>Bonjour Testa,</p>",
        text="Bonjour Testa,",
    )
    jobs.send_due()
    page = open_page(locale=f"{language}-CA", color_scheme=scheme)

    page.goto(f"/{language}/mailbox/")
    assert_accessible(page)
    page.get_by_role("link", name="Votre lettre").click()
    assert_accessible(page)

    assert page.get_by_role("heading", level=1).inner_text() == "Votre lettre"
    assert "Bonjour Testa," in page.frame_locator("iframe").locator("p").inner_text()
