"""Passkeys, in a browser that has a key of its own: the screens of the door keep the accessibility rules on the way."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.factories.directory import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

#: A key that says yes by itself, as a person with a finger on it would.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def window(open_page):
    """A browser with a key."""
    page = open_page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def first_step(page, username):
    """User name and password."""
    page.goto("/admin/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/login/"))


def comes_to(page, path):
    """Wait until the page stands there; an address that only leads there later has it in its query."""
    page.wait_for_url(lambda url: url.endswith(path) and "?" not in url)


def leave(page):
    """Another day."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def test_a_passkey_is_made_and_opens_the_door_alone_and_as_the_second_step(window, alice, settings, assert_accessible):
    settings.SECOND_FACTOR_REQUIRED = True
    first_step(window, "alice")
    assert_accessible(window)
    window.get_by_role("link", name="Use a passkey").click()
    comes_to(window, "/passkeys/add/")
    assert_accessible(window)

    window.get_by_role("button", name="Add a passkey").click()
    comes_to(window, "/account/sign-in/codes/")
    assert_accessible(window)

    leave(window)
    window.goto("/admin/login/?next=/admin/cases/")
    assert_accessible(window)
    window.get_by_role("button", name="Sign in with a passkey").click()
    comes_to(window, "/admin/cases/")

    leave(window)
    first_step(window, "alice")
    assert_accessible(window)
    window.get_by_role("button", name="Use a passkey").click()
    comes_to(window, "/admin/")

    window.goto("/admin/confirm/passkey/?next=/admin/account/sign-in/")
    assert_accessible(window)
    window.get_by_role("button", name="Use a passkey").click()
    comes_to(window, "/account/sign-in/")
    assert_accessible(window)


def test_without_a_script_an_app_is_set_up_and_used(open_page, alice, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    page = open_page(java_script_enabled=False)
    first_step(page, "alice")
    page.get_by_role("link", name="Use an authenticator app").click()
    key = page.locator(".cw-door__key").inner_text().strip()

    page.get_by_label("Code").fill(totp.format_hotp_value(totp.hotp_value(key, int(time.time()) // 30)))
    page.get_by_role("button", name="Use this app").click()

    page.wait_for_url("**/account/sign-in/codes/")
    assert page.get_by_role("button", name="passkey").count() == 0
