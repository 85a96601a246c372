"""Who signs in, signs out, or tries to, leaves a line that holds neither what was typed nor an address."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.core.models import HistoryEntry
from casework.directory import queries, receivers
from tests.factories.directory import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def lines(action):
    """The lines of one kind, the oldest first."""
    return list(HistoryEntry.objects.filter(action=f"directory.{action}").order_by("pk"))


def sign_in(username, password=PASSWORD, **place):
    client = Client(**place)
    client.post(reverse("wagtailadmin_login"), {"login": username, "password": password})
    return client


def test_signing_in_and_out_leaves_a_line_each(alice):
    sign_in("alice", REMOTE_ADDR="198.51.100.7").post(reverse("wagtailadmin_logout"))

    (came,), (went,) = lines("sign_in"), lines("sign_out")
    assert [(line.user, line.object_id, line.label, line.office_id) for line in (came, went)] == [
        (alice, str(alice.pk), f"#{alice.pk}", None)
    ] * 2
    assert len(came.data["place"]) == 24


def test_a_failed_sign_in_keeps_neither_the_name_nor_the_address(alice):
    for name in ("alice", "Alice", "my-pass-word"):
        sign_in(name, "wrong", REMOTE_ADDR="198.51.100.7")

    known, again, unknown = lines("sign_in_failed")
    assert [line.user for line in (known, again, unknown)] == [None] * 3
    assert [line.object_id for line in (known, again, unknown)] == [str(alice.pk), str(alice.pk), "0"]
    assert known.data == again.data
    assert {known.data["place"]} == {unknown.data["place"]} != {known.data["name"]}
    everything = str(list(HistoryEntry.objects.values()))
    assert [word for word in ("my-pass-word", "198.51.100.7", "wrong") if word in everything] == []


def test_a_flood_from_one_place_fills_no_table(clock):
    for number in range(receivers.MOST_FAILURES + 5):
        sign_in(f"nobody{number}", "wrong", REMOTE_ADDR="198.51.100.7")
    sign_in("nobody", "wrong", REMOTE_ADDR="198.51.100.8")

    assert len(lines("sign_in_failed")) == receivers.MOST_FAILURES + 1


def test_who_signed_in_is_for_whoever_keeps_the_history(alice, director, signed_in):
    keeper = UserFactory(roles=["administrator"])
    sign_in("alice")
    (line,) = lines("sign_in")

    seen = [line in HistoryEntry.objects.viewable_by_user(user) for user in (alice, director, keeper)]

    assert seen == [False, False, True]
    assert "Signed in" in signed_in(keeper).get("/admin/reports/site-history/").content.decode()


def test_whoever_only_signed_in_has_done_nothing(alice):
    sign_in("alice")

    assert not queries.has_acted(alice)
