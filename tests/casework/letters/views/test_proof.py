"""In the Leader's name somebody approves and signs who has just proven who they are; what they typed waits."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from casework.directory.models import OfficeKind
from tests.factories.directory import PASSWORD, MemberFactory
from tests.factories.letters import LetterFactory, again
from tests.screens import said

pytestmark = pytest.mark.django_db
REMARK = "Fine by me, and thank you."


@pytest.fixture
def letter(office_a, alice, bob):
    """A letter in a member's name, waiting for its approval."""
    member = MemberFactory(office=office_a)
    return LetterFactory(office=office_a, by=alice, approver=bob, submitted=True, signatory=member)


@pytest.fixture
def leader_s(office_a):
    """Office A is the Leader's."""
    office_a.kind = OfficeKind.LEADER
    office_a.save()


def decide(client, letter, decision="approve", **typed):
    """Press the button of the screen on which the letter is read."""
    url = reverse("letters:review", args=[letter.pk])
    read = dict(re.findall(r'name="(revision|sha256)" value="([^"]*)"', client.get(url).content.decode()))
    return client.post(url, {**read, "comment": REMARK, "decision": decision, **typed})


def test_approving_in_the_leader_s_name_asks_again_and_keeps_what_was_typed(signed_in, letter, bob, leader_s):
    client = signed_in(bob)

    asked = decide(client, letter)

    assert (asked.status_code, urlsplit(asked.url).path, again(letter).status) == (302, "/admin/confirm/", "in_review")
    shown = client.post(asked.url, {"password": PASSWORD}, follow=True)
    assert (shown.request["PATH_INFO"], REMARK in said(shown)) == (reverse("letters:review", args=[letter.pk]), True)
    decide(client, letter)
    assert again(letter).status == "approved"


def test_after_ten_minutes_it_is_asked_again(client, letter, bob, leader_s, clock):
    client.post("/admin/login/", {"login": bob.username, "password": PASSWORD})

    clock.shift(timedelta(minutes=11))
    assert urlsplit(decide(client, letter).url).path == "/admin/confirm/"


def test_whoever_has_just_signed_in_is_not_asked(client, letter, bob, leader_s):
    client.post("/admin/login/", {"login": bob.username, "password": PASSWORD})

    decide(client, letter)

    assert again(letter).status == "approved"


@pytest.mark.parametrize("case", ["another member", "sent back"])
def test_nothing_else_asks(request, signed_in, letter, bob, case):
    if case == "sent back":
        request.getfixturevalue("leader_s")

    decide(
        signed_in(bob),
        letter,
        "approve" if case == "another member" else "return",
        comment="Shorter, please.",
        code="style",
    )

    assert again(letter).status == ("approved" if case == "another member" else "draft")
