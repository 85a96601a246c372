"""Who of the office may see a case: who decides it, what is kept of the decision, what is refused."""

import pytest

from casework.cases import actions, queries
from casework.cases.models import Case, LevelChange, NamedPerson
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def case(alice, office_a):
    return CaseFactory(office=office_a, owner=alice, opened=True)


def lines(case, action):
    return [line.data for line in HistoryEntry.objects.for_instance(case).filter(action=action)]


def test_whoever_works_on_a_case_may_narrow_it_with_a_reason(case, colleague):
    changed = actions.set_level(case, by=colleague, level="sensitive", reason=" A child’s health. ")

    assert changed.sensitivity == "sensitive"
    assert list(LevelChange.objects.values_list("was", "now", "changed_by", "reason")) == [
        ("confidential", "sensitive", colleague.pk, "A child’s health.")
    ]
    assert lines(case, "cases.level") == [{"was": "confidential", "now": "sensitive"}]


def test_the_same_level_again_leaves_no_line(case, alice):
    actions.set_level(case, by=alice, level="confidential", reason="As it was.")

    assert lines(case, "cases.level") == []


@pytest.mark.parametrize(("level", "reason"), [("secret", "Why not."), ("sensitive", "  ")])
def test_a_level_that_is_none_and_a_reason_that_is_none_are_refused(case, alice, level, reason):
    with pytest.raises(CaseworkError, match="Say"):
        actions.set_level(case, by=alice, level=level, reason=reason)

    assert Case.objects.get(pk=case.pk).sensitivity == "confidential"


def test_only_the_owner_or_the_director_widens_it(case, alice, colleague, director):
    actions.set_level(case, by=alice, level="sensitive", reason="Health.")

    with pytest.raises(NotPermitted, match="owner"):
        actions.set_level(case, by=colleague, level="confidential", reason="No need.")
    with pytest.raises(NotPermitted, match="A person"):
        actions.set_level(case, by=SYSTEM, level="confidential", reason="No need.")

    assert actions.set_level(case, by=director, level="confidential", reason="No need.").sensitivity == "confidential"
    assert actions.set_level(case, by=alice, level="open", reason="No need.").sensitivity == "open"


@pytest.mark.parametrize("level", ["restricted", "leader_only"])
def test_a_case_is_never_kept_from_everybody_who_works_on_it(office_a, alice, case, level):
    nobodys = CaseFactory(office=office_a)
    given = {"restricted": nobodys, "leader_only": case}[level]

    with pytest.raises(CaseworkError, match=r"would see|would not see"):
        actions.set_level(given, by=alice, level=level, reason="Few people.")

    assert Case.objects.get(pk=given.pk).sensitivity == "confidential"


def test_a_restricted_case_without_an_owner_is_hidden_from_who_is_not_named(office_a, director, alice, colleague):
    case = CaseFactory(office=office_a)
    actions.name_person(case, by=director, person=colleague, reason="Knows the matter.")
    actions.set_level(case, by=director, level="restricted", reason="Few people.")

    assert [queries.case_for(user, case.pk) for user in (alice, director)] == [None, None]
    assert queries.case_for(colleague, case.pk) == case


def test_naming_lets_somebody_see_it_until_it_is_ended(case, alice, colleague):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")
    named = actions.name_person(case, by=alice, person=colleague, reason="Knows the matter.")
    seen = queries.case_for(colleague, case.pk)
    actions.end_naming(case, by=alice, named=named)

    assert (seen, queries.case_for(colleague, case.pk)) == (case, None)
    assert (lines(case, "cases.name"), lines(case, "cases.unname")) == ([{"who": colleague.pk}],) * 2
    assert NamedPerson.objects.get().ended_by == alice


def test_the_last_who_sees_it_stays_named(office_a, director, colleague):
    case = CaseFactory(office=office_a)
    named = actions.name_person(case, by=director, person=colleague, reason="Knows the matter.")
    director_too = actions.name_person(case, by=director, person=director, reason="Answers for the office.")
    actions.set_level(case, by=director, level="restricted", reason="Few people.")
    actions.end_naming(case, by=director, named=named)

    with pytest.raises(CaseworkError, match="Nobody would see"):
        actions.end_naming(case, by=director, named=director_too)


@pytest.mark.parametrize("who", ["next_door", "no_reader", "again"])
def test_only_readers_of_the_office_are_named_and_once_at_a_time(case, alice, colleague, charlie, office_a, who):
    actions.name_person(case, by=alice, person=colleague, reason="Knows the matter.")
    person = {"next_door": charlie, "no_reader": UserFactory(office=office_a), "again": colleague}[who]

    with pytest.raises(NotPermitted, match="cannot be named"):
        actions.name_person(case, by=alice, person=person, reason="Why not.")


def test_a_colleague_names_nobody(case, colleague):
    with pytest.raises(NotPermitted, match="says who is named"):
        actions.name_person(case, by=colleague, person=colleague, reason="I want to know.")


def test_a_restricted_case_is_given_to_who_sees_it_and_to_nobody_else(case, alice, colleague, director):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")
    case.refresh_from_db()
    before = list(queries.who_may_own(case))
    actions.name_person(case, by=alice, person=colleague, reason="Takes over.")

    assert before == [alice]
    assert set(queries.who_may_own(case)) == {alice, colleague}


def test_the_leader_s_files_are_not_for_a_superuser_of_the_office_either(office_a, alice, case):
    chief = UserFactory(office=office_a, admin=True)
    actions.name_person(case, by=alice, person=alice, reason="Keeps it.")
    actions.set_level(case, by=alice, level="leader_only", reason="The Leader asked.")

    assert (queries.case_for(chief, case.pk), queries.case_for(alice, case.pk)) == (None, case)
