"""The screen of the chain: for whoever keeps the history, and for nobody else."""

import pytest
from django.urls import reverse

from casework.core import sealing, watching
from casework.core.audit import record
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.casework.core.test_verifying import tamper
from tests.database import nothing_kept
from tests.factories.directory import UserFactory
from tests.screens import said

pytestmark = pytest.mark.django_db
URL = "/admin/history/"


@pytest.fixture
def keeper():
    """Keeps the directory and the history; works in no office."""
    return UserFactory(roles=["administrator"])


def test_the_screen_shows_the_head_and_what_the_last_look_found(signed_in, keeper, office_a):
    client = signed_in(keeper)
    assert "Nobody has looked yet" in said(client.get(URL))

    record(office_a, "directory.save", by=SYSTEM)
    sealing.seal()
    watching.check()
    page = said(client.get(reverse("history_chain")))

    assert "The history is what was sealed." in page
    assert sealing.head().digest in page


def test_the_screen_says_aloud_that_something_does_not_match(signed_in, keeper, office_a):
    record(office_a, "directory.save", by=SYSTEM)
    sealing.seal()
    with nothing_kept():
        tamper(HistoryEntry).update(label="Another")
    watching.check()

    page = said(signed_in(keeper).get(URL))

    assert "The history does not match what was sealed." in page
    assert "Number 1 (line " in page


@pytest.mark.parametrize("who", ["alice", "director"])
def test_nobody_else_sees_it(request, signed_in, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(URL).status_code == 302
    assert URL not in said(client.get("/admin/"))


def test_the_menu_leads_whoever_keeps_it_there(signed_in, keeper):
    assert URL in said(signed_in(keeper).get("/admin/"))
