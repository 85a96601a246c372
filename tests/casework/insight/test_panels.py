"""The first page after signing in says what waits, to each person their own."""

import pytest
from django.urls import reverse

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.core.permissions import SYSTEM
from casework.letters import actions as letters
from tests.factories.cases import AccommodationFactory
from tests.factories.directory import UnitFactory
from tests.factories.letters import ClearanceRuleFactory


def make_case(office, *, owner=None, subject="Roof", days_late=False):
    person = contacts.add_person(by=SYSTEM, office=office, name="Zelda Marker", email="zelda@mail.example")
    case = cases.open_case(by=SYSTEM, office=office, person=person, subject=subject)
    return cases.assign(case, by=SYSTEM, to=owner) if owner else case


def make_letter(case, *, by):
    letter = letters.start_reply(case, by=by)
    words = letter.get_latest_revision_as_object()
    words.body = "<p>Words.</p>"
    words.save_revision(user=by)
    return letters.submit(letter, by=by)


def panels_of(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_owner_sees_their_cases_and_nobody_elses(alice, charlie, office_a, office_b, signed_in):
    mine, theirs = make_case(office_a, owner=alice), make_case(office_b, owner=charlie)

    page = panels_of(signed_in(alice))

    assert mine.reference in page
    assert theirs.reference not in page


def test_the_reviewer_sees_the_letter_and_its_writer_does_not_find_it_to_approve(alice, bob, office_a, signed_in):
    letter = make_letter(make_case(office_a), by=alice)
    url = reverse("letters:review", args=[letter.pk])

    assert url in panels_of(signed_in(bob))
    assert url not in panels_of(signed_in(alice))


def test_a_letter_waits_for_the_units_before_it_waits_for_an_approval(alice, bob, director, office_a, signed_in):
    ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, staff=[bob])])
    letter = make_letter(make_case(office_a), by=alice)
    url = reverse("letters:review", args=[letter.pk])

    assert "Waiting for my units" in (page := panels_of(signed_in(bob)))
    assert url in page
    assert url not in panels_of(signed_in(director))


def test_a_broken_promise_is_shown_as_late(alice, office_a, signed_in, clock):
    case = make_case(office_a)
    late_list = reverse("cases:late")

    assert case.reference not in panels_of(signed_in(alice))
    clock.move_to("2026-06-01T10:00:00-04:00")
    page = panels_of(signed_in(alice))

    assert case.reference in page
    assert "Nothing is late." not in page
    assert late_list.startswith("/admin/")


def test_a_superuser_of_no_office_is_shown_no_work(root, office_a, alice, signed_in):
    case = make_case(office_a, owner=alice)

    page = panels_of(signed_in(root))

    assert case.reference not in page
    assert "Waiting for me" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_page_asks_the_same_number_of_questions_whatever_waits(
    rows, alice, director, office_a, signed_in, django_assert_num_queries
):
    for _number in range(rows):
        case = make_case(office_a, owner=director)
        make_letter(case, by=alice)
        AccommodationFactory(case=case)
    client = signed_in(director)
    panels_of(client)

    with django_assert_num_queries(QUERIES):
        panels_of(client)


#: What the first page costs a director, rows or none: session, user, roles, offices, four panels, Wagtail's frame.
QUERIES = 28
