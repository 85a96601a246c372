"""Who may: an office's people are its own."""

import pytest

from casework.core.permissions import SYSTEM, may
from tests.factories.contacts import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [PersonFactory, OrganisationFactory])
@pytest.mark.parametrize(
    ("who", "verbs"),
    [
        ("alice", {"view", "add", "change"}),
        ("bob", {"view"}),
        ("director", {"view", "add", "change"}),
        ("charlie", set()),
        ("root", set()),
    ],
)
def test_verbs_come_from_the_role_and_rows_from_the_office(request, office_a, factory, who, verbs):
    row = factory(office=office_a)
    user = request.getfixturevalue(who)
    held = {verb for verb in ("view", "add", "change", "delete") if may(user, verb, row)}

    assert held == (verbs if factory is PersonFactory else verbs - ({"view"} if who == "bob" else set()))


def test_a_row_not_saved_yet_is_judged_by_its_office(alice, charlie, root, office_a):
    person = PersonFactory.build(office=office_a)

    assert [may(user, "add", person) for user in (alice, charlie, root, SYSTEM)] == [True, False, False, True]


def test_somebody_who_left_may_nothing(alice, office_a):
    person = PersonFactory(office=office_a)
    alice.is_active = False
    alice.save()

    assert not may(type(alice).objects.get(pk=alice.pk), "view", person)
