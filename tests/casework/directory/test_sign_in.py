"""The door: who comes in, with what, how often somebody may try, and what a session is good for."""

import logging
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse

from casework.core.models import RateCount
from casework.directory import jobs
from casework.directory.models import LinkRequest
from casework.directory.sign_in import throttle
from tests.factories.directory import PASSWORD, UserFactory
from tests.history import lines as every_line

DOOR = "/admin/login/"
HOME = "/admin/"
WRONG = "This user name and password do not belong together."

pytestmark = pytest.mark.django_db


def lines(thing):
    """What was done, signing in and out apart."""
    return [line for line in every_line(thing) if not line.startswith("directory.sign_")]


@pytest.fixture
def secret(alice):
    """Alice uses an app; its key."""
    key = totp.generate_totp_secret()
    totp.TOTP.activate(alice, key)
    RecoveryCodes.activate(alice)
    return key


@pytest.fixture
def required(settings):
    """Staff need a second factor, as in production."""
    settings.SECOND_FACTOR_REQUIRED = True


def enter(client, username, password=PASSWORD, **more):
    """The first step."""
    return client.post(DOOR, {"login": username, "password": password, **more})


def code(key, at=None):
    """What the app shows."""
    return totp.format_hotp_value(totp.hotp_value(key, int(at or time.time()) // 30))


def is_in(client):
    """Whether this browser is signed in."""
    return SESSION_KEY in client.session


# ---------------------------------------------------------------- the ways in
def test_the_door_is_where_wagtail_s_was_and_nothing_is_left_of_wagtail_s(client, alice):
    second_door = client.get("/en/_util/login/?next=/admin/cases/")

    assert [reverse("account_login"), reverse("wagtailadmin_login")] == [DOOR, DOOR]
    assert (second_door.status_code, second_door.url) == (302, f"{DOOR}?next=/admin/cases/")
    assert client.post("/en/_util/login/", {"username": alice.username, "password": PASSWORD}).status_code == 302
    assert not is_in(client)


def test_a_browser_can_fill_in_both_steps(client, alice, secret):
    first = client.get(DOOR).content.decode()
    enter(client, "alice")
    second = client.get("/admin/login/code/").content.decode()

    assert ['autocomplete="username"' in first, 'autocomplete="current-password"' in first] == [True, True]
    assert 'autocomplete="one-time-code"' in second
    assert "onpaste" not in first + second


def test_signing_in_leads_where_one_wanted_and_changes_the_session(client, alice):
    client.get(DOOR)
    client.session["before"] = 1
    client.cookies.load({})
    enter(client, "nobody", "x")
    before = client.session.session_key

    answer = enter(client, "alice", next="/admin/cases/")

    assert (answer.status_code, answer.url) == (302, "/admin/cases/")
    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close()
    assert enter(Client(), "alice", next="https://example.org/").url == HOME


def test_a_second_factor_is_asked_for_before_anything_opens(client, alice, secret):
    answer = enter(client, "alice", next="/admin/account/")

    assert (answer.url, is_in(client)) == ("/admin/login/code/", False)
    assert client.get(HOME).status_code == 302
    wrong = client.post("/admin/login/code/", {"code": "no code"})
    assert "This did not work." in wrong.content.decode()

    typed = code(secret)
    answer = client.post("/admin/login/code/", {"code": f"{typed[:3]} {typed[3:]}"})

    assert (answer.url, is_in(client)) == ("/admin/account/", True)


def test_a_code_is_good_once_in_every_web_process(alice, secret, settings):
    typed, first, second = code(secret), Client(), Client()
    enter(first, "alice")
    enter(second, "alice")

    first.post("/admin/login/code/", {"code": typed})
    # Another web process has a memory of its own: only what stands in the database is known there.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    again = second.post("/admin/login/code/", {"code": typed})

    assert (is_in(first), is_in(second)) == (True, False)
    assert "This code was used already" in again.content.decode()


def test_a_recovery_code_opens_once(alice, secret):
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()
    first, second = Client(), Client()
    for client in (first, second):
        enter(client, "alice")
        client.post("/admin/login/code/", {"code": codes[0]})

    assert (is_in(first), is_in(second)) == (True, False)


def test_somebody_between_the_steps_may_start_again(client, alice, secret):
    enter(client, "alice")

    client.post("/admin/login/again/")

    assert client.get("/admin/login/code/").url == DOOR
    assert client.get(DOOR).status_code == 200


def test_whoever_may_not_enter_the_admin_is_not_sent_in_circles(signed_in):
    client = signed_in(UserFactory())

    assert client.get(HOME).url == f"{DOOR}?next={HOME}"
    assert client.get(f"{DOOR}?next={HOME}").status_code == 200


# ---------------------------------------------------------------- the same answer for everybody
@pytest.fixture
def hashed(settings):
    """Which passwords were put through the hasher."""
    settings.PASSWORD_HASHERS = ["tests.casework.directory.hasher.Listening"]
    from .hasher import Listening  # leaf: hashers are read from the settings

    Listening.heard.clear()
    return Listening.heard


def test_an_unknown_name_a_closed_account_and_a_wrong_password_get_one_answer(alice, hashed):
    gone = UserFactory(username="gone", gone=True)
    gone.set_password(PASSWORD)
    gone.save()
    alice.set_password(PASSWORD)
    alice.save()
    answers = []
    for username, password in [("nobody", PASSWORD), ("gone", PASSWORD), ("alice", "not this one")]:
        hashed.clear()
        answer = enter(Client(), username, password)
        told = answer.content.decode().replace(username, "NAME")
        answers.append((answer.status_code, WRONG in told, len(hashed), tuple(_without_tokens(told))))

    assert len(set(answers)) == 1
    assert answers[0][:3] == (200, True, 1)


def _without_tokens(text):
    return [line for line in text.splitlines() if "token" not in line.casefold()]


def test_asking_for_a_link_is_answered_alike_and_mailed_by_the_sweep(client, alice):
    asked = [client.post("/admin/password_reset/", {"email": who}) for who in (alice.email, "nobody@example.org")]

    assert {(answer.status_code, answer.url) for answer in asked} == {(302, "/admin/password_reset/done/")}
    assert (LinkRequest.objects.count(), mail.outbox) == (2, [])
    assert (jobs.send_links(), jobs.send_links()) == (1, 0)
    assert [message.to for message in mail.outbox] == [[alice.email]]
    assert "Alice" not in mail.outbox[0].body


def test_the_link_sets_a_password_once_and_ends_the_sessions(client, signed_in, alice):
    elsewhere = signed_in(alice)
    client.post("/admin/password_reset/", {"email": alice.email})
    jobs.send_links()
    path = next(urlsplit(word).path for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = client.get(path, follow=True).redirect_chain[-1][0]
    new = "a quite different pass phrase"

    client.post(form, {"new_password1": new, "new_password2": new})

    assert not is_in(client)
    assert elsewhere.get(HOME).status_code == 302
    assert "invalid" in Client().get(path, follow=True).content.decode()
    assert enter(Client(), "alice", new).url == HOME


# ---------------------------------------------------------------- how often
def test_a_brute_force_run_is_slowed_and_logged_without_a_name(alice, caplog):
    with caplog.at_level(logging.WARNING):
        answers = [enter(Client(), "alice", f"guess {n}") for n in range(throttle.HERE + 2)]
    right = enter(Client(), "Alice ")

    told = ["Too many tries" in answer.content.decode() for answer in answers]
    assert told == [False] * throttle.HERE + [True, True]
    assert "Too many tries" in right.content.decode()
    assert {record.getMessage() for record in caplog.records} >= {"too many tries to sign in"}
    assert "alice" not in caplog.text.casefold()
    assert not RateCount.objects.filter(key__contains="alice").exists()


def test_an_unknown_name_is_slowed_like_a_known_one():
    answers = [enter(Client(), "nobody", "x") for _ in range(throttle.HERE + 1)]

    assert ["Too many tries" in answer.content.decode() for answer in answers] == [False] * throttle.HERE + [True]


def test_the_limit_passes_and_other_people_are_not_in_it(alice, bob, clock):
    for n in range(throttle.HERE + 1):
        enter(Client(), "alice", f"guess {n}")

    assert enter(Client(), "bob").url == HOME
    assert "Too many tries" in enter(Client(), "alice").content.decode()
    clock.shift(throttle.WINDOW + timedelta(seconds=1))
    assert enter(Client(), "alice").url == HOME


def test_an_office_behind_one_address_signs_in_every_morning(alice, monkeypatch):
    monkeypatch.setattr(throttle, "HERE", 2)
    monkeypatch.setattr(throttle, "ADDRESS", 2)

    assert {enter(Client(), "alice").url for _ in range(6)} == {HOME}


def test_codes_are_counted_too(alice, secret):
    client = Client()
    enter(client, "alice")
    wrong = "no code"

    told = [client.post("/admin/login/code/", {"code": wrong}).content.decode() for _ in range(throttle.HERE + 1)]

    assert ["Too many tries" in text for text in told] == [False] * throttle.HERE + [True]
    assert "Too many tries" in client.post("/admin/login/code/", {"code": code(secret)}).content.decode()


def test_only_so_many_links_are_sent(client, alice):
    for _ in range(throttle.LINKS + 2):
        client.post("/admin/password_reset/", {"email": alice.email})

    assert jobs.send_links() == throttle.LINKS


# ---------------------------------------------------------------- where a second factor is required
def test_without_a_factor_nothing_of_the_admin_answers_but_setting_one_up(client, alice, required):
    enter(client, "alice")

    for path in (HOME, "/admin/cases/", "/admin/account/", "/admin/users/", "/admin/account/sign-in/codes/"):
        assert (client.get(path).status_code, client.get(path).url) == (302, "/admin/account/sign-in/"), path
    assert client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert "Set up a second factor" in client.get("/admin/account/sign-in/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_admin_gives_codes_and_is_told_to_its_owner(client, alice, required):
    enter(client, "alice")
    page = client.get("/admin/account/sign-in/app/").content.decode()
    key = client.session[totp.SECRET_SESSION_KEY]
    assert key in page

    answer = client.post("/admin/account/sign-in/app/", {"code": code(key)})

    assert answer.url == "/admin/account/sign-in/codes/"
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()
    shown = client.get(answer.url).content.decode()
    assert ([one in shown for one in codes], len(codes)) == ([True] * 10, 10)
    assert client.get(HOME).status_code == 200
    assert [message.subject for message in mail.outbox] == ["A second factor was added to your account"]
    assert lines(alice) == ["directory.add_factor"]


def test_a_session_from_before_has_to_show_the_factor(signed_in, alice, secret, required):
    client = signed_in(alice)

    assert client.get("/admin/cases/").url == "/admin/confirm/code/?next=%2Fadmin%2Fcases%2F"
    client.post("/admin/confirm/code/?next=/admin/cases/", {"code": code(secret)})
    assert client.get("/admin/cases/").status_code == 200


def test_the_last_factor_stays_where_one_is_needed(client, alice, secret, required):
    enter(client, "alice")
    client.post("/admin/login/code/", {"code": code(secret)})

    refused = client.post("/admin/account/sign-in/app/remove/").content.decode()

    assert "This is your last second factor" in refused
    assert Authenticator.objects.filter(user=alice, type="totp").exists()


def test_changing_factors_asks_who_one_is_when_that_was_long_ago(signed_in, alice):
    client = signed_in(alice)

    answer = client.get("/admin/account/sign-in/app/")

    assert (urlsplit(answer.url).path, parse_qs(urlsplit(answer.url).query)) == (
        "/admin/confirm/",
        {"next": ["/admin/account/sign-in/app/"]},
    )
    assert "not your password" in client.post(answer.url, {"password": "no"}).content.decode()
    assert client.post(answer.url, {"password": PASSWORD}).url == "/admin/account/sign-in/app/"
    assert client.get("/admin/account/sign-in/app/").status_code == 200
