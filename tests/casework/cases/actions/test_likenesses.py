"""A case for a colleague: shut out at once where it is certain, asked where it is not, never against an answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases import actions, queries
from casework.cases.models import Conflict, PossibleConflict
from casework.cases.queries import likenesses
from casework.contacts import actions as contacts
from casework.core.errors import NotPermitted
from casework.core.models import HistoryEntry
from casework.directory.models import Membership, User
from casework.intake import actions as intake
from tests.factories.cases import CaseFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(
        office=office_a, roles=["officer"], first_name="Nora", last_name="Namesake", email="nora@mail.example"
    )


def opened(by, office, **about):
    """A case for somebody the office has just met."""
    person = contacts.add_person(by=by, office=office, **{"name": "Somebody", **about})
    return actions.open_case(by=by, office=office, person=person, subject="Matter")


def test_the_same_address_shuts_the_colleague_out_as_soon_as_there_is_a_case(alice, colleague, director, office_a):
    case = opened(alice, office_a, email=" Nora@Mail.Example")

    conflict = Conflict.objects.get()
    assert (conflict.staff, conflict.person, conflict.source) == (colleague, case.person, "detected")
    assert (conflict.found, conflict.declared_by, conflict.words) == ("email", None, "")
    assert queries.case_for(colleague, case.pk) is None
    assert queries.case_for(alice, case.pk) == case
    assert list(queries.conflicts_for(director)) == [conflict]
    assert list(queries.conflicts_for(colleague)) == []
    line = HistoryEntry.objects.get(action="cases.conflict_detected")
    assert (line.user_id, line.label, line.data) == (None, str(conflict), {"staff": colleague.pk, "found": "email"})


def test_whoever_opens_a_case_for_themselves_leaves_it_to_somebody_else(colleague, alice, office_a, director):
    newcomer = {"name": "Nora", "email": "nora@mail.example"}
    brought = actions.bring_in(
        by=colleague, office=office_a, subject="Mine", body="Words.", channel="phone", newcomer=newcomer, is_mine=True
    )
    wrote = SubmissionFactory(office=office_a, email="nora@mail.example", name="Nora")
    accepted = intake.accept(wrote, by=colleague, take=True)

    assert {(case.owner_id, case.messages.count()) for case in (brought, accepted)} == {(None, 1)}
    assert list(queries.office_cases(colleague)) == []
    assert set(queries.unassigned(director)) == {brought, accepted}


def test_an_owner_whom_it_is_about_is_replaced(colleague, director, office_a):
    case = CaseFactory(office=office_a, owner=colleague, opened=True)
    CaseFactory(office=office_a, owner=colleague, opened=True)

    contacts.add_contact_points(case.person, by=director, email="nora@mail.example")

    assert queries.case_for(colleague, case.pk) is None
    assert list(queries.to_reassign(director)) == [case]


def test_the_director_sets_it_aside_and_it_stays_so(colleague, alice, director, office_a):
    case = opened(alice, office_a, email="nora@mail.example")
    actions.end_conflict(Conflict.objects.get(), by=director, reason="Her landlord uses her address.")

    again = actions.open_case(by=alice, office=office_a, person=case.person, subject="Another matter")

    assert actions.look_among_colleagues() == 0
    assert set(queries.office_cases(colleague)) == {case, again}
    assert Conflict.objects.get().end_reason == "Her landlord uses her address."


def test_the_same_name_is_asked_about_and_shuts_nobody_out(colleague, alice, director, office_a):
    manager = UserFactory(office=office_a, roles=["office_manager"])
    case = opened(alice, office_a, name="Namesake, Nora", email="other@mail.example")

    possible = PossibleConflict.objects.get()
    assert queries.case_for(colleague, case.pk) == case
    assert likenesses.question_about(colleague, case) == possible
    assert likenesses.question_about(alice, case) is None
    for user, rows in ((director, [possible]), (manager, [possible]), (colleague, []), (alice, [])):
        assert list(likenesses.questions_to_answer(user)) == rows
    assert not Conflict.objects.exists()


@pytest.mark.parametrize(("who", "is_same", "sees"), [("director", True, False), ("colleague", False, True)])
def test_it_is_answered_once_and_stays_answered(request, alice, colleague, office_a, who, is_same, sees):
    by = request.getfixturevalue(who)
    case = opened(alice, office_a, name="Nora Namesake")

    possible = actions.answer_possible_conflict(PossibleConflict.objects.get(), by=by, is_same=is_same)
    again = actions.answer_possible_conflict(possible, by=by, is_same=not is_same)
    actions.open_case(by=alice, office=office_a, person=case.person, subject="Another matter")
    actions.look_among_colleagues()

    assert (again.is_same, again.answered_by, PossibleConflict.objects.count()) == (is_same, by, 1)
    assert (queries.case_for(colleague, case.pk) is not None) is sees
    assert Conflict.objects.filter(source="detected", declared_by=by).exists() is is_same
    assert not PossibleConflict.objects.open().exists()


def test_nobody_else_answers(alice, colleague, charlie, office_a):
    opened(alice, office_a, name="Nora Namesake")

    for user in (alice, charlie):
        with pytest.raises(NotPermitted):
            actions.answer_possible_conflict(PossibleConflict.objects.get(), by=user, is_same=False)


def test_a_new_name_of_the_person_asks_at_once_and_one_without_a_case_does_not(alice, colleague, office_a):
    met = PersonFactory(office=office_a)
    for person in (CaseFactory(office=office_a).person, met):
        person.name = "Nora Namesake"
        contacts.save_person(person, by=alice, what=["name"])

    assert [possible.person_id == met.pk for possible in PossibleConflict.objects.all()] == [False]


def test_the_sweep_finds_what_an_account_says_now_and_may_run_twice(alice, colleague, office_a, office_b):
    by_address, by_name, elsewhere, unmet = (
        contacts.add_person(by=alice, office=office_a, name="Ada", email="ada@mail.example"),
        contacts.add_person(by=alice, office=office_a, name="Zoé Roy"),
        PersonFactory(office=office_b, name="Zoé Roy", email="ada@mail.example"),
        contacts.add_person(by=alice, office=office_a, name="Zoé Roy"),
    )
    for person in (by_address, by_name, elsewhere):
        CaseFactory(office=person.office, person=person)
    User.objects.filter(pk=colleague.pk).update(email="Ada@mail.example", first_name="Zoe", last_name="Roy")

    assert (actions.look_among_colleagues(), actions.look_among_colleagues()) == (2, 0)
    assert (Conflict.objects.get().person, PossibleConflict.objects.get().person) == (by_address, by_name)
    assert not unmet.possible_conflicts.exists()


def test_who_has_left_is_compared_with_nobody(alice, colleague, office_a):
    Membership.objects.filter(user=colleague).update(ends_on="2020-01-01")

    opened(alice, office_a, email="nora@mail.example")

    assert not Conflict.objects.exists()


def test_the_office_s_own_address_tells_nothing(alice, office_a):
    UserFactory(office=office_a, email=office_a.email)

    opened(alice, office_a, email=office_a.email)

    assert not Conflict.objects.exists()


def test_looking_costs_the_same_with_many_colleagues_and_many_cases(alice, office_a):
    person = PersonFactory(office=office_a, email="ada@mail.example")
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            actions.look_for_colleague(person)
        costs.append(len(captured))
        for _more in range(3):
            UserFactory(office=office_a)
            CaseFactory(office=office_a, person=person)

    assert costs == [4, 4]  # the savepoint's two among them
