"""The tools of the tests do what the tests trust them to: a broken guard guards nothing."""

import socket
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests import samples
from tests.browser import violations
from tests.network import NetworkClosed


@pytest.mark.parametrize("place", ["198.51.100.7", "2001:db8::1", "example.org"])
def test_a_test_cannot_reach_another_machine(place):
    with pytest.raises(NetworkClosed, match="asked for"):
        socket.create_connection((place, 80), timeout=1)


def test_a_test_can_reach_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_the_clock_stands_still_until_it_is_turned(clock):
    before = timezone.now()
    clock.shift(timedelta(hours=1))

    assert timezone.now() - before == timedelta(hours=1)


@pytest.mark.parametrize("content", [b"\x00\x01"])
def test_a_test_is_not_named_after_bytes(request, content):
    assert request.node.name == "test_a_test_is_not_named_after_bytes[content]"


def test_a_sample_is_the_same_file_whenever_it_is_made(clock):
    made = (samples.heic, samples.jpeg, samples.locked_word, samples.pdf, samples.png, samples.word)
    before = [make() for make in made]
    clock.shift(timedelta(days=400))

    assert [make() for make in made] == before


@pytest.mark.django_db
def test_the_tests_run_on_the_database_that_was_asked_for():
    assert connection.vendor in {"sqlite", "postgresql"}
    assert "test" in str(connection.settings_dict["NAME"])
    assert not settings.DEBUG


@pytest.mark.looks
def test_the_accessibility_rules_find_what_is_wrong(browser):
    with browser.new_page() as page:
        page.set_content("<html><body><img src='data:,'><input></body></html>")
        found = {violation.split(":")[0] for violation in violations(page)}

    assert {"image-alt", "label", "html-has-lang"} <= found


@pytest.mark.looks
def test_the_accessibility_rules_pass_what_is_right(browser):
    with browser.new_page() as page:
        page.set_content(
            "<!doctype html><html lang='en-CA'><title>A page</title><body><main><h1>A page</h1><p>Words.</p></main>"
        )

        assert violations(page) == []


@pytest.mark.looks
def test_the_browser_cannot_look_up_other_machines(browser):
    with browser.new_page() as page:
        page.set_content("<img id='stray' src='http://example.org/stray.png' alt=''>")
        page.wait_for_function("document.getElementById('stray').complete")

        assert page.evaluate("document.getElementById('stray').naturalWidth") == 0
