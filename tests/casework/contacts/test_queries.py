"""Reads over people: within sight, at a constant cost, and never taking two people for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.contacts import actions, queries
from casework.core import search
from tests.factories.contacts import AccessNeedFactory, ContactPointFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def read_all(people):
    """What a list of people shows of each."""
    return [
        (person.name, person.office.name, [*person.contact_points.all()], [*person.access_needs.all()])
        for person in people
    ]


def cost(read):
    """How many queries it takes."""
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


# ---------------------------------------------------------------- within sight
def test_people_and_organisations_are_those_of_one_s_offices(alice, charlie, root, office_a):
    person, organisation = PersonFactory(office=office_a), OrganisationFactory(office=office_a)

    for user, expected in ((alice, [person, organisation]), (charlie, []), (root, [])):
        assert [*queries.people_for(user), *queries.organisations_for(user)] == expected


def test_one_person_and_one_contact_point_are_fetched_within_sight(alice, charlie, root, office_a):
    point = ContactPointFactory(person__office=office_a)

    for user, sees in ((alice, True), (charlie, False), (root, False)):
        assert queries.person_for(user, point.person_id) == (point.person if sees else None)
        assert queries.point_for(user, point.pk) == (point if sees else None)


def test_somebody_is_found_within_sight_only(alice, charlie, root, office_a):
    person = actions.add_person(by=alice, office=office_a, name="Ada Example", email="ada@example.org")

    for words in ("ada", "Ada Example", "ada@example.org", "exam"):
        assert [[*queries.found(user, words)] for user in (alice, charlie, root)] == [[person], [], []]
    assert [*queries.found(alice, "ada bogus")] == []


# ---------------------------------------------------------------- constant cost
@pytest.mark.parametrize(
    "read",
    [
        lambda user: read_all(queries.people_for(user)),
        lambda user: read_all(queries.found(user, "person")),
        lambda user: [organisation.office.name for organisation in queries.organisations_for(user)],
    ],
    ids=["people_for", "found", "organisations_for"],
)
def test_a_list_costs_the_same_with_one_row_and_with_many(alice, office_a, read):
    assert alice.office_ids

    def one_more():
        person = PersonFactory(office=office_a, email="a@example.org", phone="416 555 0100")
        AccessNeedFactory(person=person)
        OrganisationFactory(office=office_a)
        actions.index(person)

    one_more()
    alice.get_all_permissions()  # read once per request, before any list
    first = cost(lambda: read(alice))
    for _ in range(4):
        one_more()

    assert cost(lambda: read(alice)) == first


def test_matches_cost_one_query(office_a, django_assert_num_queries):
    for _ in range(3):
        PersonFactory(office=office_a, email="family@example.org")

    with django_assert_num_queries(1):
        assert len(queries.matches(office_id=office_a.pk, name="Ada", email="family@example.org")) == 3


def test_matches_without_an_address_ask_nothing(office_a, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.matches(office_id=office_a.pk, name="Ada", email="none", phone="n/a") == []


# ---------------------------------------------------------------- who may it be?
def test_a_match_says_why_and_the_strong_ones_come_first(office_a):
    alan = PersonFactory(office=office_a, name="Alan Example", email="home@example.org")
    ada = PersonFactory(office=office_a, name="Ada Example", email="home@example.org")
    phone = PersonFactory(office=office_a, name="Carol", phone="416 555 0123")

    found = queries.matches(office_id=office_a.pk, name="ADA EXAMPLE", email="home@example.org", phone="4165550123")

    assert [(match.person, match.is_strong, match.reason) for match in found] == [
        (ada, True, "same e-mail address, same name"),
        (phone, False, "same telephone number"),
        (alan, False, "same e-mail address"),
    ]


def test_a_person_who_matches_twice_is_offered_once(office_a):
    ada = PersonFactory(office=office_a, name="Ada", email="ada@example.org", phone="416 555 0123")

    found = queries.matches(office_id=office_a.pk, name="Ada", email="ada@example.org", phone="416 555 0123")

    assert [match.person for match in found] == [ada]


def test_no_more_are_offered_than_asked_for(office_a):
    for _ in range(6):
        PersonFactory(office=office_a, email="family@example.org")

    assert len(queries.matches(office_id=office_a.pk, name="Ada", email="family@example.org", limit=5)) == 5


def test_another_office_s_people_are_never_offered(office_a, office_b):
    PersonFactory(office=office_b, name="Ada", email="ada@example.org")

    assert queries.matches(office_id=office_a.pk, name="Ada", email="ada@example.org") == []


# ---------------------------------------------------------------- may we write?
@pytest.mark.parametrize(
    ("kind", "value", "address"),
    [
        ("email", "Ada@Example.org", "ada@example.org"),
        ("post", "12 Main St\nOttawa ON  K1A 0B1", "12 main st OTTAWA ON K1A 0B1"),
    ],
)
def test_nothing_leaves_to_an_address_marked_do_not_use(office_a, office_b, kind, value, address):
    point = ContactPointFactory(person__office=office_a, kind=kind, value=value)
    assert queries.may_write_to(office_id=office_a.pk, address=address) is True

    point.do_not_use = True
    point.save()

    assert queries.may_write_to(office_id=office_a.pk, address=address) is False
    assert queries.may_write_to(office_id=office_b.pk, address=address) is True


def test_an_address_nobody_knows_may_be_written_to(office_a):
    ContactPointFactory(person__office=office_a, blocked=True, kind="phone", value="none")

    assert queries.may_write_to(office_id=office_a.pk, address="new@example.org") is True


# ---------------------------------------------------------------- search made again
def test_a_rebuilt_search_finds_the_same_people(alice, office_a):
    names = ["Ada Example", "Bo Example", "Élise Example"]
    people = [
        actions.add_person(by=alice, office=office_a, name=name, email=f"{n}@x.org") for n, name in enumerate(names)
    ]
    before = search.find("example", office_ids=[office_a.pk], kinds=["person"])

    counts = search.rebuild(["person"])

    assert counts == {"person": len(people)}
    assert search.find("example", office_ids=[office_a.pk], kinds=["person"]) == before
