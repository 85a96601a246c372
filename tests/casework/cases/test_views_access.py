"""What people asked for, on the screens: the lists of an office, the case, and a screen a step."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.core import clock
from tests.factories.cases import AccommodationFactory, AccommodationStepFactory, CaseFactory
from tests.factories.directory import UserFactory
from tests.screens import HOSTILE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

LISTS = {"index": "asked", "agreed": "agreed", "late": "late", "met": "met", "all": "asked"}
STEPS = ["confirm", "discuss", "agree", "meet", "offer", "withdraw"]


@pytest.fixture
def case(office_a, alice):
    """Alice works on it."""
    return CaseFactory(office=office_a, opened=True, owner=alice, person__name="Odile Marchbanks")


def address(need, name):
    """Where the screen of a step is."""
    return reverse(f"accommodations:{name}", args=[need.pk])


def rows_for(name, office, owner):
    """One row that stands on a list."""
    case = CaseFactory(office=office, opened=True, owner=owner)
    traits = {"asked": {}, "late": {"due_on": clock.today() - timedelta(days=2)}}
    return AccommodationFactory(case=case, **traits.get(LISTS[name], {LISTS[name]: True}))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, alice, office_a, name):
    client, url = signed_in(alice), reverse(f"accommodations:{name}")

    rows_for(name, office_a, UserFactory(office=office_a))
    one = queries(client, url)
    for _ in range(2):
        rows_for(name, office_a, UserFactory(office=office_a))

    assert (one, queries(client, url)) == (12, 12)


def test_each_list_shows_its_own_and_no_word_of_anybody(signed_in, alice, office_a, office_b):
    mine = {name: rows_for(name, office_a, alice) for name in ("index", "agreed", "late", "met")}
    rows_for("index", office_b, alice)
    AccommodationFactory(case=CaseFactory(office=office_a, closed=True), words="Zelda's words")
    client = signed_in(alice)
    shown = {name: set(client.get(reverse(f"accommodations:{name}")).context["object_list"]) for name in LISTS}

    assert shown["index"] == {mine["index"], mine["late"]}
    assert {name: shown[name] for name in ("agreed", "late", "met")} == {
        name: {mine[name]} for name in ("agreed", "late", "met")
    }
    assert len(shown["all"]) == 5
    words = said(client.get(reverse("accommodations:all")))
    assert ("Zelda" in words, mine["index"].case.person.name in words) == (False, False)


def test_the_list_is_narrowed_and_leaves_as_a_file_without_their_words(signed_in, alice, case):
    large = AccommodationFactory(case=case, code="large_print_22", words="=Zelda")
    AccommodationFactory(case=case, code="asl")
    client, url = signed_in(alice), reverse("accommodations:all")

    assert list(client.get(url, {"code": "large_print"}).context["object_list"]) == [large]
    answer = client.get(url, {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert {row["What they asked for"] for row in rows} == {"Large print, 22 point", "American Sign Language (ASL)"}
    assert {row["Case"] for row in rows} == {case.reference}
    assert "Zelda" not in str(rows)


def test_the_case_says_what_waits_for_a_talk_and_what_became_of_the_rest(signed_in, alice, bob, case):
    waits = AccommodationFactory(case=case, code="", words="Please ring twice.")
    talked = AccommodationStepFactory(accommodation__case=case).accommodation
    url = reverse("cases:inspect", args=[case.pk])

    words = said(signed_in(alice).get(url))
    assert words.index("nobody has talked with them about yet") < words.index('id="story"')
    assert ("Please ring twice." in words, "22 point is enough." in words) == (True, True)
    assert (address(waits, "discuss") in words, address(talked, "confirm") in words) == (True, False)
    assert address(waits, "discuss") not in said(signed_in(bob).get(url))


def test_they_are_asked_for_agreed_and_met_on_screens(signed_in, alice, case):
    client, ask = signed_in(alice), reverse("cases:accommodation", args=[case.pk])
    refused = client.post(ask, {"code": "", "words": "", "how": "phone"})
    assert (refused.status_code, "Choose what they asked for" in said(refused)) == (422, True)

    asked = client.post(ask, {"code": "braille_contracted_paper", "words": "", "how": "phone", "agreed": "on"})
    assert asked["location"].endswith(f"/inspect/{case.pk}/#accommodations")
    need = case.accommodations.get()
    assert case.person.access_needs.get().code == "braille_contracted_paper"
    today = clock.today().isoformat()
    wrong = client.post(address(need, "agree"), {"words": "On paper.", "needed_on": "", "happened_on": today})
    assert (wrong.status_code, typed(wrong, "words")) == (422, "On paper.")
    client.post(address(need, "agree"), {"words": "On paper.", "needed_on": today, "happened_on": today})
    client.post(address(need, "meet"), {"words": "By CNIB.", "happened_on": today, "cost": "12.50"})

    need.refresh_from_db()
    assert (need.status, [str(step.cost) for step in need.steps.all()][-1]) == ("met", "12.50")
    assert "It cost $12.50." in said(client.get(asked["location"]))


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_another_office_does_not_exist(signed_in, charlie, root, case, name):
    need = AccommodationFactory(case=case, before=True)
    for stranger in (charlie, root):
        assert signed_in(stranger).post(address(need, name)).status_code in {302, 404}
    need.refresh_from_db()
    assert need.status == "before"


def test_a_volunteer_sees_what_is_asked_for_on_open_cases_alone(signed_in, office_a, case):
    volunteer = UserFactory(office=office_a, roles=["volunteer"])
    AccommodationFactory(case=case)
    seen = AccommodationFactory(case=CaseFactory(office=office_a, opened=True, sensitivity="open"))
    client = signed_in(volunteer)

    assert list(client.get(reverse("accommodations:all")).context["object_list"]) == [seen]
    assert "agreed" not in client.get(reverse("cases:accommodation", args=[seen.case_id])).context["form"].fields


def test_hostile_words_stay_words(signed_in, alice, case):
    need = AccommodationFactory(case=case, code="", words=HOSTILE)
    AccommodationStepFactory(accommodation=need, words=HOSTILE, reason=HOSTILE)
    client = signed_in(alice)

    assert is_inert(client.get(reverse("cases:inspect", args=[case.pk])))
    assert is_inert(client.get(address(need, "discuss")))
