"""Who else is in a matter; and that nobody works on both sides, whichever verb would bring them there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases import actions, queries, siding
from casework.cases.models import CaseParty, Conflict
from casework.cases.queries import sides
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.intake import actions as intake
from tests.factories.cases import CaseFactory, CasePartyFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def tenant(office_a, alice):
    """The tenant's case, opened first."""
    return CaseFactory(office=office_a, owner=alice, opened=True)


@pytest.fixture
def landlord(office_a, colleague):
    """The landlord's."""
    return CaseFactory(office=office_a, owner=colleague, opened=True)


def across(case, other, by):
    """Say on one case that the person of the other is the other side."""
    return actions.add_party(case, by=by, role="other_side", person=other.person)


def sees(user, *cases):
    """Which of the cases somebody sees."""
    return [queries.case_for(user, case.pk) is not None for case in cases]


def follows_from_the_rule(*cases):
    """Whether the rows that keep people apart are those of the rule, over all that stands in the tables."""
    keys = [case.pk for case in cases]
    pairs = {(party.case_id, other.pk) for party in CaseParty.objects.walls() for other in party.person.cases.all()}
    opposed, on = siding.both_ways(pairs), {}
    for case, staff in sides.who_is_on(keys):
        on.setdefault(staff, set()).add(case)
    wanted = {(staff, case) for staff, theirs in on.items() for case in siding.closed(theirs, opposed)}
    return set(Conflict.objects.filter(source="sides").values_list("staff_id", "case_id")) == wanted


@pytest.mark.parametrize("said_on", ["tenant", "landlord"])
def test_from_then_on_each_sees_their_own_side_alone_and_the_director_both(
    tenant, landlord, alice, colleague, director, office_a, said_on
):
    across(*((tenant, landlord) if said_on == "tenant" else (landlord, tenant)), by=director)
    third = UserFactory(office=office_a, roles=["officer"])

    assert [sees(user, tenant, landlord) for user in (alice, colleague, director, third)] == [
        [True, False],
        [False, True],
        [True, True],
        [True, True],
    ]
    assert sides.across_for(director, tenant) == [landlord]
    assert sides.across_for(director, landlord) == [tenant]
    assert sides.across_for(alice, tenant) == []


def test_every_matter_of_theirs_is_the_other_side_s_and_a_new_one_at_once(tenant, landlord, alice, office_a, director):
    across(tenant, landlord, director)

    later = actions.open_case(by=director, office=office_a, person=landlord.person, subject="Another matter")
    wrote = SubmissionFactory(office=office_a, name=landlord.person.name, email="landlord@mail.example")
    accepted = intake.accept(wrote, by=alice, person=None, is_new_person=True)

    assert sees(alice, tenant, later, accepted) == [True, False, True]


def test_whoever_works_for_one_side_and_accepts_what_the_other_writes_leaves_it_to_somebody_else(
    tenant, landlord, alice, director, office_a
):
    party = CasePartyFactory(case=tenant, person=PersonFactory(office=office_a))
    wrote = SubmissionFactory(office=office_a)

    case = intake.accept(wrote, by=alice, person=party.person, take=True)

    assert (case.owner_id, case.messages.count(), sees(alice, case)) == (None, 1, [False])
    assert case in queries.unassigned(director)


def test_who_is_named_is_on_that_side_until_it_is_ended(tenant, landlord, alice, director, office_a):
    third = UserFactory(office=office_a, roles=["officer"])
    across(tenant, landlord, director)
    named = actions.name_person(landlord, by=director, person=third, reason="Knows the file.")

    assert sees(third, tenant, landlord) == [False, True]
    with pytest.raises(NotPermitted) as refused:
        actions.name_person(tenant, by=alice, person=third, reason="Knows the file.")
    assert landlord.reference not in str(refused.value)

    actions.end_naming(landlord, by=director, named=named)
    assert sees(third, tenant, landlord) == [True, True]


def test_neither_taking_nor_being_assigned_leads_to_the_other_side(tenant, landlord, alice, director):
    actions.assign(landlord, by=director, to=None)
    across(tenant, landlord, director)

    assert alice not in queries.who_may_own(landlord)
    for verb in (
        lambda: actions.take(landlord, by=alice),
        lambda: actions.assign(landlord, by=director, to=alice),
    ):
        with pytest.raises(NotPermitted) as refused:
            verb()
        assert tenant.reference not in str(refused.value)


def test_a_change_of_owner_changes_the_side(tenant, landlord, alice, colleague, director):
    across(tenant, landlord, director)
    actions.assign(landlord, by=director, to=None)
    assert sees(colleague, tenant, landlord) == [True, True]

    actions.assign(tenant, by=director, to=colleague)
    assert [sees(user, tenant, landlord) for user in (alice, colleague)] == [[True, True], [True, False]]

    actions.assign(landlord, by=director, to=alice)
    assert [sees(user, tenant, landlord) for user in (alice, colleague)] == [[False, True], [True, False]]
    assert follows_from_the_rule(tenant, landlord)


def test_who_works_on_both_goes_on_with_the_first_and_the_director_gives_the_other_away(
    tenant, alice, colleague, director, office_a
):
    landlord = CaseFactory(office=office_a, owner=alice, opened=True)

    across(landlord, tenant, alice)

    assert sees(alice, tenant, landlord) == [True, False]
    assert list(queries.to_reassign(director)) == [landlord]
    actions.assign(landlord, by=director, to=colleague)
    assert list(queries.to_reassign(director)) == []
    assert [sees(user, tenant, landlord) for user in (alice, colleague)] == [[True, False], [False, True]]


def test_the_director_alone_opens_the_wall_again_and_says_why(tenant, landlord, alice, colleague, director):
    party = across(tenant, landlord, alice)

    with pytest.raises(NotPermitted, match="The Director says"):
        actions.end_party(tenant, by=alice, party=party, reason="They made peace.")
    with pytest.raises(CaseworkError, match="Say why"):
        actions.end_party(tenant, by=director, party=party, reason=" ")
    actions.end_party(tenant, by=director, party=party, reason="They made peace.")

    assert sees(alice, tenant, landlord) == sees(colleague, tenant, landlord) == [True, True]
    assert not Conflict.objects.exists()
    assert actions.end_party(tenant, by=director, party=party, reason="Again.").end_reason == "They made peace."


@pytest.mark.parametrize("role", ["speaks_for", "on_behalf", "official", "concerned"])
def test_whoever_is_no_other_side_closes_nothing_and_is_ended_by_whoever_works_on_it(tenant, landlord, alice, role):
    party = actions.add_party(tenant, by=alice, role=role, person=landlord.person, words=" Speaks French. ")

    assert (party.name, party.words) == (landlord.person.name, "Speaks French.")
    assert sees(alice, tenant, landlord) == [True, True]
    assert actions.end_party(tenant, by=alice, party=party, reason="Moved away.").ended_by == alice


def test_a_name_alone_closes_nothing(tenant, landlord, alice):
    actions.add_party(tenant, by=alice, role="other_side", name=landlord.person.name)

    assert sees(alice, tenant, landlord) == [True, True]


def test_what_is_no_other_in_the_matter_is_refused(tenant, landlord, alice, director, charlie, office_b):
    for wrong in (
        {"name": " "},
        {"role": "enemy", "name": "Ada"},
        {"person": tenant.person},
        {"person": PersonFactory(office=office_b)},
    ):
        with pytest.raises(CaseworkError):
            actions.add_party(tenant, by=alice, **{"role": "other_side", **wrong})
    with pytest.raises(NotPermitted):
        actions.add_party(tenant, by=charlie, role="official", name="Ada")

    assert across(tenant, landlord, director) == across(tenant, landlord, director)
    assert CaseParty.objects.count() == 1


def test_the_history_of_either_case_tells_nothing_of_who_is_kept_apart(tenant, landlord, alice, colleague, director):
    across(tenant, landlord, director)

    for user in (alice, colleague):
        lines = HistoryEntry.objects.viewable_by_user(user)
        assert not lines.filter(action__in=["cases.side", "cases.side_end"]).exists()
        assert not queries.conflicts_for(user).exists()
    assert not HistoryEntry.objects.viewable_by_user(colleague).filter(object_id=str(tenant.pk)).exists()
    assert not queries.conflicts_for(director).exists()


def test_the_sweep_mends_what_is_missing_and_what_is_too_much_and_may_run_twice(tenant, landlord, colleague, director):
    CasePartyFactory(case=tenant, person=landlord.person)
    Conflict.objects.create(
        office=tenant.office, staff=director, case=tenant, relation="opposing", source="sides", declared_by=None
    )

    assert (actions.keep_sides_apart(), actions.keep_sides_apart()) == (3, 0)
    assert follows_from_the_rule(tenant, landlord)


def test_a_change_of_owner_costs_one_question_more_and_across_from_many_no_more_than_from_one(
    tenant, landlord, director, office_a, colleague
):
    costs = []
    for more in (0, 1, 4):
        for _time in range(more):
            CasePartyFactory(case=tenant, person=CaseFactory(office=office_a).person)
        actions.keep_apart(tenant)
        with CaptureQueriesContext(connection) as captured:
            actions.keep_apart(tenant)
        costs.append(len(captured))

    assert costs == [1, 10, 10]
