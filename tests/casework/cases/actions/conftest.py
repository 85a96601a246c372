"""People and offices for the verbs of a case."""

import pytest

from tests.factories.contacts import PersonFactory
from tests.factories.directory import OfficeFactory, UserFactory


@pytest.fixture
def ada(office_a):
    """Somebody who writes to office A."""
    return PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")


@pytest.fixture
def dave(office_a):
    """A second officer of office A."""
    return UserFactory(username="dave", office=office_a, roles=["officer"])


@pytest.fixture
def busy_office():
    """An office with four officers, for tests that commit."""
    office = OfficeFactory()
    return office, [UserFactory(office=office, roles=["officer"]) for _ in range(4)]
