"""The screens of conflicts and of openings by exception: found, refused, listed, led on to."""

import pytest
from django.urls import reverse

from casework.cases import actions
from casework.cases.models import Conflict, Opening
from tests.factories.cases import CaseFactory, ConflictFactory, OpeningFactory
from tests.factories.directory import UserFactory
from tests.screens import queries, said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office_a, alice):
    return CaseFactory(office=office_a, owner=alice, opened=True, subject="Hydro bill")


def test_whoever_declares_a_conflict_is_led_to_the_list_and_the_director_to_the_case(
    signed_in, alice, director, bob, case
):
    answers = {"about": "person", "relation": "family", "words": "My sister."}
    url = reverse("cases:conflict", args=[case.pk])

    theirs = signed_in(director).post(url, {**answers, "staff": bob.pk})
    own = signed_in(alice).post(url, answers)

    assert theirs.headers["location"] == reverse("cases:inspect", args=[case.pk])
    assert own.headers["location"] == reverse("cases:index")
    assert set(Conflict.objects.values_list("staff", flat=True)) == {alice.pk, bob.pk}


def test_the_director_finds_it_on_the_first_page_and_in_the_list_and_ends_it(signed_in, alice, director, case):
    conflict = actions.declare_conflict(case, by=alice, relation="family")
    client = signed_in(director)

    assert reverse("cases:assign", args=[case.pk]) in client.get("/admin/").content.decode()
    assert reverse("cases:end_conflict", args=[conflict.pk]) in client.get(reverse("cases:conflicts")).content.decode()
    client.post(reverse("cases:end_conflict", args=[conflict.pk]), {"reason": "They moved away."})
    conflict.refresh_from_db()
    assert conflict.ended_by == director


def test_a_refused_opening_keeps_what_was_typed_and_a_granted_one_leads_to_the_case(signed_in, alice, office_a, case):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")
    client, url = signed_in(UserFactory(office=office_a, roles=["officer"])), reverse("cases:open_by_exception")

    refused = client.post(url, {"reference": "2222-2222", "reason": "It cannot wait."})
    granted = client.post(url, {"reference": case.reference, "reason": "It cannot wait."})

    assert refused.status_code == 422
    assert typed(refused, "reason") == "It cannot wait."
    assert granted.headers["location"] == reverse("cases:inspect", args=[case.pk])
    assert "Hydro bill" in said(client.get(granted.headers["location"]))


def test_the_director_reviews_an_opening_from_the_first_page(signed_in, director, alice, bob, case):
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")
    opening = OpeningFactory(case=case, opened_by=bob)
    client, url = signed_in(director), reverse("cases:review_opening", args=[opening.pk])

    assert url in client.get("/admin/").content.decode()
    assert url in client.get(reverse("cases:openings")).content.decode()
    client.post(url, {"was_in_order": "no", "words": "It could have waited."})
    assert Opening.objects.get().was_in_order is False
    assert "Not in order" in said(client.get(reverse("cases:openings")))


@pytest.mark.parametrize("name", ["conflicts", "openings", "restricted"])
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, director, alice, office_a, name):
    client, costs = signed_in(director), []
    for rows in (1, 2):
        for _ in range(rows):
            case = CaseFactory(office=office_a, owner=alice, sensitivity="restricted")
            OpeningFactory(case=case)
            ConflictFactory(office=office_a)
        costs.append(queries(client, reverse(f"cases:{name}")))

    assert costs[0] == costs[1]


def test_a_volunteer_finds_no_way_to_open_a_restricted_case(signed_in, office_a):
    client = signed_in(UserFactory(office=office_a, roles=["volunteer"]))

    assert client.get(reverse("cases:open_by_exception")).status_code == 302
    assert client.get(reverse("cases:openings")).status_code == 302
