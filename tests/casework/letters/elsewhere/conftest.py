"""A letter of office A that waits for a unit of office B."""

from datetime import timedelta

import pytest

from casework.core.clock import now
from casework.letters import actions
from tests.casework.letters.elsewhere.asked import ASKED, OTHER
from tests.factories.cases import CaseFactory, MessageFactory
from tests.factories.directory import SharedUnitFactory, UnitFactory, UserFactory
from tests.factories.letters import LetterFactory, again


@pytest.fixture
def carol(office_b):
    """A reviewer in the unit of office B."""
    return UserFactory(username="carol", last_name="Cole", office=office_b, roles=["reviewer"])


@pytest.fixture
def chief(office_b):
    """The director of office B, who leads the unit."""
    return UserFactory(username="chief", office=office_b, roles=["director"])


@pytest.fixture
def press(office_b, carol, chief):
    """A unit of office B."""
    return UnitFactory(office=office_b, name="Press office", staff=[carol], lead=chief)


@pytest.fixture
def shared(press, chief, director, office_a):
    """It clears letters of office A."""
    return SharedUnitFactory(unit=press, to_office=office_a, offered_by=chief, accepted_by=director)


@pytest.fixture
def case(office_a):
    """A case on which the person said two things; the letter answers the second."""
    case = CaseFactory(office=office_a, opened=True, person__name="Testa Person", person__email="testa@example.org")
    MessageFactory(case=case, body=OTHER, occurred_at=now() - timedelta(days=3))
    MessageFactory(case=case, body=ASKED, occurred_at=now() - timedelta(days=1), message_id="<asked@mail.example>")
    return case


@pytest.fixture
def letter(case, alice, bob, shared, press):
    """In review in office A, and asked of the unit of office B."""
    letter = LetterFactory(case=case, by=alice, approver=bob, submitted=True)
    actions.ask_unit(letter, by=alice, unit=press, kind="gate", reason="For the press.")
    return again(letter)


@pytest.fixture
def mailbox(settings, tmp_path):
    """Where what leaves is put."""
    settings.MAILBOX_DIR = tmp_path / "mailbox"
