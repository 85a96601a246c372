"""The page of a person, and the screens that change how they are reached and what they need."""

import pytest
from django.urls import reverse

from casework.contacts.models import ContactPoint
from tests.factories.cases import CaseFactory
from tests.factories.contacts import AccessNeedFactory, ContactPointFactory, PersonFactory
from tests.factories.directory import UserFactory
from tests.screens import HOSTILE, TEMPLATE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

SCREENS = ["inspect", "history", "history_results", "edit", "reach", "access_needs", "forget_needs"]
SWITCHES = ["do_not_use", "use_again"]


@pytest.fixture
def person(office_a):
    """Somebody office A knows."""
    return PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")


def address(thing, name="inspect"):
    """Where one of the screens is."""
    return reverse(f"people:{name}", args=[thing.pk])


# ---------------------------------------------------------------- the page
def test_the_page_shows_what_the_office_knows(signed_in, alice, person, office_a):
    AccessNeedFactory(person=person, code="asl", reference="C7K4-2MPX")
    CaseFactory(office=office_a, person=person, subject="Hydro bill")

    words = said(signed_in(alice).get(address(person)))

    for part in ("Ada Example", "ada@example.org", "American Sign Language", "asked in C7K4-2MPX", "Hydro bill"):
        assert part in words


def test_the_page_costs_the_same_with_one_of_everything_and_with_three(signed_in, alice, person, office_a):
    client, url = signed_in(alice), address(person)

    def more(rows):
        for _ in range(rows):
            AccessNeedFactory(person=person)
            ContactPointFactory(person=person)
            CaseFactory(office=office_a, person=person, owner=UserFactory())

    more(1)
    one = queries(client, url)
    more(2)

    assert (one, queries(client, url)) == (20, 20)


def test_hostile_words_stay_words(signed_in, alice, office_a):
    person = PersonFactory(office=office_a, name=HOSTILE[:190], post=HOSTILE, riding=HOSTILE[:110])
    AccessNeedFactory(person=person, code="", words=HOSTILE)

    response = signed_in(alice).get(address(person))

    assert is_inert(response)
    assert TEMPLATE in said(response)


def test_a_reviewer_finds_no_button(signed_in, bob, person):
    response = signed_in(bob).get(address(person))

    assert response.context["buttons"] == []
    assert address(person, "edit") not in said(response)
    assert "do-not-use" not in said(response)


# ---------------------------------------------------------------- the wall
@pytest.mark.parametrize("name", SCREENS)
def test_another_office_s_person_does_not_exist(signed_in, charlie, root, person, name):
    for stranger in (charlie, root):
        client = signed_in(stranger)
        assert (client.get(address(person, name)).status_code, client.post(address(person, name)).status_code) == (
            404,
            404,
        )


@pytest.mark.parametrize("name", SWITCHES)
def test_another_office_s_address_does_not_exist(signed_in, charlie, root, person, name):
    point = person.contact_points.get()
    for stranger in (charlie, root):
        assert signed_in(stranger).post(address(point, name)).status_code == 404
    assert not ContactPoint.objects.get().do_not_use


def test_a_reviewer_marks_no_address(signed_in, bob, person):
    response = signed_in(bob).post(address(person.contact_points.get(), "do_not_use"))

    assert response.headers["location"] == reverse("wagtailadmin_home")
    assert not ContactPoint.objects.get().do_not_use


# ---------------------------------------------------------------- how they are reached
def test_an_address_is_marked_and_used_again(signed_in, alice, person):
    client, point = signed_in(alice), person.contact_points.get()
    assert "ada@example.org" in said(client.get(address(point, "do_not_use")))

    response = client.post(address(point, "do_not_use"))
    point.refresh_from_db()
    assert (point.do_not_use, response.headers["location"]) == (True, address(person))

    client.post(address(point, "use_again"))
    point.refresh_from_db()
    assert not point.do_not_use


def test_a_way_to_reach_them_is_added(signed_in, alice, person):
    signed_in(alice).post(address(person, "reach"), {"kind": "phone", "value": "416 555 0123"})

    assert set(person.contact_points.values_list("kind", "key")) == {
        ("email", "ada@example.org"),
        ("phone", "+14165550123"),
    }


def test_an_e_mail_address_must_be_one_and_stays_as_typed(signed_in, alice, person):
    response = signed_in(alice).post(address(person, "reach"), {"kind": "email", "value": "ada at example"})

    assert (response.status_code, typed(response, "value")) == (422, "ada at example")
    assert person.contact_points.count() == 1


# ---------------------------------------------------------------- what they need
def test_access_needs_are_noted_with_where_they_were_asked_for(signed_in, alice, person):
    form = {"codes": ["braille", "asl"], "words": "Ring twice.", "reference": "not one", "agreed": "on"}
    client, url = signed_in(alice), address(person, "access_needs")

    response = client.post(url, form)
    assert response.status_code == 422
    assert (typed(response, "words"), typed(response, "codes")) == ("Ring twice.", ["braille", "asl"])

    case = CaseFactory(office=person.office, person=person)
    assert "Ask them whether we may keep it." in said(client.post(url, {**form, "agreed": ""}))
    client.post(url, {**form, "reference": case.reference.lower()})
    asked = set(person.access_needs.values_list("code", "words", "reference"))
    assert asked == {(c, w, case.reference) for c, w in (("braille", ""), ("asl", ""), ("", "Ring twice."))}


def test_what_is_kept_is_forgotten_as_they_ask(signed_in, alice, person):
    kept = [AccessNeedFactory(person=person, code=code) for code in ("asl", "braille")]
    client, url = signed_in(alice), address(person, "forget_needs")
    assert reverse("people:forget_needs", args=[person.pk]) in said(client.get(address(person)))

    answers = [client.post(url, {}).status_code, client.post(url, {"needs": [kept[0].pk]}).status_code]

    assert answers == [422, 302]
    assert list(person.access_needs.values_list("code", flat=True)) == ["braille"]


def test_noting_nothing_is_refused_in_words(signed_in, alice, person):
    case = CaseFactory(office=person.office, person=person)

    response = signed_in(alice).post(address(person, "access_needs"), {"reference": case.reference, "agreed": "on"})

    assert response.status_code == 422
    assert "Tick what they asked for, or write it down." in said(response)


def test_the_screen_knows_the_case_one_came_from_and_leads_back(signed_in, alice, person):
    case = CaseFactory(office=person.office, person=person)
    back = reverse("cases:inspect", args=[case.pk])
    client, url = signed_in(alice), address(person, "access_needs")

    screen = client.get(f"{url}?reference={case.reference}&next={back}")
    assert typed(screen, "reference") == case.reference
    assert screen.context["next_url"] == back
    assert (
        client.post(url, {"codes": ["asl"], "reference": case.reference, "agreed": "on", "next": back}).headers[
            "location"
        ]
        == back
    )
