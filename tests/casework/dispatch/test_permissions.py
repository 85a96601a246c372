"""Who may do something to a dispatch: the verb by a role, the row by the office."""

import pytest

from casework.core.permissions import SYSTEM, may
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


def test_officers_of_the_office_may_and_nobody_else(alice, bob, charlie, director, root, office_a):
    dispatch = DispatchFactory(office=office_a)

    people = {"alice": alice, "bob": bob, "charlie": charlie, "director": director, "root": root, "system": SYSTEM}
    allowed = {name for name, person in people.items() if may(person, "change", dispatch)}

    # bob approves and does not send; root runs the machine and has no letter of right.
    assert allowed == {"alice", "director", "system"}


@pytest.mark.parametrize("verb", ["add", "delete"])
def test_nobody_makes_or_deletes_a_dispatch_by_hand(alice, director, office_a, verb):
    dispatch = DispatchFactory(office=office_a)

    assert [may(person, verb, dispatch) for person in (alice, director)] == [False, False]
