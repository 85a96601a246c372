"""Opening a restricted case by exception: by whom, for how long, who is told, who reviews it."""

from datetime import timedelta

import pytest
from django.core import mail

from casework.cases import actions, queries
from casework.cases.models import Opening
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def case(alice, office_a):
    case = CaseFactory(office=office_a, owner=alice, opened=True)
    return actions.set_level(case, by=alice, level="restricted", reason="Few people.")


def opened(case, by):
    return actions.open_by_exception(by=by, reference=case.reference.lower(), reason=" The owner is away. ")


def test_it_is_open_for_four_hours_and_for_nobody_else(case, colleague, director, clock):
    opening = opened(case, colleague)
    seen = [queries.case_for(user, case.pk) for user in (colleague, director)]
    clock.shift(timedelta(hours=4, minutes=1))

    assert seen == [case, None]
    assert queries.case_for(colleague, case.pk) is None
    assert (opening.reason, opening.lasts) == ("The owner is away.", False)


def test_the_owner_and_the_director_are_told_at_once_without_a_word_about_the_person(
    case, alice, colleague, director, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        opened(case, colleague)

    assert sorted(one.to for one in mail.outbox) == sorted([[alice.email], [director.email]])
    for told in mail.outbox:
        assert case.reference in told.subject + told.body
        assert case.person.name not in told.subject + told.body
        assert case.subject not in told.subject + told.body
        assert str(colleague) not in told.subject + told.body


def test_a_number_nobody_has_and_one_next_door_get_the_same_answer(case, charlie, colleague, office_b):
    next_door = actions.set_level(
        CaseFactory(office=office_b, owner=charlie), by=charlie, level="restricted", reason="Few people."
    )
    answers = []
    for reference in ("not a number", "2222-2222", next_door.reference):
        with pytest.raises(CaseworkError) as refusal:
            actions.open_by_exception(by=colleague, reference=reference, reason="It cannot wait.")
        answers.append(str(refusal.value))

    assert len(set(answers)) == 1
    assert Opening.objects.count() == 0


@pytest.mark.parametrize("role", ["volunteer", "editor"])
def test_a_volunteer_opens_nothing(case, office_a, role):
    with pytest.raises(NotPermitted, match="role"):
        opened(case, UserFactory(office=office_a, roles=[role]))


def test_without_a_reason_and_for_who_sees_it_already_nothing_is_opened(case, alice, colleague):
    with pytest.raises(CaseworkError, match="Say why"):
        actions.open_by_exception(by=colleague, reference=case.reference, reason=" ")
    with pytest.raises(CaseworkError, match="see this case already"):
        opened(case, alice)


def test_the_director_reviews_it_once_and_not_their_own(case, colleague, director, office_a):
    second = UserFactory(office=office_a, roles=["director"])
    theirs, own = opened(case, colleague), opened(case, director)

    assert (list(queries.openings_to_review(director)), list(queries.openings_to_review(second))) == (
        [theirs],
        [theirs, own],
    )
    with pytest.raises(NotPermitted):
        actions.review_opening(own, by=director, was_in_order=True, words="Fine.")
    with pytest.raises(NotPermitted):
        actions.review_opening(own, by=colleague, was_in_order=True, words="Fine.")
    with pytest.raises(CaseworkError, match="few words"):
        actions.review_opening(theirs, by=director, was_in_order=True, words="")
    said = actions.review_opening(theirs, by=director, was_in_order=False, words="It could have waited.")

    assert (said.was_in_order, said.review, said.reviewed_by) == (False, "It could have waited.", director)
    with pytest.raises(CaseworkError, match="already"):
        actions.review_opening(theirs, by=director, was_in_order=True, words="Fine.")


def test_each_opening_stands_in_the_history_and_in_the_story_of_the_case(case, alice, colleague):
    opening = opened(case, colleague)

    (line,) = HistoryEntry.objects.for_instance(case).filter(action="cases.exception")
    assert (line.user, line.data["opening"]) == (colleague, opening.pk)
    assert "The owner is away." in [entry.body for entry in queries.story(case, alice)]
