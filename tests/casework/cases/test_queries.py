"""Reads over cases: within sight, in order, at a constant cost, and found by every word on them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail import hooks

from casework.cases import actions, queries
from casework.cases.models import Case
from casework.cases.states import MOVES, CaseStatus
from casework.contacts import actions as contacts
from casework.core import search
from tests.factories.cases import CaseFactory, MessageFactory, NoteFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import IssueFactory, UserFactory
from tests.rows import reply

pytestmark = pytest.mark.django_db


def cost(read):
    """How many queries it takes."""
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def shown(cases):
    """What a list shows of each case."""
    return [(case.reference, case.office.name, case.person.name, str(case.owner), str(case.issue)) for case in cases]


@pytest.fixture
def case(alice, office_a):
    """A case opened by the verb, so that search knows it."""
    person = contacts.add_person(by=alice, office=office_a, name="Ada Example", email="ada@example.org")
    return actions.open_case(by=alice, office=office_a, person=person, subject="Hydro bill")


# ---------------------------------------------------------------- within sight
LISTS = {
    "cases_for": queries.cases_for,
    "office_cases": queries.office_cases,
    "unassigned": queries.unassigned,
    "late": queries.late,
    "active_cases_of": lambda user: queries.active_cases_of(user, Case.objects.values_list("person_id", flat=True)),
    "found": lambda user: queries.found(user, "matter"),
    "others_of": lambda user: queries.others_of(user, Case.objects.last()),
    "my_cases": queries.my_cases,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_only_what_is_in_sight_at_a_constant_cost(alice, charlie, root, office_a, name):
    person = PersonFactory(office=office_a)
    owner = alice if name == "my_cases" else None

    def one_more():
        case = CaseFactory(
            office=office_a, person=person, due_on=date(2020, 1, 1), issue=IssueFactory(), owner=owner, opened=True
        )
        actions.index(case)

    one_more()
    one_more()
    assert alice.office_ids
    alice.get_all_permissions()  # what is read once in a request
    first = cost(lambda: shown(LISTS[name](alice)))
    for _ in range(3):
        one_more()

    assert cost(lambda: shown(LISTS[name](alice))) == first
    assert len(LISTS[name](alice)) == (4 if name == "others_of" else 5)
    assert [[*LISTS[name](user)] for user in (charlie, root)] == [[], []]


def test_one_case_is_fetched_within_sight(alice, charlie, root, bob, case):
    for user, sees in ((alice, True), (bob, True), (charlie, False), (root, False)):
        expected = case if sees else None
        assert queries.case_for(user, case.pk) == expected
        for typed in (case.reference, case.reference.lower().replace("-", " "), f" {case.reference}\n"):
            assert queries.case_by_reference(user, typed) == expected


@pytest.mark.parametrize("typed", ["", "nonsense", "C7K4", "\x00", "' OR 1=1 --", "x" * 10_000])
def test_what_is_no_reference_finds_no_case(alice, case, typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.case_by_reference(alice, typed) is None


# ---------------------------------------------------------------- in order
def test_my_cases_are_mine_and_active_the_one_due_first_on_top(alice, office_a):
    later = CaseFactory(office=office_a, owner=alice, opened=True, due_on=date(2026, 5, 2))
    sooner = CaseFactory(office=office_a, owner=alice, waiting=True, due_on=date(2026, 5, 1))
    CaseFactory(office=office_a, owner=alice, resolved=True)
    CaseFactory(office=office_a, owner=UserFactory(office=office_a), opened=True)

    assert [*queries.my_cases(alice)] == [sooner, later]


def test_the_liveliest_case_is_on_top(alice, office_a):
    now = timezone.now()
    old, new = (CaseFactory(office=office_a, last_activity_at=now - timedelta(days=days)) for days in (2, 1))

    assert [*queries.office_cases(alice)] == [new, old]
    assert [*queries.unassigned(alice)] == [new, old]


def test_unassigned_are_active_cases_nobody_answers_for(alice, office_a):
    wanted = [CaseFactory(office=office_a, **trait) for trait in ({}, {"opened": True}, {"waiting": True})]
    CaseFactory(office=office_a, owner=alice, opened=True)
    CaseFactory(office=office_a, resolved=True)
    CaseFactory(office=office_a, closed=True)

    assert {*queries.unassigned(alice)} == {*wanted}


def test_others_of_are_the_same_person_s_other_cases(alice, office_a):
    case = CaseFactory(office=office_a)
    others = [CaseFactory(office=office_a, person=case.person) for _ in range(2)]
    CaseFactory(office=office_a)

    assert [*queries.others_of(alice, case)] == others[::-1]


def test_received_is_what_the_person_said_the_newest_on_top(case):
    now = timezone.now()
    new = MessageFactory(case=case, occurred_at=now - timedelta(hours=1))
    old = MessageFactory(case=case, occurred_at=now - timedelta(hours=2))
    MessageFactory(case=case, occurred_at=now, sent=True)

    assert [*queries.received(case)] == [new, old]
    assert [*queries.received(CaseFactory())] == []


# ---------------------------------------------------------------- found by every word
def test_a_case_is_found_by_its_reference_however_it_is_typed(alice, case):
    for typed in (case.reference, case.reference.lower(), case.reference.replace("-", ""), case.reference[:4]):
        assert [*queries.found(alice, typed)] == [case]


@pytest.mark.parametrize(
    "words", ["hydro", "HYDRO bill", "bil", "ada", "example hydro", "ada@example.org", "éxample", '"hydro"', "hydro'"]
)
def test_a_case_is_found_by_subject_name_and_address_in_any_combination(alice, charlie, root, case, words):
    assert [*queries.found(alice, words)] == [case]
    assert [[*queries.found(user, words)] for user in (charlie, root)] == [[], []]


def test_a_case_is_found_by_what_each_verb_put_on_it(alice, office_a, case):
    actions.take(case, by=alice)
    actions.add_message(case, by=alice, body="the furnace failed", subject="Chauffage", channel="phone")
    actions.add_note(case, by=alice, body="brave widow")
    actions.change(case, by=alice, subject="Enbridge refund")
    dave = UserFactory(office=office_a, roles=["officer"])
    actions.hand_over(case, by=alice, to=dave, reason="speaks Punjabi")
    reply(case, alice)
    contacts.add_contact_points(case.person, by=alice, post="77 Maple Avenue")

    for words in (
        "furnace",
        "chauffage",
        "widow",
        "enbridge",
        "punjabi",
        "dear ada",
        "77 maple",
        "ada furnace enbridge widow punjabi",
    ):
        assert [*queries.found(alice, words)] == [case], words
    assert [*queries.found(alice, "hydro bill")] == []  # the subject it had


def test_a_renamed_person_is_found_on_their_cases_under_the_new_name_alone(alice, case):
    person = case.person
    for name in ("Ada Byron", "Ada Lovelace"):
        person.name = name
        contacts.save_person(person, by=alice, what=["name"])

    assert [*queries.found(alice, "lovelace hydro")] == [case]
    assert [*queries.found(alice, "byron")] == []


def test_somebody_is_found_by_an_address_that_stands_on_no_case(alice, case):
    contacts.add_contact_points(case.person, by=alice, phone="613 555 0199")

    assert [*queries.found(alice, "613-555-0199")] == [case]


def test_a_search_narrows_a_list_and_keeps_its_order(alice, office_a, case):
    second = actions.open_case(by=alice, office=office_a, person=case.person, subject="Hydro pole")
    actions.take(second, by=alice)

    assert [*queries.found(alice, "hydro", queries.my_cases(alice))] == [second]
    assert [*queries.found(alice, "hydro", queries.unassigned(alice))] == [case]


@pytest.mark.parametrize("words", ["", "  ", "!!", "\x00", "NEAR(", '"', "'", "*", "-hydro OR", "\ud800"])
def test_a_search_bears_whatever_is_typed(alice, case, words):
    found = [*queries.found(alice, words)]

    assert found in ([], [case])


def test_a_rebuilt_search_finds_the_same_in_the_same_order(alice, office_a, case):
    for subject in ("Hydro one", "Hydro two"):
        actions.open_case(by=alice, office=office_a, person=case.person, subject=subject)
    actions.add_note(case, by=alice, body="liveliest")
    before = search.find("hydro", office_ids=[office_a.pk], kinds=["case"])

    assert search.rebuild(["case"]) == {"case": 3}
    assert search.find("hydro", office_ids=[office_a.pk], kinds=["case"]) == before
    assert [*queries.found(alice, "liveliest ada@example.org")] == [case]


# ---------------------------------------------------------------- what may be done
@pytest.mark.parametrize("status", CaseStatus.values)
def test_verbs_are_offered_by_the_table_of_moves(alice, office_a, status):
    trait = {"new": {}, "open": {"opened": True}}.get(status, {status: True})
    offered = queries.verbs(CaseFactory(office=office_a, **trait), alice)

    assert ("hold" in offered) is ("waiting" in MOVES[status])
    assert ("resolve" in offered) is ("resolved" in MOVES[status])
    assert ("close" in offered) is ("closed" in MOVES[status])
    assert ("reopen" in offered) is (status in {"resolved", "closed"})
    assert ("resume" in offered) is (status == "waiting")
    assert {"note", "message"} <= offered


def test_verbs_are_offered_to_nobody_who_may_not(bob, charlie, root, office_a):
    case = CaseFactory(office=office_a)

    assert [queries.verbs(case, user) for user in (bob, charlie, root)] == [frozenset()] * 3


def test_an_owner_hands_over_and_others_assign(alice, office_a):
    mine, free = CaseFactory(office=office_a, owner=alice), CaseFactory(office=office_a)
    theirs = CaseFactory(office=office_a, owner=UserFactory(office=office_a))
    asked = {"take", "assign", "hand_over"}

    assert [queries.verbs(case, alice) & asked for case in (mine, free, theirs)] == [
        {"hand_over"},
        {"take", "assign"},
        {"assign"},
    ]


# ---------------------------------------------------------------- the story
def test_the_story_tells_everything_in_order(clock, alice, office_a, case):
    def later():
        clock.shift(timedelta(minutes=1))

    later()
    actions.add_message(case, by=alice, body="It doubled.", subject="Bill", channel="phone")
    later()
    actions.take(case, by=alice)
    later()
    actions.add_note(case, by=alice, body="Called hydro")
    later()
    reply(case, alice)

    told = [(entry.kind, entry.title, entry.body) for entry in queries.story(case, alice)]

    assert told[:2] == [("status", "Case opened", ""), ("received", "Bill", "It doubled.")]
    assert sorted(told[2:4]) == [("owner", "Owner: Alice Archer", ""), ("status", "Now: Open", "")]
    assert told[4] == ("note", "Note", "Called hydro")
    assert sorted(told[5:]) == [("sent", "Re: hydro", "Dear Ada"), ("status", "Now: Resolved", "The reply was sent.")]


def test_why_the_house_moved_a_case_is_told_in_the_reader_s_language(alice, case):
    actions.hold(case, by=alice, waiting_on="person", reason="A message came in, they say.")
    with override("fr"):
        actions.add_message(case, by=alice, body="x", channel="phone")

        told = [entry.body for entry in queries.story(case, alice) if entry.kind == "status"]

    assert [change.reason for change in case.status_changes.all()][-1] == "A message came in."
    assert told == ["", "A message came in, they say.", "Un message est arrivé."]


def test_the_story_costs_the_same_with_ten_entries_and_with_two_hundred(alice, case):
    def some_more(times):
        for _ in range(times):
            MessageFactory(case=case)
            NoteFactory(case=case)

    some_more(5)
    first = cost(lambda: [str(entry.who) for entry in queries.story(case, alice)])
    some_more(95)

    assert cost(lambda: [str(entry.who) for entry in queries.story(case, alice)]) == first
    assert len(queries.story(case, alice)) >= 200


def test_rooms_above_add_to_the_story(alice, case):
    def tell(case, user):
        yield queries.Entry(kind="letter", at=case.opened_at - timedelta(days=1), title=f"for {user}")

    with hooks.register_temporarily("case_story", tell):
        assert queries.story(case, alice)[0].title == "for Alice Archer"
