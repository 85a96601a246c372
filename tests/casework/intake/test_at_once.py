"""Two people decide about the same message at the same moment: one of them is too late, and nothing is lost."""

import pytest

from casework.cases import actions as cases
from casework.cases.models import Case, Message
from casework.contacts.models import AccessNeed, Person
from casework.core.errors import CaseworkError, IllegalMove
from casework.core.models import HistoryEntry
from casework.intake import actions
from casework.intake.models import Submission
from tests.at_once import at_once
from tests.factories.cases import CaseFactory
from tests.factories.directory import OfficeFactory, UserFactory
from tests.factories.intake import SubmissionFactory


def standing(submission):
    """The row as the database has it."""
    return Submission._base_manager.filter(pk=submission.pk).values().get()


def everything():
    """How many rows of every kind a decision may write."""
    return [model.objects.count() for model in (Case, Person, Message, AccessNeed, HistoryEntry)]


# ---------------------------------------------------------------- at the same moment
@pytest.fixture
def busy_office():
    """An office with three officers, for tests that commit."""
    office = OfficeFactory()
    return office, [UserFactory(office=office, roles=["officer"]) for _ in range(3)]


@pytest.mark.django_db(transaction=True)
def test_a_submission_accepted_by_several_at_once_is_one_case(busy_office):
    office, officers = busy_office
    submission = SubmissionFactory(office=office)

    results = at_once(*[lambda by=by: actions.accept(submission, by=by, take=True) for by in officers])

    won = [result for result in results if isinstance(result, Case)]
    assert len(won) == 1
    assert [type(result) for result in results].count(IllegalMove) == 2
    assert everything()[:3] == [1, 1, 1]
    assert won[0].owner == officers[results.index(won[0])]
    assert standing(submission)["decided_by_id"] == won[0].owner_id


@pytest.mark.django_db(transaction=True)
def test_a_submission_accepted_and_called_spam_at_once_is_one_of_the_two(busy_office):
    office, (first, second, _third) = busy_office
    submission = SubmissionFactory(office=office)

    results = at_once(lambda: actions.accept(submission, by=first), lambda: actions.mark_spam(submission, by=second))

    assert [isinstance(result, IllegalMove) for result in results].count(True) == 1
    assert (standing(submission)["status"] == "accepted") is (Case.objects.count() == 1)


@pytest.mark.django_db(transaction=True)
def test_a_submission_attached_to_a_case_that_is_closed_at_once_is_never_swallowed(busy_office):
    office, (first, second, _third) = busy_office
    submission, case = SubmissionFactory(office=office), CaseFactory(office=office, opened=True)

    attached, _closed = at_once(
        lambda: actions.attach(submission, by=first, case=case),
        lambda: cases.close(case, by=second, closure_reason="completed"),
    )

    # Either it was there when the case was closed, or it still waits in triage.
    waits = standing(submission)["status"] == "received"
    assert (isinstance(attached, CaseworkError), case.messages.count()) == ((True, 0) if waits else (False, 1))
