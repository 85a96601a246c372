"""What a session is good for and when it ends; and how secrets lie in the database."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from casework.core import envelopes as sealing
from casework.directory import actions
from tests.factories.directory import PASSWORD
from tests.history import lines as every_line

DOOR = "/admin/login/"
HOME = "/admin/"

pytestmark = pytest.mark.django_db


def lines(thing):
    """What was done, signing in and out apart."""
    return [line for line in every_line(thing) if not line.startswith("directory.sign_")]


# ---------------------------------------------------------------- what is stored
def test_stored_secrets_are_sealed_and_survive_a_new_key(alice, settings):
    settings.SEALING_KEYS = []
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(alice, secret)
    stored = Authenticator.objects.get(user=alice, type="totp").data["secret"]
    assert secret not in stored

    settings.SEALING_KEYS = ["a new key", settings.SECRET_KEY]
    newly = sealing.reseal(stored)
    settings.SEALING_KEYS = ["a new key"]

    assert sealing.unseal(newly) == secret
    with pytest.raises(sealing.CaseworkError, match="SEALING_KEYS"):
        sealing.unseal(stored)


# ---------------------------------------------------------------- sessions
def test_a_session_ends_when_nothing_is_done(signed_in, alice, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel("2026-03-02T15:00Z", tick=False) as now:
        client = signed_in(alice)
        for _ in range(3):
            now.shift(timedelta(minutes=29))
            assert client.get(HOME).status_code == 200
        now.shift(timedelta(minutes=29))
        client.post("/admin/editing-sessions/ping/x/1/")  # a page that asks by itself is nobody's doing
        now.shift(timedelta(minutes=2))

        answer = client.get("/admin/account/", follow=True)

    assert answer.redirect_chain == [(f"{DOOR}?next=/admin/account/", 302)]
    assert "nothing had been done for a while" in answer.content.decode()


def test_a_session_ends_after_a_working_day(signed_in, alice, settings):
    settings.SESSION_HOURS = 12
    with time_machine.travel("2026-03-02T12:00Z", tick=False) as now:
        client = signed_in(alice)
        now.shift(timedelta(hours=11, minutes=59))
        assert client.get(HOME).status_code == 200
        now.shift(timedelta(minutes=2))
        assert client.get(HOME).status_code == 302


def test_signing_out_everywhere_ends_every_session_but_this_one(signed_in, alice):
    here, there = signed_in(alice), signed_in(alice)

    here.post("/admin/account/sign-in/elsewhere/")

    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)
    assert lines(alice) == ["directory.end_sessions"]


def test_changing_one_s_password_ends_the_other_sessions(signed_in, alice):
    here, there = signed_in(alice), signed_in(alice)
    form = here.get("/admin/account/").context["panels_by_tab"]
    given = {
        f"{panel.name}-{name}": field.initial if field.initial is not None else panel.get_form().initial.get(name) or ""
        for panels in form.values()
        for panel in panels
        for name, field in panel.get_form().fields.items()
        if panel.name not in {"password", "avatar"}
    }
    new = "a quite different pass phrase"
    given |= {"password-old_password": PASSWORD, "password-new_password1": new, "password-new_password2": new}

    here.post("/admin/account/", given)

    alice.refresh_from_db()
    assert alice.check_password(new)
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)


def test_a_session_begun_before_this_house_counted_them_goes_on(alice):
    from django.contrib.auth.base_user import AbstractBaseUser  # leaf: what Django would say

    assert alice.get_session_auth_hash() == AbstractBaseUser.get_session_auth_hash(alice)
    actions.end_sessions(alice, by=alice)
    assert alice.get_session_auth_hash() != AbstractBaseUser._get_session_auth_hash(alice)
