"""The local mailbox: what arrived, as the person sees it; not there at all outside a demo."""

import os

import pytest
from django.urls import reverse
from django.utils.translation import override

from casework.dispatch import jobs
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(mailbox, heard):
    """A letter that has arrived; its key."""
    DispatchFactory(
        subject="Votre <b>lettre</b> é",
        html="<p>Bonjour<script>alert(1)</script></p>",
        text="Bonjour & merci",
        language="fr",
    )
    assert jobs.send_due() == 1
    [file] = mailbox.glob("*.eml")
    return file.stem


def address(name, *args, language="en"):
    """Where a screen of the mailbox is."""
    with override(language):
        return reverse(f"mailbox:{name}", args=args)


def test_the_mailbox_lists_what_arrived_newest_first(client, mailbox, arrived):
    DispatchFactory(subject="The newer one")
    jobs.send_due()
    older = mailbox / f"{arrived}.eml"
    os.utime(older, (1, 1))

    page = client.get(address("list")).content.decode()

    assert page.index("The newer one") < page.index("Votre &lt;b&gt;lettre&lt;/b&gt; é")
    assert "testa@constituent.example" in page


def test_an_empty_mailbox_says_what_to_do(client, mailbox):
    page = client.get(address("list"))

    assert "Nothing has arrived yet." in page.content.decode()


def test_a_message_is_shown_with_its_headers_its_text_and_its_source(client, arrived):
    page = client.get(address("message", arrived)).content.decode()

    assert "Votre &lt;b&gt;lettre&lt;/b&gt; é" in page
    assert "Bonjour &amp; merci" in page
    assert "Content-Transfer-Encoding: quoted-printable" in page
    assert f'sandbox title="The letter as a mail program shows it" src="{address("html", arrived)}"' in page
    assert "<script>alert" not in page


def test_the_html_of_a_letter_is_as_it_was_sent_and_can_do_nothing(client, arrived):
    response = client.get(address("html", arrived))

    assert "<p>Bonjour<script>alert(1)</script></p>" in response.content.decode()
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Content-Security-Policy"].endswith("; sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_mailbox_is_in_french_under_fr_and_leads_to_english(client, mailbox):
    page = client.get(address("list", language="fr")).content.decode()

    assert '<html lang="fr-CA">' in page
    assert f'href="{address("list", language="en")}"' in page


def test_nothing_is_cached_and_nothing_can_be_posted(client, mailbox):
    assert "no-store" in client.get(address("list"))["Cache-Control"]
    assert client.post(address("list")).status_code == 405


@pytest.mark.parametrize("name", ["message", "html"])
def test_a_message_that_is_not_there_is_not_found(client, mailbox, name):
    assert client.get(address(name, "0" * 64)).status_code == 404


def test_no_address_leads_out_of_the_mailbox(client, mailbox):
    outside = mailbox.parent / "secret.eml"
    outside.write_bytes(b"Subject: secret\r\n\r\n")

    for key in ("..%2Fsecret", "../secret", "%2e%2e%2fsecret", "secret"):
        assert client.get(f"{address('list')}{key}/").status_code == 404


@pytest.mark.parametrize(("setting", "value"), [("DEMO", False), ("MAILBOX_DIR", None)])
def test_there_is_no_mailbox_outside_a_demo(client, arrived, settings, setting, value):
    setattr(settings, setting, value)

    answers = [
        client.get(address("list")),
        client.get(address("message", arrived)),
        client.get(address("html", arrived)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
