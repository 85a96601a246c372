"""Finding anything in sight, and Wagtail's own reports held to it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.intake import actions as intake
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory, group_of
from tests.factories.intake import IncomingFactory
from tests.factories.letters import DecisionFactory, LetterFactory
from tests.screens import HOSTILE, MARKUP, queries, said

pytestmark = pytest.mark.django_db

FIND = "insight:find"
REPORTS = ["workflow", "workflow_results", "workflow_tasks", "workflow_tasks_results"]


@pytest.fixture
def rows(office_a, alice):
    """One of each in office A, each with the word zebra."""
    person = contacts.add_person(by=alice, office=office_a, name="Zebra Example", email="z@example.org")
    case = CaseFactory(office=office_a, person=person, subject="Zebra crossing")
    cases.index(case)
    submission = intake.receive(IncomingFactory(subject="Zebra sighting"), office=office_a, key="k1")
    return person, case, submission


def find(client, words):
    """What the page says when one looks for these words."""
    return said(client.get(reverse(FIND), {"q": words}))


def test_one_word_finds_cases_people_and_messages(signed_in, alice, rows):
    words = find(signed_in(alice), "zebra")

    for part in ("Zebra Example", "Zebra crossing", "Zebra sighting"):
        assert part in words


def test_a_reference_finds_its_case_however_it_is_typed(signed_in, alice, rows):
    _person, case, _submission = rows

    assert "Zebra crossing" in find(signed_in(alice), case.reference.lower().replace("-", " "))


def test_nothing_of_another_office_is_found(signed_in, charlie, rows):
    _person, case, submission = rows
    for words in ("zebra", case.reference, submission.reference, "z@example.org"):
        page = find(signed_in(charlie), words)
        assert "Nothing in your offices matches" in page
        for part in ("Zebra Example", "Zebra crossing", "Zebra sighting"):
            assert part not in page


def test_a_reviewer_finds_cases_and_people_and_no_messages(signed_in, bob, rows):
    words = find(signed_in(bob), "zebra")

    assert "Zebra crossing" in words
    assert "Zebra sighting" not in words


def test_whoever_works_in_no_office_is_sent_away(signed_in, root):
    assert signed_in(root).get(reverse(FIND)).headers["location"] == reverse("wagtailadmin_home")


def test_hostile_words_are_looked_for_as_words(signed_in, alice, rows):
    for words in (HOSTILE, "' OR 1=1 --", '"', "(", "*", "\x00", "a" * 5000):
        response = signed_in(alice).get(reverse(FIND), {"q": words})
        assert response.status_code == 200
        assert MARKUP not in response.content.decode()


def test_finding_costs_the_same_whatever_is_found(signed_in, alice, office_a, rows):
    client, url = signed_in(alice), reverse(FIND) + "?q=zebra"
    one = queries(client, url)
    for number in range(2):
        person = contacts.add_person(by=alice, office=office_a, name=f"Zebra {number}", email=f"{number}@example.org")
        cases.index(CaseFactory(office=office_a, person=person, subject="Zebra"))
        intake.receive(IncomingFactory(subject="Zebra"), office=office_a, key=f"more{number}")

    assert (one, queries(client, url)) == (17, 17)


def test_the_search_field_of_the_menu_leads_here(signed_in, alice):
    assert reverse(FIND) in said(signed_in(alice).get(reverse("wagtailadmin_home")))


# ---------------------------------------------------------------- Wagtail's reports
@pytest.fixture
def with_pages():
    """Page rights, without which Wagtail opens no report of reviews; letters and pages may go together."""
    for code in ("officer", "director"):
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group_of(code), page=Page.objects.get(depth=1), permission=change)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("query", ["", "?export=csv", "?status=in_progress"])
def test_reports_of_reviews_show_letters_in_sight_alone(signed_in, alice, charlie, bob, with_pages, name, query):
    letter = LetterFactory(office=alice.memberships.get().office, by=alice, approver=bob, submitted=True)
    url = reverse(f"wagtailadmin_reports:{name}") + query

    def told(user):
        response = signed_in(user).get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return body.decode()

    assert letter.reference in told(alice)
    assert letter.reference not in told(charlie)


@pytest.mark.parametrize("query", ["", "?export=csv", "?label="])
def test_site_history_shows_lines_in_sight_alone(signed_in, alice, charlie, root, office_a, query):
    case = CaseFactory(office=office_a)
    cases.take(case, by=alice)
    url = reverse("wagtailadmin_reports:site_history") + (
        query and f"{query}{case.reference if '=' in query[-1] else ''}"
    )

    def told(user):
        response = signed_in(user).get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return body.decode()

    assert case.reference in told(alice)
    if "label" not in query:  # what was looked for stands in the search field
        assert case.reference not in told(charlie)
        assert case.reference not in told(root)


def test_site_history_costs_the_same_whatever_happened(signed_in, alice, office_a):
    client, url = signed_in(alice), reverse("wagtailadmin_reports:site_history")
    cases.take(CaseFactory(office=office_a), by=alice)
    one = queries(client, url)
    for _ in range(2):
        cases.take(CaseFactory(office=office_a), by=alice)

    assert queries(client, url) == one


def test_history_of_a_case_shows_its_own_lines(signed_in, alice, office_a):
    case, other = CaseFactory(office=office_a), CaseFactory(office=office_a)
    cases.take(case, by=alice)
    cases.add_note(other, by=UserFactory(office=office_a, roles=["officer"]), body="Words nobody finds here.")

    words = said(signed_in(alice).get(reverse("cases:history", args=[case.pk])))

    assert "Case taken" in words
    assert "Note added" not in words


# ---------------------------------------------------------------- how clearance goes
CLEARANCE = "/admin/reports/clearance/"


def test_a_director_reads_hours_by_unit_and_rounds_by_letter(signed_in, director, office_a):
    turn = DecisionFactory(office=office_a)
    page = said(signed_in(director).get(CLEARANCE))
    assert str(turn.unit) in page
    assert "Letters approved" in page


def test_without_units_the_report_says_how_they_come_in(signed_in, director):
    page = said(signed_in(director).get(CLEARANCE, {"days": "7"}))
    assert "No unit was asked in this time." in page


@pytest.mark.parametrize("days", ["", "-1", "x", "9" * 40, "\x00"])
def test_a_time_that_is_none_is_a_month(signed_in, director, days):
    assert signed_in(director).get(CLEARANCE, {"days": days}).status_code == 200


def test_the_report_is_for_who_answers_for_clearance(signed_in, alice, charlie, root, office_a):
    DecisionFactory(office=office_a)
    assert {signed_in(user).get(CLEARANCE).status_code for user in (alice, charlie, root)} <= {302, 403}


def test_the_report_asks_the_same_however_many_letters(signed_in, director, office_a):
    DecisionFactory(office=office_a)
    one = queries(signed_in(director), CLEARANCE)
    LetterFactory(office=office_a, submitted=True)
    LetterFactory(office=office_a, submitted=True)
    assert queries(signed_in(director), CLEARANCE) == one
