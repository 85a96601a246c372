"""The screens of who else is in a matter, and what somebody of the other side finds of it: nothing."""

import pytest
from django.urls import reverse

from casework.cases import actions
from casework.contacts import actions as contacts
from casework.core import search
from tests.factories.cases import CaseFactory, CasePartyFactory, MessageFactory
from tests.factories.directory import UserFactory
from tests.factories.letters import LetterFactory
from tests.screens import queries, said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office_a):
    return UserFactory(office=office_a, roles=["officer"])


@pytest.fixture
def tenant(office_a, alice):
    person = contacts.add_person(by=alice, office=office_a, name="Tina Zqxtenant", email="tina@mail.example")
    return CaseFactory(office=office_a, owner=alice, opened=True, person=person, subject="Zqxtenant mould")


@pytest.fixture
def landlord(office_a, alice, colleague):
    person = contacts.add_person(by=alice, office=office_a, name="Lou Landlord", email="lou@mail.example")
    return CaseFactory(office=office_a, owner=colleague, opened=True, person=person, subject="A licence")


def test_a_name_the_office_knows_is_asked_about_with_all_that_was_typed_and_then_added(
    signed_in, alice, tenant, landlord
):
    client, url = signed_in(alice), reverse("cases:party", args=[tenant.pk])
    answers = {"role": "other_side", "name": "lou landlord", "words": "Owns the house."}

    asked = client.post(url, answers)
    page = client.get(client.post(url, {**answers, "person": landlord.person_id}).headers["location"])

    assert asked.status_code == 422
    assert typed(asked, "words") == "Owns the house."
    assert "lou@mail.example" in said(asked)
    assert tenant.parties.get().person == landlord.person
    assert "The other side: <bdi>lou landlord</bdi>" in said(page)  # their own page is out of sight from now on


def test_a_name_nobody_has_is_kept_as_a_name_and_taken_out_again(signed_in, alice, tenant):
    client = signed_in(alice)
    client.post(reverse("cases:party", args=[tenant.pk]), {"role": "official", "name": "Max Ministry"})
    party = tenant.parties.get()

    url = reverse("cases:end_party", args=[tenant.pk])
    assert url in said(client.get(reverse("cases:inspect", args=[tenant.pk])))
    client.post(url, {"party": party.pk, "reason": "Another file."})

    party.refresh_from_db()
    assert (party.person, party.end_reason) == (None, "Another file.")


def test_whoever_leaves_a_side_by_saying_so_is_led_to_the_list(signed_in, alice, tenant, landlord):
    actions.add_party(landlord, by=alice, role="official", name="Ada")
    landlord.owner = alice
    landlord.save()
    answers = {"role": "other_side", "name": "Tina Zqxtenant", "person": tenant.person_id}

    answer = signed_in(alice).post(reverse("cases:party", args=[landlord.pk]), answers)

    assert answer.headers["location"] == reverse("cases:index")


def test_the_director_alone_reads_that_the_office_works_for_both(signed_in, alice, director, tenant, landlord):
    actions.add_party(tenant, by=director, role="other_side", person=landlord.person)
    url = reverse("cases:inspect", args=[tenant.pk])

    assert landlord.reference in said(signed_in(director).get(url))
    page = said(signed_in(alice).get(url))
    assert landlord.reference not in page
    assert "works for the other side as well" not in page


def test_somebody_of_the_other_side_walks_and_finds_nothing(
    signed_in, alice, bob, colleague, director, tenant, landlord
):
    """Lists, counts, search, letters, the person, history: as if the case were not there."""
    MessageFactory(case=tenant, body="Zqxtenant said")
    letter = LetterFactory(case=tenant, by=alice, approver=bob, subject="Zqxtenant answer", approved=True)
    actions.add_note(tenant, by=alice, body="Zqxtenant noted")
    actions.add_party(tenant, by=director, role="other_side", person=landlord.person)
    search.rebuild()
    lists = ("", "cases/", "cases/late/", "cases/unassigned/", "cases/conflicts/", "letters/", "people/", "triage/")
    more = ("dispatch/all/", "reports/site-history/", "find/?q=Zqxtenant", f"find/?q={tenant.reference}")
    pages = [f"/admin/{name}" for name in (*lists, *more)]
    rows = (
        reverse("cases:inspect", args=[tenant.pk]),
        reverse("cases:take", args=[tenant.pk]),
        reverse("cases:party", args=[tenant.pk]),
        reverse("letters:inspect", args=[letter.pk]),
        reverse("people:inspect", args=[tenant.person_id]),
    )

    said_of_it = ("mould", "Zqxtenant said", "Zqxtenant answer", "Zqxtenant noted", "Tina")

    client = signed_in(colleague)
    leaks = []
    for page in pages:
        words = said(client.get(page))
        leaks += [(page, word) for word in (*said_of_it, tenant.reference, letter.reference) if word in words]
    leaks = [(page, word) for page, word in leaks if word not in page]  # what was asked stands in the field
    assert leaks == []
    assert {client.get(row).status_code for row in rows} == {404}
    # At home, where nobody is on the other side, the same words are found.
    assert tenant.reference in said(signed_in(alice).get("/admin/cases/"))
    assert "Zqxtenant mould" in said(signed_in(alice).get("/admin/find/?q=Zqxtenant"))


@pytest.mark.parametrize("who", ["alice", "director"])
def test_the_case_costs_the_same_with_one_of_them_and_with_three(request, signed_in, office_a, tenant, who):
    client, url = signed_in(request.getfixturevalue(who)), reverse("cases:inspect", args=[tenant.pk])
    costs = []
    for more in (1, 2):
        for _time in range(more):
            CasePartyFactory(case=tenant, person=CaseFactory(office=office_a).person)
        costs.append(queries(client, url))

    assert costs[0] == costs[1]
