"""Who may is asked of one policy object."""

import pytest
from django.utils import translation

from casework.core.errors import NotPermitted
from casework.core.permissions import SYSTEM, may, person, require
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(office_a):
    """Somebody whose role holds the verb ``change`` on offices."""
    return UserFactory(office=office_a, roles=["administrator"])


def test_may_asks_the_policy_of_the_model(administrator, alice, office_a):
    assert may(administrator, "change", office_a)
    assert not may(administrator, "delete", office_a)
    assert not may(alice, "change", office_a)


def test_may_is_no_for_somebody_who_has_left(office_a):
    assert not may(UserFactory(office=office_a, roles=["administrator"], gone=True), "change", office_a)


def test_the_system_may_everything_and_is_nobody():
    assert may(SYSTEM, "approve", object())
    require(SYSTEM, "approve", object())
    assert person(SYSTEM) is None
    assert repr(SYSTEM) == "SYSTEM"


def test_a_person_is_the_person(alice):
    assert person(alice) is alice


def test_require_refuses_in_words_and_lets_the_permitted_pass(administrator, alice, office_a):
    require(administrator, "change", office_a)
    with translation.override("en"), pytest.raises(NotPermitted) as refusal:
        require(alice, "change", office_a)
    assert str(refusal.value) == "You may not do this to Office A. Ask an administrator of your office."
