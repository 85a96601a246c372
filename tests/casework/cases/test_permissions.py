"""Who may: an office's cases are its own."""

import pytest

from casework.core.permissions import SYSTEM, may
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


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
def test_verbs_come_from_the_role_and_rows_from_the_office(request, office_a, who, verbs):
    case = CaseFactory(office=office_a)
    user = request.getfixturevalue(who)

    assert {verb for verb in ("view", "add", "change", "delete") if may(user, verb, case)} == verbs


def test_a_superuser_with_a_membership_works_like_everybody_in_it(root, office_a):
    root.memberships.create(office=office_a)

    assert may(root, "change", CaseFactory(office=office_a))
    assert not may(root, "change", CaseFactory())


def test_somebody_of_two_offices_sees_both_and_acts_in_both(alice, office_b):
    alice.memberships.create(office=office_b)

    assert may(alice, "change", CaseFactory(office=office_b))


def test_the_system_may(office_a):
    assert may(SYSTEM, "change", CaseFactory(office=office_a))


def test_somebody_who_left_may_nothing(alice, office_a):
    alice.is_active = False
    alice.save()

    assert not may(type(alice).objects.get(pk=alice.pk), "view", CaseFactory(office=office_a))


def test_a_role_without_an_office_sees_nothing(alice, office_a):
    alice.memberships.all().delete()

    assert not may(alice, "view", CaseFactory(office=office_a))
