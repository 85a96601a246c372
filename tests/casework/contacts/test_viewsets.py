"""The list of people, their forms and the dialogue in which one is chosen."""

import pytest
from django.urls import reverse

from casework.contacts import actions
from casework.contacts.models import Person
from casework.core.models import HistoryEntry
from tests.factories.contacts import AccessNeedFactory, ContactPointFactory, PersonFactory
from tests.screens import HOSTILE, is_inert, queries, said

pytestmark = pytest.mark.django_db


def shown(response):
    """The names in a list, from the top."""
    return [person.name for person in response.context["object_list"]]


def test_the_list_costs_the_same_with_one_person_and_with_three(signed_in, alice, office_a):
    client, url = signed_in(alice), reverse("people:index")
    AccessNeedFactory(person=PersonFactory(office=office_a, email="one@example.org"))
    one = queries(client, url)
    for number in range(2):
        AccessNeedFactory(person=PersonFactory(office=office_a, email=f"more{number}@example.org"))

    assert (one, queries(client, url)) == (13, 13)


def test_the_list_shows_those_met_last_on_top_and_how_they_are_reached(signed_in, alice, office_a):
    PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")
    blocked = PersonFactory(office=office_a, name="Bea Example")
    ContactPointFactory(person=blocked, value="old@example.org", do_not_use=True)

    response = signed_in(alice).get(reverse("people:index"))

    assert shown(response) == ["Bea Example", "Ada Example"]
    assert "ada@example.org" in said(response)
    assert "old@example.org" not in said(response)


def test_search_finds_by_name_address_and_telephone(signed_in, alice, office_a):
    ada = actions.add_person(
        by=alice, office=office_a, name="Ada Exémple", email="ada@example.org", phone="416-555-0123"
    )
    actions.add_person(by=alice, office=office_a, name="Bea Other")
    client, url = signed_in(alice), reverse("people:index")

    for words in ("exemple", "ada@example.org", "4165550123"):
        assert shown(client.get(url, {"q": words})) == [ada.name], words
    assert shown(client.get(url, {"q": "\"'("})) == []


def test_an_unknown_filter_changes_nothing(signed_in, alice, office_a):
    PersonFactory(office=office_a, french=True)
    PersonFactory(office=office_a)
    client, url = signed_in(alice), reverse("people:index")

    assert len(shown(client.get(f"{url}?language=fr"))) == 1
    assert len(shown(client.get(f"{url}?contact_points__value__startswith=a&ordering=name"))) == 2


def test_no_list_shows_another_office_s_people(signed_in, charlie, office_a, alice):
    actions.add_person(by=alice, office=office_a, name="Marked Name", email="marked@example.org")
    client = signed_in(charlie)

    for name in ("people:index", "people:index_results"):
        for query in ("", "?q=marked", "?q=marked%40example.org"):
            assert "Marked Name" not in said(client.get(reverse(name) + query)), name + query


def test_a_superuser_without_an_office_sees_nobody(signed_in, root, office_a):
    PersonFactory(office=office_a)

    assert shown(signed_in(root).get(reverse("people:index"))) == []


def test_an_empty_list_says_where_people_come_from(signed_in, alice):
    assert "Whoever writes appears here" in said(signed_in(alice).get(reverse("people:index")))


def test_hostile_words_stay_words(signed_in, alice, office_a):
    PersonFactory(office=office_a, name=HOSTILE[:190], email=HOSTILE[:190])

    assert is_inert(signed_in(alice).get(reverse("people:index")))


# ---------------------------------------------------------------- the forms
def test_somebody_new_is_written_down_by_the_verb(signed_in, alice, office_a):
    form = {"office": office_a.pk, "name": "Ida  Example", "language": "fr", "phone": "416-555-0123"}

    response = signed_in(alice).post(reverse("people:add"), form)

    person = Person.objects.get()
    assert response.headers["location"] == reverse("people:inspect", args=[person.pk])
    assert (person.name, person.language, person.contact_points.get().key) == ("Ida Example", "fr", "+14165550123")
    assert list(HistoryEntry.objects.for_instance(person).values_list("action", flat=True)) == ["contacts.add"]


def test_a_form_that_comes_back_keeps_what_was_typed(signed_in, alice, office_a):
    form = {"office": office_a.pk, "name": "Ida Example", "language": "en", "email": "not an address", "post": "Here 1"}

    response = signed_in(alice).post(reverse("people:add"), form)

    assert set(response.context["form"].errors) == {"email"}
    assert (response.context["form"]["email"].value(), response.context["form"]["post"].value()) == (
        "not an address",
        "Here 1",
    )
    assert not Person.objects.exists()


def test_nobody_is_written_down_for_another_office(signed_in, alice, office_a, office_b):
    form = {"office": office_b.pk, "name": "Ida Example", "language": "en"}

    response = signed_in(alice).post(reverse("people:add"), form)

    assert set(response.context["form"].errors) == {"office"}
    assert not Person.objects.exists()


def test_a_change_is_saved_by_the_verb_and_its_line_names_fields_only(signed_in, alice, office_a):
    person = PersonFactory(office=office_a, name="Ada Example")
    form = {"name": "Ada Changed", "language": "en", "salutation": "Dear Dr. Changed", "postal_code": "", "riding": ""}

    signed_in(alice).post(reverse("people:edit", args=[person.pk]), form)

    person.refresh_from_db()
    line = HistoryEntry.objects.for_instance(person).get()
    assert (person.name, person.salutation) == ("Ada Changed", "Dear Dr. Changed")
    assert (line.action, sorted(line.data["what"])) == ("contacts.change", ["name", "salutation"])


def test_a_reviewer_reads_and_changes_nothing(signed_in, bob, office_a):
    person = PersonFactory(office=office_a, name="Ada Example")
    client = signed_in(bob)

    assert "Ada Example" in said(client.get(reverse("people:inspect", args=[person.pk])))
    for name in ("people:edit", "people:reach", "people:access_needs"):
        response = client.post(reverse(name, args=[person.pk]), {"name": "Changed", "language": "en"})
        assert response.headers["location"] == reverse("wagtailadmin_home")
    person.refresh_from_db()
    assert person.name == "Ada Example"
