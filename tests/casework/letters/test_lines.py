"""Beside a letter stands what may be said today on its matter: in its language, of its office, and nothing else."""

import pytest
from django.urls import reverse

from casework.letters import queries
from tests.factories.cases import CaseFactory
from tests.factories.directory import IssueFactory, UserFactory
from tests.factories.letters import LetterFactory
from tests.factories.positions import PositionFactory
from tests.screens import HOSTILE, is_inert, queries as asked, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    """Rents."""
    return IssueFactory()


@pytest.fixture
def letter(office_a, alice, bob, issue):
    """A draft of alice's on the matter, with words of its own."""
    case = CaseFactory(office=office_a, opened=True, issue=issue, person__email="t@example.org")
    return LetterFactory(case=case, by=alice, approver=bob, body="<p>We ask for\nthis to be <b>repaired</b>.</p>")


def beside(letter, user):
    return [(each.line.title, each.words) for each in queries.lines_beside(letter, user, queries.reading(letter).text)]


def test_the_lines_of_the_day_stand_beside_in_the_language_of_the_letter(letter, office_a, issue, alice, bob):
    PositionFactory(office=office_a, issue=issue, by=alice, approver=bob, approved=True, title="Repairs")
    assert beside(letter, alice) == [("Repairs", "We are asking for this to be repaired.")]
    letter.language = "fr"
    assert beside(letter, alice) == [("Repairs", "Nous demandons que cela soit réparé.")]


def test_nothing_that_may_not_be_said_stands_beside(letter, office_a, office_b, issue, alice, bob):
    of = {"issue": issue, "by": alice, "approver": bob, "office": office_a}
    for state in ({}, {"submitted": True}, {"stopped": True}, {"expired": True}):
        PositionFactory(**of, **state)
    PositionFactory(**of, approved=True, audience="staff")
    PositionFactory(**{**of, "issue": IssueFactory()}, approved=True)
    PositionFactory(office=office_b, issue=issue, approved=True)
    assert beside(letter, alice) == []


def test_it_is_seen_whether_the_letter_says_a_line_word_for_word(letter, office_a, issue, alice, bob):
    of = {"office": office_a, "issue": issue, "by": alice, "approver": bob, "approved": True}
    PositionFactory(**of, title="A", text_en="We ask for this\nto be repaired.")
    PositionFactory(**of, title="B", text_en="We ask for this to be mended.")
    found = queries.lines_beside(letter, alice, queries.reading(letter).text)
    assert [(each.line.title, each.is_said) for each in found] == [("A", True), ("B", False)]


def test_whoever_may_not_read_the_message_box_sees_no_line(letter, office_a, issue, alice, bob):
    PositionFactory(office=office_a, issue=issue, by=alice, approver=bob, approved=True)
    assert beside(letter, UserFactory(office=office_a, roles=["editor"])) == []


@pytest.mark.parametrize("name", ["edit", "review"])
def test_the_screens_show_the_lines_as_words_and_cost_the_same_for_three(
    signed_in, letter, office_a, issue, alice, bob, name
):
    of = {"office": office_a, "issue": issue, "by": alice, "approver": bob, "approved": True}
    client, url = signed_in(alice), reverse(f"letters:{name}", args=[letter.pk])
    PositionFactory(**of, title="First", text_en=HOSTILE, dont_say=HOSTILE)
    one = asked(client, url)
    for number in range(2):
        PositionFactory(**of, title=f"More {number}")
    page = client.get(url)
    assert is_inert(page)
    assert {"First", "More 0", "More 1"} <= {word for word in ("First", "More 0", "More 1") if word in said(page)}
    assert asked(client, url) == one
