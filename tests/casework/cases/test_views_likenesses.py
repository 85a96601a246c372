"""The screens of possible conflicts: asked on the case, listed, answered, and shown to nobody else."""

import pytest
from django.urls import reverse

from casework.cases.models import Conflict, PossibleConflict
from tests.factories.cases import CaseFactory, PossibleConflictFactory
from tests.factories.directory import UserFactory
from tests.screens import queries, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office_a, alice):
    return CaseFactory(office=office_a, owner=alice, opened=True)


@pytest.fixture
def possible(office_a, alice, case):
    return PossibleConflictFactory(office=office_a, staff=alice, person=case.person)


def test_the_colleague_is_asked_on_the_case_and_led_away_from_what_is_theirs(signed_in, alice, case, possible):
    client, url = signed_in(alice), reverse("cases:possible_conflict", args=[possible.pk])

    assert url in said(client.get(reverse("cases:inspect", args=[case.pk])))
    assert client.post(url, {}).status_code == 422
    answered = client.post(url, {"is_same": "yes"})

    assert answered.headers["location"] == reverse("cases:index")
    assert client.get(reverse("cases:inspect", args=[case.pk])).status_code == 404
    assert (Conflict.objects.get().staff, client.get(url).status_code) == (alice, 404)


def test_the_director_finds_it_on_the_first_page_and_in_the_list(signed_in, director, case, possible):
    client, url = signed_in(director), reverse("cases:possible_conflict", args=[possible.pk])

    for page in ("/admin/", reverse("cases:possible_conflicts")):
        assert url in said(client.get(page))
    client.post(url, {"is_same": "no"})

    possible.refresh_from_db()
    assert (possible.is_same, possible.answered_by) == (False, director)
    assert "Nothing to answer" in said(client.get(reverse("cases:possible_conflicts")))


def test_nobody_else_of_the_office_is_told(signed_in, office_a, case, possible):
    client = signed_in(UserFactory(office=office_a, roles=["officer"]))

    assert "called as you are" not in said(client.get(reverse("cases:inspect", args=[case.pk])))
    assert client.get(reverse("cases:possible_conflict", args=[possible.pk])).status_code == 404
    assert client.get(reverse("cases:possible_conflicts")).status_code in {302, 403}


def test_the_list_costs_the_same_with_one_row_and_with_three(signed_in, director, office_a, possible):
    client, url = signed_in(director), reverse("cases:possible_conflicts")
    one = queries(client, url)
    for _time in range(2):
        PossibleConflictFactory(office=office_a)

    assert queries(client, url) == one
    assert PossibleConflict.objects.count() == 3
