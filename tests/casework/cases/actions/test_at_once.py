"""Several people at the same moment."""

import pytest

from casework.cases import actions, queries
from casework.cases.models import Case
from casework.core.errors import CaseworkError
from casework.core.permissions import SYSTEM
from tests.at_once import at_once
from tests.factories.cases import CaseFactory
from tests.history import lines
from tests.rows import reply, rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_case_taken_by_several_at_once_has_one_owner(busy_office):
    office, officers = busy_office
    case = CaseFactory(office=office)

    results = at_once(*[lambda by=by: actions.take(case, by=by) for by in officers])

    won = [result for result in results if isinstance(result, Case)]
    lost = [result for result in results if isinstance(result, CaseworkError)]
    case.refresh_from_db()
    assert (len(won), len(lost)) == (1, 3)
    assert case.owner == officers[results.index(won[0])]
    assert rows_of(case) == [0, 0, 1, 1]
    assert lines(case) == ["cases.take"]


@pytest.mark.django_db(transaction=True)
def test_a_case_closed_and_put_on_hold_at_once_is_one_of_the_two(busy_office):
    office, (first, second, *_others) = busy_office
    case = CaseFactory(office=office, opened=True)

    results = at_once(
        lambda: actions.close(case, by=first, closure_reason="completed"),
        lambda: actions.hold(case, by=second, waiting_on="agency"),
    )

    case.refresh_from_db()
    # Either the hold came first and the case was then closed, or the closing came first and the hold was refused.
    assert case.status == "closed"
    assert case.waiting_on == ""
    assert len(lines(case)) == sum(isinstance(result, Case) for result in results)


@pytest.mark.django_db(transaction=True)
def test_a_letter_told_of_by_several_at_once_lies_on_the_case_once(busy_office):
    case = CaseFactory(office=busy_office[0], opened=True)

    results = at_once(*[lambda: reply(case, SYSTEM)] * 4)

    assert len({message.pk for message in results}) == 1
    assert rows_of(case) == [1, 0, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_notes_written_at_once_are_all_there_and_all_found(busy_office):
    office, officers = busy_office
    case = CaseFactory(office=office)

    at_once(*[lambda by=by: actions.add_note(case, by=by, body=f"word{by.pk}") for by in officers])

    assert case.notes.count() == 4
    for officer in officers:
        assert [*queries.found(officer, f"word{officer.pk}")] == [case]
