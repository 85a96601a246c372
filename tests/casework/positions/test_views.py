"""The page of a line and the screen of each verb."""

import re

import pytest
from django.urls import reverse

from casework.positions import actions
from casework.positions.models import PositionVersion
from casework.positions.states import PositionStatus
from tests.factories.positions import PositionFactory, again, next_version
from tests.history import lines
from tests.screens import queries, said, typed

pytestmark = pytest.mark.django_db

VERBS = ("edit", "submit", "withdraw", "approve", "return", "new_version", "withdraw_live")


@pytest.fixture
def line(alice, bob, office_a):
    """``line(approved=True)``: a line of office A, written by alice, approved by bob."""

    def make(**given):
        return PositionFactory(office=office_a, by=alice, approver=bob, **given)

    return make


def page(position):
    return reverse("positions:inspect", args=[position.pk])


def screen(name, position):
    return reverse(f"positions:{name}", args=[position.pk])


def offered(response, position):
    """The verbs whose screens the page leads to."""
    return {name for name in VERBS if f'href="{screen(name, position)}"' in said(response)}


@pytest.mark.parametrize(
    ("state", "who", "verbs"),
    [
        ({}, "alice", {"edit", "submit"}),
        ({}, "bob", set()),
        ({"submitted": True}, "alice", {"withdraw"}),
        ({"submitted": True}, "bob", {"approve", "return"}),
        ({"submitted": True}, "director", {"withdraw", "approve", "return"}),
        ({"approved": True}, "alice", {"new_version", "withdraw_live"}),
        ({"approved": True}, "bob", {"withdraw_live"}),
        ({"stopped": True}, "alice", {"new_version"}),
        ({"expired": True}, "bob", set()),
    ],
)
def test_the_page_offers_what_this_person_can_do_now(signed_in, line, state, who, verbs, request):
    position = line(**state)

    assert offered(signed_in(request.getfixturevalue(who)).get(page(position)), position) == verbs


def test_the_page_shows_both_languages_each_marked_as_what_it_is(signed_in, bob, line):
    position = line(approved=True, text_en="In English.", text_fr="En français.")

    source = said(signed_in(bob).get(page(position)))

    assert re.search(r'<article[^>]* lang="en".*?In English\..*?</article>', source, re.DOTALL)
    assert re.search(r'<article[^>]* lang="fr".*?En français\..*?</article>', source, re.DOTALL)


def test_the_page_tells_approved_words_from_those_being_written(signed_in, alice, bob, line):
    position = line(approved=True, text_en="Said today.", do_say="Kindly.", sources="A page.")
    next_version(position, by=alice, text_en="Said tomorrow.")

    response = signed_in(bob).get(page(position))

    assert response.context["now"].version.text_en == "Said today."
    assert [change.label for change in response.context["changes"]] == ["Line in English"]
    assert all(words in said(response) for words in ("Said today.", "Said tomorrow.", "Kindly.", "A page.", "[new:"))


def test_the_page_of_a_stopped_line_says_so_and_why(signed_in, alice, line):
    source = said(signed_in(alice).get(page(line(stopped=True, reason="The figure was wrong."))))

    assert "Nothing of this line may be said now." in source
    assert "The figure was wrong." in source
    assert "Withdrawn" in source


def test_the_page_of_a_returned_draft_says_what_is_to_be_changed(signed_in, alice, line):
    assert "Two sentences, please." in said(
        signed_in(alice).get(page(line(returned=True, comment="Two sentences, please.")))
    )


def test_the_page_costs_the_same_with_one_version_and_with_three(signed_in, alice, bob, line):
    client, position = signed_in(bob), line(approved=True)
    one = queries(client, page(position))
    for words in ("Two.", "Three."):
        next_version(position, by=alice, approver=bob, text_en=words)

    assert (one, queries(client, page(position))) == (14, 14)


def test_a_line_goes_all_the_way_by_the_screens(signed_in, alice, bob, line):
    position, writer, reviewer = line(), signed_in(alice), signed_in(bob)

    writer.post(screen("submit", position))
    shown = reviewer.get(screen("approve", position))
    assert position.text_fr in said(shown)
    reviewer.post(screen("approve", position), {"sha256": typed(shown, "sha256")})
    reviewer.post(screen("withdraw_live", position), {"reason": "The figure is wrong."})
    writer.post(screen("new_version", position))

    assert lines(position) == [
        "positions.write",
        "positions.submit",
        "positions.approve",
        "positions.withdraw_live",
        "positions.new_version",
    ]


def test_a_line_comes_back_by_the_screens(signed_in, alice, bob, line):
    position = line(submitted=True)

    signed_in(bob).post(screen("return", position), {"comment": "Shorter."})
    assert again(position).status == PositionStatus.DRAFT
    actions.submit(position, by=alice)
    signed_in(alice).post(screen("withdraw", position))
    assert again(position).status == PositionStatus.DRAFT


def test_the_writer_s_yes_is_refused_in_words(signed_in, director, office_a):
    position = PositionFactory(office=office_a, by=director, submitted=True)
    client = signed_in(director)

    response = client.post(screen("approve", position), {"sha256": position.content.sha256})

    assert (response.status_code, PositionVersion.objects.exists()) == (422, False)
    assert "decided on by someone who did not write it" in said(response)


def test_words_that_changed_while_they_were_read_are_not_approved(signed_in, alice, bob, line):
    position, client = line(submitted=True), signed_in(bob)
    seen = typed(client.get(screen("approve", position)), "sha256")
    actions.withdraw(position, by=alice)
    draft = again(position)
    draft.text_en = "Sneaked in."
    actions.submit(actions.write(draft, by=alice), by=alice)

    response = client.post(screen("approve", position), {"sha256": seen})

    assert "changed while you were reading" in said(response)
    assert not PositionVersion.objects.exists()


def test_a_form_that_comes_back_keeps_the_reason(signed_in, alice, line):
    position = line()

    response = signed_in(alice).post(screen("withdraw_live", position), {"reason": "The figure is wrong."})

    assert (response.status_code, typed(response, "reason")) == (422, "The figure is wrong.")


@pytest.mark.parametrize("name", ["inspect", "history", *VERBS])
def test_no_screen_opens_next_door(signed_in, charlie, line, name):
    assert signed_in(charlie).get(screen(name, line(submitted=True))).status_code in {302, 404}
