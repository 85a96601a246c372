"""Who may do what: the verb by the role, the row by the membership, and stopping for whoever writes or approves."""

import pytest

from casework.core.permissions import may
from tests.factories.directory import UserFactory
from tests.factories.positions import PositionFactory

pytestmark = pytest.mark.django_db

VERBS = ("view", "add", "change", "approve", "withdraw_live", "delete")


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        ("officer", {"view", "add", "change", "withdraw_live"}),
        ("caseworker", {"view"}),
        ("reviewer", {"view", "approve", "withdraw_live"}),
        ("director", {"view", "add", "change", "approve", "withdraw_live"}),
        ("editor", set()),
        ("administrator", set()),
    ],
)
def test_a_role_holds_these_verbs_at_home_and_none_next_door(office_a, office_b, role, holds):
    position = PositionFactory(office=office_a)
    here, there = (UserFactory(office=office, roles=[role]) for office in (office_a, office_b))

    assert {verb for verb in VERBS if may(here, verb, position)} == holds
    assert {verb for verb in VERBS if may(there, verb, position)} == set()


def test_a_superuser_without_an_office_has_no_line(root, office_a):
    position = PositionFactory(office=office_a)

    assert [verb for verb in VERBS if may(root, verb, position)] == []
