"""The lists of cases: what each shows, to whom, in which order, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases import actions
from casework.core import clock
from casework.core.listing import CappedPaginator
from tests.factories.cases import CaseFactory
from tests.factories.directory import IssueFactory, UserFactory
from tests.screens import HOSTILE, is_inert, queries, said

pytestmark = pytest.mark.django_db

LISTS = ["index", "mine", "unassigned", "late"]


@pytest.fixture
def yesterday():
    """A day that has passed."""
    return clock.today() - timedelta(days=1)


def shown(response):
    """The references in a list, from the top."""
    return [case.reference for case in response.context["object_list"]]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, alice, office_a, yesterday, name):
    client, url = signed_in(alice), reverse(f"cases:{name}")

    def fill(rows):
        for _ in range(rows):
            owner = {"mine": alice, "unassigned": None}.get(name, UserFactory(office=office_a))
            CaseFactory(office=office_a, opened=True, owner=owner, issue=IssueFactory(), due_on=yesterday)

    fill(1)
    one = queries(client, url)
    fill(2)

    assert (one, queries(client, url)) == (13, 13)


def test_each_list_shows_its_own(signed_in, alice, office_a, yesterday):
    mine = CaseFactory(office=office_a, opened=True, owner=alice)
    late = CaseFactory(office=office_a, opened=True, owner=UserFactory(office=office_a), due_on=yesterday)
    nobodys = CaseFactory(office=office_a)
    closed = CaseFactory(office=office_a, closed=True, owner=alice, due_on=yesterday)
    client = signed_in(alice)

    assert shown(client.get(reverse("cases:mine"))) == [mine.reference]
    assert shown(client.get(reverse("cases:late"))) == [late.reference]
    assert shown(client.get(reverse("cases:unassigned"))) == [nobodys.reference]
    assert set(shown(client.get(reverse("cases:index")))) == {c.reference for c in (mine, late, nobodys, closed)}


def test_the_office_s_list_has_the_liveliest_on_top(signed_in, alice, office_a):
    now = timezone.now()
    quiet = CaseFactory(office=office_a, last_activity_at=now - timedelta(days=3))
    lively = CaseFactory(office=office_a, last_activity_at=now)

    assert shown(signed_in(alice).get(reverse("cases:index"))) == [lively.reference, quiet.reference]


def test_a_list_is_sorted_by_what_it_offers_and_by_nothing_else(signed_in, alice, office_a):
    later, sooner = (CaseFactory(office=office_a, due_on=clock.today() + timedelta(days=n)) for n in (9, 2))
    client, url = signed_in(alice), reverse("cases:index")

    assert shown(client.get(f"{url}?ordering=due_on")) == [sooner.reference, later.reference]
    for probe in ("person__name", "owner__password", "-subject", "nonsense"):
        assert shown(client.get(f"{url}?ordering={probe}")) == shown(client.get(url))


def test_filters_narrow_and_an_unknown_one_changes_nothing(signed_in, alice, office_a):
    held = CaseFactory(office=office_a, waiting=True)
    CaseFactory(office=office_a)
    client, url = signed_in(alice), reverse("cases:index")

    assert shown(client.get(f"{url}?status=waiting")) == [held.reference]
    assert len(shown(client.get(f"{url}?person__contact_points__value__startswith=a&utm_source=x"))) == 2


def test_search_finds_by_name_reference_and_words_within_the_list(signed_in, alice, office_a):
    wanted = CaseFactory(office=office_a, person__name="Zoé Example", owner=alice, opened=True)
    actions.add_note(wanted, by=alice, body="Asked about the élevator.")
    other = CaseFactory(office=office_a, person__name="Zoe Other")
    actions.index(other)
    client = signed_in(alice)

    for words in ("zoe example", "ELEVATOR", wanted.reference, wanted.reference.replace("-", "").lower()):
        assert shown(client.get(reverse("cases:index"), {"q": words})) == [wanted.reference], words
    assert shown(client.get(reverse("cases:unassigned"), {"q": "zoe"})) == [other.reference]
    assert shown(client.get(reverse("cases:index"), {"q": "\"' OR 1=1 --"})) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_shows_another_office_s_case(signed_in, charlie, office_a, yesterday, name):
    case = CaseFactory(office=office_a, subject="Marked subject", due_on=yesterday)
    actions.index(case)
    client, url = signed_in(charlie), reverse(f"cases:{name}")

    for address in (url, f"{url}?q=marked", f"{url}?status=new", reverse(f"cases:{name}_results"), f"{url}?export=csv"):
        assert "Marked subject" not in said(client.get(address)), address


def test_a_superuser_without_an_office_sees_nothing(signed_in, root, office_a):
    CaseFactory(office=office_a)

    assert shown(signed_in(root).get(reverse("cases:index"))) == []


def test_a_reviewer_reads_the_list_and_is_offered_no_new_case(signed_in, bob, office_a):
    case = CaseFactory(office=office_a)

    response = signed_in(bob).get(reverse("cases:index"))

    assert shown(response) == [case.reference]
    assert reverse("cases:new") not in said(response)


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(signed_in, alice, name):
    response = signed_in(alice).get(reverse(f"cases:{name}"))

    assert str(response.context["empty"]) in said(response)


def test_a_search_without_a_hit_leads_back_to_the_whole_list(signed_in, alice, office_a):
    CaseFactory(office=office_a)

    words = said(signed_in(alice).get(reverse("cases:index"), {"q": "nowhere"}))

    assert "Nothing here matches." in words
    assert f'href="{reverse("cases:index")}"' in words


def test_a_list_counts_no_further_than_its_cap(signed_in, alice, office_a, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "cap", 2)
    for _ in range(4):
        CaseFactory(office=office_a)

    response = signed_in(alice).get(reverse("cases:index"))

    assert response.context["paginator"].count == 2
    assert "More than 2 cases: search or filter to see fewer" in said(response)


def test_hostile_words_stay_words(signed_in, alice, office_a):
    CaseFactory(office=office_a, subject=HOSTILE[:190], person__name=HOSTILE[:190])

    assert is_inert(signed_in(alice).get(reverse("cases:index")))
