"""Who begins is invited; who lost the key is let in again by two; nobody sets a password for somebody else."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY, get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from casework.core.errors import CaseworkError, NotPermitted
from casework.directory import actions, jobs, queries
from casework.directory.models import FactorReset, Invitation
from tests.factories.directory import InvitationFactory, UserFactory, group_of
from tests.history import last_line, lines as every_line

NEW = "four words nobody guesses"
PLACES = "/admin/invitations/"

pytestmark = pytest.mark.django_db


def lines(thing):
    """What was done, signing in and out apart."""
    return [line for line in every_line(thing) if not line.startswith("directory.sign_")]


@pytest.fixture
def keeper(db):
    """An administrator."""
    return UserFactory(username="keeper", roles=["administrator"])


@pytest.fixture
def other(db):
    """Another administrator."""
    return UserFactory(username="other-keeper", roles=["administrator"])


@pytest.fixture
def invited(keeper, office_a, django_capture_on_commit_callbacks):
    """``invited("…")`` invites an address and gives the way that stands in the mail."""

    def invite(email="New.Person@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            actions.invite(email=email, offices=[office_a], roles=[group_of("officer")], by=keeper)
        return way()

    return invite


def way():
    """Where the newest mail leads."""
    return next(urlsplit(word).path for word in mail.outbox[-1].body.split() if word.startswith("http"))


def begin(path, client=None, **changes):
    """Fill in what an invited person is asked."""
    form = {"first_name": "Nadia", "last_name": "New", "password": NEW, "password_again": NEW}
    return (client or Client()).post(path, form | changes)


def test_an_invited_person_chooses_a_password_and_is_in(invited, keeper, office_a, client):
    path = invited()

    assert mail.outbox[0].to == ["new.person@example.org"]
    assert 'autocomplete="new-password"' in client.get(path).content.decode()
    answer = begin(path, client)

    user = get_user_model().objects.get(username="new.person@example.org")
    assert (answer.url, client.session[SESSION_KEY]) == ("/admin/", str(user.pk))
    assert (user.office_ids, [group.name for group in user.groups.all()]) == (
        (office_a.pk,),
        ["Correspondence officer"],
    )
    assert user.check_password(NEW)
    line = last_line(user.memberships.get())
    assert (line.action, line.user) == ("directory.add_membership", keeper)
    assert lines(Invitation.objects.get()) == ["directory.invite", "directory.accept_invitation"]


def test_where_a_second_factor_is_required_it_comes_next(invited, client, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    begin(invited(), client)

    assert client.get("/admin/").url == "/admin/account/sign-in/"


def test_what_is_wrong_is_said_and_the_link_stays_good(invited):
    path = invited()

    for wrong in ({"password": "short"}, {"password_again": "another one altogether"}, {"first_name": ""}):
        assert begin(path, **wrong).status_code == 200
    assert "This is not the same password" in begin(path, password_again="x").content.decode()
    assert begin(path).status_code == 302


def test_a_link_opens_once(invited):
    path = invited()
    begin(path)

    assert [Client().get(path).status_code, begin(path).status_code] == [410, 410]
    assert "cannot be used any more" in begin(path).content.decode()


def test_a_link_is_good_for_three_days(invited, clock):
    path = invited()

    clock.shift(timedelta(hours=71, minutes=59))
    assert Client().get(path).status_code == 200
    clock.shift(timedelta(minutes=2))
    assert begin(path).status_code == 410


def test_sent_again_the_older_link_opens_nothing(invited, keeper, signed_in, clock, django_capture_on_commit_callbacks):
    first = invited()
    clock.shift(timedelta(hours=80))
    row = Invitation.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(keeper).post(f"{PLACES}{row.pk}/")

    assert [Client().get(first).status_code, begin(way()).status_code] == [410, 302]


def test_a_withdrawn_invitation_opens_nothing_and_leaves_the_list(invited, keeper, signed_in):
    path, client, row = invited(), signed_in(keeper), Invitation.objects.get()
    assert "new.person@example.org" in client.get(PLACES).content.decode()

    client.post(f"{PLACES}{row.pk}/withdraw/")

    assert begin(path).status_code == 410
    assert "new.person@example.org" not in client.get(PLACES).content.decode()
    with pytest.raises(CaseworkError):
        actions.invite_again(row, by=keeper)


def test_nothing_is_told_of_an_account_there_is(invited, signed_in, keeper, alice, office_a):
    form = {"offices": [office_a.pk], "roles": [group_of("officer").pk]}
    known = signed_in(keeper).post(f"{PLACES}new/", form | {"email": alice.email.upper()}, follow=True)
    stranger = signed_in(keeper).post(f"{PLACES}new/", form | {"email": "somebody@example.org"}, follow=True)

    assert known.redirect_chain == stranger.redirect_chain == [(PLACES, 302)]
    invited(alice.email)
    assert way() == "/admin/login/"
    assert "you have an account" in mail.outbox[-1].body


@pytest.mark.parametrize("lost", ["inactive", "roles"])
def test_an_invitation_is_worth_no_more_than_who_sent_it(invited, keeper, lost):
    path = invited()
    if lost == "inactive":
        get_user_model().objects.filter(pk=keeper.pk).update(is_active=False)
    else:
        keeper.groups.clear()

    assert begin(path).status_code == 410
    assert not get_user_model().objects.filter(username="new.person@example.org").exists()


def test_only_an_administrator_invites(alice, director, office_a, signed_in):
    for somebody in (alice, director):
        with pytest.raises(NotPermitted):
            actions.invite(email="x@example.org", offices=[office_a], roles=[], by=somebody)
        assert signed_in(somebody).get(PLACES).status_code == 302


def test_a_made_up_link_opens_nothing(client):
    assert [client.get(f"/admin/invitation/{word}/").status_code for word in ("1", "abc:def:ghi")] == [410, 410]


def test_the_list_costs_the_same_with_one_row_and_with_three(signed_in, keeper, django_assert_max_num_queries):
    client = signed_in(keeper)
    InvitationFactory()
    client.get(PLACES)
    with django_assert_max_num_queries(100) as one:
        client.get(PLACES)
    InvitationFactory.create_batch(2)
    with django_assert_max_num_queries(100) as three:
        client.get(PLACES)

    assert len(one) == len(three)


# ---------------------------------------------------------------- what an administrator does for a colleague
def of(user):
    """The page about how somebody signs in."""
    return f"/admin/users/{user.pk}/sign-in/"


def test_nobody_sets_a_password_for_somebody_else(signed_in, keeper, root, alice):
    for somebody in (keeper, root):
        assert 'type="password"' not in signed_in(somebody).get(f"/admin/users/edit/{alice.pk}/").content.decode()
        assert signed_in(somebody).get("/admin/users/new/").url == f"{PLACES}new/"


def test_a_link_is_sent_instead(signed_in, keeper, alice):
    signed_in(keeper).post(of(alice), {"do": "link"})

    assert (jobs.send_links(), [message.to for message in mail.outbox]) == (1, [[alice.email]])
    assert lines(alice) == ["directory.send_link"]


def test_an_administrator_ends_a_colleague_s_sessions(signed_in, keeper, alice, bob):
    theirs, others = signed_in(alice), signed_in(bob)

    signed_in(keeper).post(of(alice), {"do": "sessions"})

    assert (theirs.get("/admin/").status_code, others.get("/admin/").status_code) == (302, 200)


def test_a_lost_factor_is_taken_away_by_two(signed_in, keeper, other, alice, django_capture_on_commit_callbacks):
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    theirs, first = signed_in(alice), signed_in(keeper)
    assert "JBSWY3DPEHPK3PXP" not in first.get(of(alice)).content.decode()

    first.post(of(alice), {"do": "ask"})
    first.post(of(alice), {"do": "grant"})
    assert queries.factors_of(alice).exists()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(other).post(of(alice), {"do": "grant"})

    assert not queries.factors_of(alice).exists()
    assert theirs.get("/admin/").status_code == 302
    assert mail.outbox[-1].subject == "Your second factors were taken away"
    line = last_line(alice)
    assert (lines(alice), line.user, line.data) == (
        ["directory.ask_for_reset", "directory.take_factors_away"],
        other,
        {"kinds": ["totp"]},
    )


def test_another_administrator_may_say_no(signed_in, keeper, other, alice):
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    actions.ask_for_reset(alice, by=keeper)

    signed_in(other).post(of(alice), {"do": "refuse"})

    assert queries.factors_of(alice).exists()
    assert FactorReset.objects.get().is_granted is False


def test_nobody_asks_or_agrees_for_themselves(keeper, other):
    totp.TOTP.activate(keeper, "JBSWY3DPEHPK3PXP")
    with pytest.raises(NotPermitted):
        actions.ask_for_reset(keeper, by=keeper)
    actions.ask_for_reset(keeper, by=other)

    with pytest.raises(NotPermitted):
        actions.decide_reset(keeper, is_granted=True, by=keeper)
    with pytest.raises(NotPermitted):
        actions.take_factors_away(keeper, by=other)


def test_a_superuser_s_way_in_is_a_superuser_s_alone(signed_in, keeper, root):
    assert signed_in(keeper).get(of(root)).status_code == 404
    for verb in (actions.send_link, actions.end_sessions, actions.ask_for_reset):
        with pytest.raises(NotPermitted):
            verb(root, by=keeper)


def test_who_keeps_no_accounts_sees_nobody_s_way_in(signed_in, alice, bob):
    assert signed_in(alice).get(of(bob)).status_code in {302, 403, 404}
    with pytest.raises(NotPermitted):
        actions.end_sessions(bob, by=alice)


def test_the_operator_takes_factors_away_at_the_console(alice):
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")

    call_command("take_factors_away", "alice")

    assert not queries.factors_of(alice).exists()
    assert last_line(alice).user is None
    with pytest.raises(CommandError, match="No account"):
        call_command("take_factors_away", "nobody")


def test_sealed_secrets_are_sealed_anew(alice, settings):
    settings.SEALING_KEYS = ["old"]
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    settings.SEALING_KEYS = ["new", "old"]

    call_command("reseal")

    settings.SEALING_KEYS = ["new"]
    assert totp.TOTP(queries.factors_of(alice).get()).validate_code(
        totp.format_hotp_value(totp.hotp_value("JBSWY3DPEHPK3PXP", next(totp.yield_hotp_counters_from_time()) + 1))
    )
