"""The wall: somebody of another office walks every address of the admin, and learns and changes nothing."""

from html import unescape
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from tests.factories.directory import UserFactory

from .walls import addresses, everything, out_of_sight, secrets

#: Where a visit would end the walk, or leads out of the admin.
NOT_WALKED = ("admin/logout/", "admin/login/", "admin/password_reset/", "admin/failwhale/")
#: Walls that are worth walking: with none of these behind them, the walk would prove nothing.
MUST_BE_HIDDEN = {"intake.Submission", "contacts.Person", "cases.Case", "letters.Letter"}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo():
    """Three offices with cases, people and letters in every state."""
    call_command("demo", submissions=40, stdout=StringIO())


@pytest.fixture
def strangers(demo):
    """Somebody of another office, and a superuser of none: nearly every verb, and no sight of the rows."""
    return [get_user_model().objects.get(username="neighbour"), UserFactory(admin=True)]


def walked():
    """Every address that the walk takes."""
    return [address for address in addresses("admin/") if not address.route.startswith(NOT_WALKED)]


@pytest.fixture
def browser_of(signed_in):
    """A browser of somebody's in which a crash is an answer, so that the walk goes on and tells them all."""

    def sign_in(stranger):
        client = signed_in(stranger)
        client.raise_request_exception = False
        return client

    return sign_in


def told(response):
    """What an answer says, headers and all."""
    body = b"".join(response) if response.streaming else response.content
    return unescape(body.decode(errors="replace")) + " ".join(response.headers.values())


def test_a_stranger_who_looks_and_presses_everywhere_learns_and_changes_nothing(browser_of, strangers):
    """One walk, because what is walked takes longest to set up."""
    look_everywhere(browser_of, strangers)
    before = everything()
    assert press_every_button(browser_of, strangers) == []
    assert everything() == before


def look_everywhere(browser_of, strangers):
    """Every address, for each of them, with rows of ours; nothing private is told and nothing crashes."""
    assert len(walked()) > 100
    leaks, crashes = [], []
    for stranger in strangers:
        client, hidden, rows = browser_of(stranger), secrets(stranger), out_of_sight(stranger)
        assert {model._meta.label for model in rows} >= MUST_BE_HIDDEN
        assert len(hidden) > 40
        for path in (path for address in walked() for path in address.paths(rows)):
            answer = client.get(path)
            crashes += [path] if answer.status_code >= 500 else []
            text = told(answer)
            leaks += [f"{path} tells {stranger.username} {secret}" for secret in hidden if secret in text]

    assert (leaks, crashes) == ([], [])


def press_every_button(browser_of, strangers):
    """Whatever could be pressed about a row of ours, by somebody who must not; the paths that crashed."""
    crashes = []
    for stranger in strangers:
        client, rows = browser_of(stranger), out_of_sight(stranger)
        # A superuser may well change pages, units and accounts, and these are numbered as the rows behind the wall are:
        # what is pressed here is about those rows.
        ours = [one for one in walked() if one.model in rows or one.module.startswith("casework.")]
        about_rows = [
            one for one in ours if "<" in one.route and (one.model in {*rows, None} or not stranger.is_superuser)
        ]
        for path in (path for address in about_rows for path in address.paths(rows)):
            crashes += [path] if client.post(path).status_code >= 500 else []
    return crashes
