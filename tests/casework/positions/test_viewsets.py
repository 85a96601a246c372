"""The lists of the message box and its forms."""

import pytest
from django.urls import reverse

from casework.positions.models import Position
from tests.factories.directory import IssueFactory, UnitFactory, UserFactory
from tests.factories.positions import PositionFactory, again, next_version
from tests.history import lines
from tests.screens import HOSTILE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

LISTS = ("positions:index", "positions:waiting", "positions:drafts", "positions:all")


@pytest.fixture
def form(office_a):
    """A filled-in form."""
    return {
        "office": office_a.pk,
        "owner": "",
        "issue": IssueFactory(name="Transit").pk,
        "title": "The 14 bus",
        "audience": "public",
        "text_en": "We ask for the 14 bus.",
        "text_fr": "Nous demandons l’autobus 14.",
        "effective_from": "2026-03-02",
        "expires": "2026-03-31",
        "not_before": "",
        "do_say": "",
        "dont_say": "",
        "sources": "",
        "seen": "",
    }


def shown(response):
    return [position.title for position in response.context["object_list"]]


@pytest.mark.parametrize(("name", "asked"), [("positions:index", 13), ("positions:all", 13)])
def test_a_list_costs_the_same_with_one_line_and_with_three(signed_in, alice, bob, office_a, name, asked):
    client, url = signed_in(alice), reverse(name)

    def make():
        made = PositionFactory(
            office=office_a, by=alice, approver=bob, approved=True, owner=UnitFactory(office=office_a)
        )
        next_version(made, by=alice, approver=bob, text_en="More.")

    make()
    one = queries(client, url)
    make()
    make()

    assert (one, queries(client, url)) == (asked, asked)


def test_the_list_of_the_day_shows_approved_words_while_others_are_written(signed_in, alice, bob, office_a):
    position = PositionFactory(office=office_a, by=alice, approver=bob, approved=True, title="Approved title")
    next_version(position, by=alice, title="Title in review")

    client = signed_in(alice)
    of_the_day = said(client.get(reverse("positions:index")))

    assert ("Approved title" in of_the_day, "Title in review" in of_the_day) == (True, False)
    assert "In review" in of_the_day
    assert "Title in review" in said(client.get(reverse("positions:drafts")))


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(signed_in, alice, name):
    words = said(signed_in(alice).get(reverse(name)))

    assert any(
        hint in words for hint in ("Write one, and have it approved", "Press “Write a line”", "somebody else submits")
    )


def test_the_way_to_a_new_line_is_shown_to_those_who_may_write_one(signed_in, alice, bob):
    assert reverse("positions:add") in said(signed_in(alice).get(reverse("positions:index")))
    assert reverse("positions:add") not in said(signed_in(bob).get(reverse("positions:index")))


def test_lists_are_narrowed_by_issue_audience_and_words_and_by_nothing_else(signed_in, alice, bob, office_a):
    one, two = (
        PositionFactory(office=office_a, by=alice, approver=bob, approved=True, title=title, audience=audience)
        for title, audience in (("The bus", "public"), ("The train", "media"))
    )
    client, url = signed_in(alice), reverse("positions:index")

    assert shown(client.get(url, {"audience": "media"})) == ["The train"]
    assert shown(client.get(url, {"issue": one.issue_id})) == ["The bus"]
    assert shown(client.get(url, {"q": "train"})) == ["The train"]
    assert len(shown(client.get(f"{url}?versions__sha256__startswith=a&ordering=submitted_sha256"))) == 2
    assert two.title == "The train"


def test_hostile_words_stay_words(signed_in, alice, bob, office_a):
    words = dict.fromkeys(("text_en", "text_fr", "do_say", "dont_say", "sources"), HOSTILE)
    position = PositionFactory(office=office_a, by=alice, approver=bob, title=HOSTILE[:150], approved=True, **words)
    client = signed_in(alice)

    for url in (reverse("positions:index"), reverse("positions:inspect", args=[position.pk])):
        assert is_inert(client.get(url)), url


# ---------------------------------------------------------------- the forms
def test_a_new_line_is_written_by_the_verb(signed_in, alice, form):
    response = signed_in(alice).post(reverse("positions:add"), form)

    position = Position.objects.get()
    assert response.headers["location"] == reverse("positions:inspect", args=[position.pk])
    assert (position.text_fr, position.begun_by, lines(position)) == (form["text_fr"], alice, ["positions.write"])


def test_whoever_works_in_one_office_finds_it_chosen(signed_in, alice, office_a):
    assert typed(signed_in(alice).get(reverse("positions:add")), "office") == office_a.pk


def test_a_form_that_comes_back_keeps_what_was_typed(signed_in, alice, form):
    response = signed_in(alice).post(reverse("positions:add"), {**form, "expires": "2026-03-01", "do_say": "Kept."})

    assert set(response.context["form"].errors) == {"expires"}
    assert (typed(response, "do_say"), Position.objects.exists()) == ("Kept.", False)


def test_no_line_is_written_for_another_office_or_kept_by_its_unit(signed_in, alice, form, office_b):
    client, unit = signed_in(alice), UnitFactory(office=office_b)

    for name, value in (("office", office_b.pk), ("owner", unit.pk)):
        response = client.post(reverse("positions:add"), {**form, name: value})
        assert set(response.context["form"].errors) == {name}
    assert not Position.objects.exists()


def test_a_draft_is_changed_by_the_verb(signed_in, alice, office_a, form):
    position = PositionFactory(office=office_a, by=alice)
    url = reverse("positions:edit", args=[position.pk])
    client = signed_in(alice)
    seen = client.get(url).context["form"]["seen"].value()

    client.post(url, {**form, "seen": seen, "not_before": "2026-03-02 10:00"})

    row = again(position)
    assert (row.title, row.office, lines(row)) == ("The 14 bus", office_a, ["positions.write", "positions.write"])
    assert row.not_before.isoformat() == "2026-03-02T15:00:00+00:00"


def test_a_draft_changed_by_somebody_else_meanwhile_comes_back_with_everything_typed(signed_in, alice, office_a, form):
    position = PositionFactory(office=office_a, by=alice)
    client, url = signed_in(alice), reverse("positions:edit", args=[position.pk])

    response = client.post(url, {**form, "seen": "0" * 64, "text_en": "Typed with care."})

    assert "Somebody changed this line" in said(response)
    assert typed(response, "text_en") == "Typed with care."
    assert again(position).text_en != "Typed with care."


def test_words_in_review_have_no_form(signed_in, alice, office_a, form):
    position = PositionFactory(office=office_a, by=alice, submitted=True)
    client, url = signed_in(alice), reverse("positions:edit", args=[position.pk])

    assert client.get(url).headers["location"] == reverse("positions:inspect", args=[position.pk])
    assert "not a draft" in said(client.post(url, form))
    assert again(position).title != form["title"]


def test_a_line_of_an_inactive_issue_can_still_be_changed(signed_in, alice, office_a, form):
    position = PositionFactory(office=office_a, by=alice, issue=IssueFactory(retired=True))
    url = reverse("positions:edit", args=[position.pk])
    client = signed_in(alice)
    seen = client.get(url).context["form"]["seen"].value()

    client.post(url, {**form, "seen": seen, "issue": position.issue_id})

    assert again(position).title == "The 14 bus"


def test_the_menu_shows_the_message_box_to_whoever_may_read_it(signed_in, bob, office_a):
    nobody = UserFactory(office=office_a, roles=["editor"])
    url = reverse("positions:index")

    assert url in said(signed_in(bob).get(reverse("wagtailadmin_home")))
    assert url not in said(signed_in(nobody).get(reverse("wagtailadmin_home")))
