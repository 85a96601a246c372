"""An office's own provider of accounts: the whole way, over real HTTP, to a provider in a process of its own."""

import re
import socket
import subprocess
import sys
import time
from html import unescape

import pytest
import requests
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client

DOOR = "/admin/login/"
WAY = "/admin/login/with/office/"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that runs on this machine until the last test of the file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if requests.get(f"{address}/.well-known/openid-configuration", timeout=1).ok:
                break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait(timeout=10)


@pytest.fixture
def office_s(provider, settings):
    """The site knows the provider."""
    app = {"provider_id": "office", "name": "Office account", "client_id": "casework", "secret": "x" * 20}
    app["settings"] = {"server_url": provider}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return provider


def come(provider, email, *, verified=True, client=None):
    """Press the button, sign in there, and come back."""
    client = client or Client()
    sub = email.split("@")[0]
    requests.put(f"{provider}/users/{sub}", json={"email": email, "email_verified": verified}, timeout=5)
    there = client.get(f"{WAY}?next=/admin/account/").url
    back = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5).headers["Location"]
    answer = client.get(back.removeprefix("http://testserver"))
    return client, answer


def is_in(client):
    return SESSION_KEY in client.session


def test_without_a_provider_there_is_no_button(client):
    assert "/with/" not in client.get(DOOR).content.decode()
    assert client.get(WAY).status_code == 404


def test_a_colleague_comes_by_the_office_s_account_and_again(office_s, alice, client):
    page = unescape(client.get(f"{DOOR}?next=/admin/cases/").content.decode())
    assert re.search(r'href="/admin/login/with/office/\?next=[^"]*cases', page)

    first, answer = come(office_s, alice.email)
    again, _answer = come(office_s, alice.email)

    assert answer.url == "/admin/account/"
    assert [browser.session[SESSION_KEY] for browser in (first, again)] == [str(alice.pk)] * 2
    assert alice.socialaccount_set.get().extra_data == {}


@pytest.mark.parametrize("why", ["stranger", "not verified", "inactive", "shared"])
def test_nobody_else_comes_in_and_no_account_is_made(office_s, alice, bob, why):
    users = get_user_model().objects
    if why == "inactive":
        users.filter(pk=alice.pk).update(is_active=False)
    if why == "shared":
        users.filter(pk=bob.pk).update(email=alice.email.upper())
    before = users.count()

    email = "somebody@example.org" if why == "stranger" else alice.email
    client, answer = come(office_s, email, verified=why != "not verified")

    assert (answer.url, is_in(client), users.count()) == (DOOR, False, before)
    assert "Ask an administrator to invite you" in client.get(DOOR).content.decode()


def test_an_account_that_was_closed_since_stays_out(office_s, alice):
    come(office_s, alice.email)
    get_user_model().objects.filter(pk=alice.pk).update(is_active=False)

    client, answer = come(office_s, alice.email)

    assert (answer.url, is_in(client)) == (DOOR, False)


def test_a_second_factor_set_up_here_is_asked_for(office_s, alice):
    totp.TOTP.activate(alice, totp.generate_totp_secret())

    client, answer = come(office_s, alice.email)

    assert (answer.url, is_in(client)) == ("/admin/login/code/", False)


@pytest.mark.parametrize("trusted", [True, False])
def test_the_provider_s_second_factor_counts_where_it_is_trusted(office_s, alice, settings, trusted):
    settings.SECOND_FACTOR_REQUIRED, settings.OIDC_TRUSTED_FOR_MFA = True, trusted

    client, _answer = come(office_s, alice.email)

    assert client.get("/admin/").status_code == (200 if trusted else 302)


def test_an_answer_that_nobody_asked_for_opens_nothing(office_s, client):
    answer = client.get(f"{WAY}back/?code=made-up&state=made-up")

    assert (answer.url, is_in(client)) == (DOOR, False)
    assert "did not work" in client.get(DOOR).content.decode()
