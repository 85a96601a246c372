"""The screens that say who may see a case: what they show, where they lead, what they refuse."""

import pytest
from django.urls import reverse

from casework.cases import actions, queries
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory
from tests.screens import said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office_a, alice):
    return CaseFactory(office=office_a, owner=alice, opened=True, subject="Hydro bill")


def at(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


def test_the_page_says_the_level_and_who_is_named(signed_in, alice, bob, case):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")
    actions.name_person(case, by=alice, person=bob, reason="Knows the matter.")

    page = said(signed_in(bob).get(at("inspect", case)))

    assert "Restricted to named people" in page
    assert all(words in page for words in ("Few people.", str(bob), "Knows the matter."))


def test_a_refused_level_keeps_what_was_typed(signed_in, alice, office_a):
    case = CaseFactory(office=office_a)

    response = signed_in(alice).post(at("level", case), {"level": "restricted", "reason": "Few people."})

    assert response.status_code == 422
    assert "Give it an owner" in said(response)
    assert typed(response, "reason") == "Few people."


def test_whoever_restricts_the_case_of_a_colleague_is_led_to_the_list(signed_in, alice, office_a, case):
    client = signed_in(UserFactory(office=office_a, roles=["officer"]))

    response = client.post(at("level", case), {"level": "restricted", "reason": "Few people."})

    assert response.headers["location"] == reverse("cases:index")
    assert client.get(at("inspect", case)).status_code == 404


def test_somebody_is_named_and_their_sight_ended_from_the_page(signed_in, alice, bob, case):
    client = signed_in(alice)
    client.post(at("name", case), {"person": bob.pk, "reason": "Knows the matter."})
    named = list(queries.named_on(case))
    client.post(at("unname", case), {"named": named[0].pk})

    assert [each.person for each in named] == [bob]
    assert list(queries.named_on(case)) == []


def test_the_director_reads_that_restricted_cases_exist_and_nobody_else_the_list(signed_in, alice, director, case):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")

    page = said(signed_in(director).get(reverse("cases:restricted")))

    assert case.reference in page
    assert str(alice) in page
    assert "Hydro bill" not in page
    assert case.person.name not in page
    assert signed_in(alice).get(reverse("cases:restricted")).status_code == 302
