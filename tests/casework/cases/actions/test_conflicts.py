"""Conflicts of interest: whose word counts, what disappears for whom, what the Director is asked to do."""

import pytest

from casework.cases import actions, queries
from casework.cases.models import Conflict
from casework.contacts.models import Person
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.letters.models import Letter
from tests.factories.cases import CaseFactory, ConflictFactory
from tests.factories.contacts import AffiliationFactory, OrganisationFactory
from tests.factories.directory import UserFactory
from tests.factories.letters import LetterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def case(alice, office_a):
    return CaseFactory(office=office_a, owner=alice, opened=True, person__email="ada@example.org")


def test_one_s_own_conflict_hides_the_person_and_every_case_of_theirs(case, alice, colleague, office_a):
    other, elsewhere = CaseFactory(office=office_a, person=case.person), CaseFactory(office=office_a)
    letter = LetterFactory(case=case, by=alice)

    actions.declare_conflict(case, by=colleague, relation="family", words=" My sister. ")

    assert list(queries.office_cases(colleague)) == [elsewhere]
    assert not Person.objects.for_user(colleague).filter(pk=case.person_id).exists()
    assert not Letter.objects.for_user(colleague).filter(pk=letter.pk).exists()
    assert not HistoryEntry.objects.viewable_by_user(colleague).filter(object_id=str(letter.pk)).exists()
    assert set(queries.office_cases(alice)) == {case, other, elsewhere}
    assert Conflict.objects.get().words == "My sister."


def test_a_conflict_about_one_case_or_an_organisation_hides_no_more_than_that(case, colleague, office_a, director):
    other = CaseFactory(office=office_a, person=case.person)
    member = AffiliationFactory(person__office=office_a)
    theirs = CaseFactory(office=office_a, person=member.person)

    actions.declare_conflict(case, by=colleague, relation="friend", about="case")
    before = set(queries.office_cases(colleague))
    actions.declare_conflict(
        theirs, by=director, staff=colleague, relation="business", about=str(member.organisation_id)
    )

    assert (before, set(queries.office_cases(colleague))) == ({other, theirs}, {other})


def test_a_conflict_with_an_organisation_for_which_nobody_speaks_hides_nothing(case, colleague, office_a):
    ConflictFactory(office=office_a, staff=colleague, person=None, organisation=OrganisationFactory(office=office_a))

    assert list(queries.office_cases(colleague)) == [case]
    assert Person.objects.for_user(colleague).filter(pk=case.person_id).exists()


def test_an_owner_in_conflict_sees_it_no_longer_and_the_director_is_asked(case, alice, director, colleague):
    actions.declare_conflict(case, by=alice, relation="oneself")

    assert queries.case_for(alice, case.pk) is None
    assert list(queries.to_reassign(director)) == [case]
    assert list(queries.to_reassign(colleague)) == []
    assert alice not in queries.who_may_own(case)


def test_neither_being_named_nor_a_review_nor_an_opening_overrules_a_conflict(case, alice, bob, colleague):
    LetterFactory(case=case, by=alice, submitted=True)
    for user in (bob, colleague):
        actions.name_person(case, by=alice, person=user, reason="Knows the matter.")
        actions.declare_conflict(case, by=user, relation="friend")
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")

    assert [Letter.objects.for_user(user).count() for user in (bob, colleague)] == [0, 0]
    with pytest.raises(CaseworkError, match="No restricted case"):
        actions.open_by_exception(by=colleague, reference=case.reference, reason="I want to know.")


def test_only_the_director_writes_down_somebody_else_s(case, alice, colleague, director):
    with pytest.raises(NotPermitted, match="somebody else"):
        actions.declare_conflict(case, by=alice, staff=colleague, relation="family")

    assert actions.declare_conflict(case, by=director, staff=colleague, relation="family").declared_by == director


def test_a_conflict_is_declared_once_and_about_something(case, colleague, charlie, director):
    first = actions.declare_conflict(case, by=director, staff=colleague, relation="family")

    assert actions.declare_conflict(case, by=director, staff=colleague, relation="friend") == first
    for wrong in ({"about": "99"}, {"relation": "enemy"}, {"staff": charlie}):
        with pytest.raises(CaseworkError):
            actions.declare_conflict(case, by=director, **{"staff": colleague, "relation": "family", **wrong})


def test_the_director_ends_a_conflict_with_a_reason_and_never_their_own(case, colleague, director, office_a):
    conflict = actions.declare_conflict(case, by=colleague, relation="friend")
    own = actions.declare_conflict(CaseFactory(office=office_a), by=director, relation="friend")

    with pytest.raises(NotPermitted):
        actions.end_conflict(conflict, by=colleague, reason="We fell out.")
    with pytest.raises(NotPermitted):
        actions.end_conflict(own, by=director, reason="We fell out.")
    with pytest.raises(CaseworkError, match="Say why"):
        actions.end_conflict(conflict, by=director, reason=" ")
    ended = actions.end_conflict(conflict, by=director, reason="They moved away.")

    assert (ended.ended_by, ended.end_reason) == (director, "They moved away.")
    assert queries.case_for(colleague, case.pk) == case
    assert actions.end_conflict(conflict, by=director, reason="Again.").end_reason == "They moved away."
