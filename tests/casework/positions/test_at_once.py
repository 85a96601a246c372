"""Two people at the same moment: one of them is first, and nothing is approved twice or in other words."""

import pytest
from django.db import connection

from casework.core.errors import CaseworkError
from casework.positions import actions
from casework.positions.models import PositionVersion, Return
from casework.positions.states import PositionStatus
from tests.at_once import at_once
from tests.factories.directory import OfficeFactory, UserFactory
from tests.factories.positions import PositionFactory, again
from tests.history import lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def office(db):
    return OfficeFactory()


@pytest.fixture
def reviewers(office):
    return [UserFactory(office=office, roles=["reviewer"]) for _ in range(2)]


def refused(outcomes):
    """Those that were told no, each in words; anything else that went wrong fails the test."""
    wrong = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, CaseworkError)]
    assert wrong == [], connection.vendor
    return [each for each in outcomes if isinstance(each, CaseworkError)]


def test_two_approve_at_once_and_one_yes_counts(office, reviewers):
    one, two = reviewers
    for _ in range(4):
        position = PositionFactory(office=office, submitted=True)
        outcomes = at_once(
            lambda: actions.approve(position, by=one),  # noqa: B023  (run at once)
            lambda: actions.approve(position, by=two),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
        assert (position.versions.count(), lines(position).count("positions.approve")) == (1, 1)


def test_one_approves_while_the_other_returns_and_one_of_both_holds(office, reviewers):
    one, two = reviewers
    for _ in range(4):
        position = PositionFactory(office=office, submitted=True)
        outcomes = at_once(
            lambda: actions.approve(position, by=one),  # noqa: B023  (run at once)
            lambda: actions.return_to_writer(position, by=two, comment="No."),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
        now = (again(position).status, position.versions.count(), position.returns.count())
        assert now in [(PositionStatus.APPROVED, 1, 0), (PositionStatus.DRAFT, 0, 1)]


def test_one_approves_while_the_writer_withdraws_and_changes(office, reviewers):
    """Whatever the order, what is approved is what was read."""
    reviewer, writer = reviewers[0], UserFactory(office=office, roles=["officer"])

    def change(position):
        actions.withdraw(position, by=writer)
        words = again(position)
        words.text_en = "Sneaked in."
        actions.submit(actions.write(words, by=writer), by=writer)

    for _ in range(4):
        position = PositionFactory(office=office, by=writer, submitted=True)
        seen = position.content.sha256
        outcomes = at_once(
            lambda: actions.approve(position, by=reviewer, sha256=seen),  # noqa: B023  (run at once)
            lambda: change(position),  # noqa: B023  (run at once)
        )
        assert len(refused(outcomes)) == 1
    assert not PositionVersion.objects.filter(text_en="Sneaked in.").exists()
    assert not Return.objects.exists()


def test_two_who_stop_a_line_at_once_stop_it_once(office, reviewers):
    one, two = reviewers
    position = PositionFactory(office=office, approved=True)

    outcomes = at_once(
        lambda: actions.withdraw_live(position, by=one, reason="Wrong."),
        lambda: actions.withdraw_live(position, by=two, reason="Wrong."),
    )

    assert len(refused(outcomes)) == 1
    assert lines(position).count("positions.withdraw_live") == 1
