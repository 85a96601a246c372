"""Reads over what arrived: within sight, at a constant cost, in the order people work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework.core import search
from casework.intake import actions, queries
from casework.intake.states import MOVES, SubmissionStatus
from tests.factories.contacts import PersonFactory
from tests.factories.directory import IssueFactory, UnitFactory, UserFactory
from tests.factories.intake import IncomingFactory, RoutingRuleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "submissions_for": (queries.submissions_for, "accepted"),
    "to_triage": (queries.to_triage, "received"),
    "held": (queries.held, "held"),
    "spam": (queries.spam, "rejected"),
    "found": (lambda user: queries.found(user, "message"), "received"),
}


def cost(read):
    """How many queries it takes."""
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def shown(submissions):
    """What a list shows of each."""
    return [(row.reference, row.office.name, row.subject, row.issue, row.unit, row.case) for row in submissions]


def index(submission):
    """What receive does for what it writes."""
    document = queries.document_of(submission)
    search.put(
        "submission",
        document.object_id,
        office_id=document.office_id,
        title=document.title,
        body=document.body,
    )


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_only_what_is_in_sight_at_a_constant_cost(alice, charlie, root, office_a, name):
    rows, status = LISTS[name]

    def one_more():
        trait = {} if status == "received" else {status: True}
        unit = UnitFactory(office=office_a)
        index(SubmissionFactory(office=office_a, issue=IssueFactory(), unit=unit, **trait))

    one_more()
    assert alice.office_ids
    alice.get_all_permissions()  # read once per request, before any list
    first = cost(lambda: shown(rows(alice)))
    for _ in range(3):
        one_more()

    assert cost(lambda: shown(rows(alice))) == first
    assert len(rows(alice)) == 4
    assert [[*rows(user)] for user in (charlie, root)] == [[], []]


def test_a_list_does_not_carry_the_raw_text_of_every_row(alice, office_a):
    SubmissionFactory(office=office_a)

    with CaptureQueriesContext(connection) as asked:
        shown(queries.submissions_for(alice))

    assert '"raw"' not in asked.captured_queries[-1]["sql"]
    assert queries.submissions_for(alice).get().as_it_came()["channel"] == "web_form"


def test_the_newest_is_on_top(alice, office_a):
    now = timezone.now()
    rows = [SubmissionFactory(office=office_a, received_at=now - timedelta(hours=hours)) for hours in (2, 1, 3)]

    assert [*queries.to_triage(alice)] == [rows[1], rows[0], rows[2]]


def test_triage_is_what_waits_for_a_decision(alice, office_a):
    rows = {
        status: SubmissionFactory(office=office_a, **({} if status == "received" else {status: True}))
        for status in SubmissionStatus.values
    }

    assert {*queries.to_triage(alice)} == {rows["received"], rows["held"]}
    assert [*queries.held(alice)] == [rows["held"]]
    assert [*queries.spam(alice)] == [rows["rejected"]]
    assert len(queries.submissions_for(alice)) == 5


def test_one_submission_is_fetched_within_sight(alice, charlie, root, office_a):
    submission = SubmissionFactory(office=office_a)

    for user, sees in ((alice, True), (charlie, False), (root, False)):
        assert queries.submission_for(user, submission.pk) == (submission if sees else None)


# ---------------------------------------------------------------- search
def test_a_search_narrows_a_list(alice, office_a):
    one = actions.receive(IncomingFactory(body="Hydro"), office=office_a, key="form-1")
    two = actions.receive(IncomingFactory(body="Hydro"), office=office_a, key="form-2")
    actions.mark_spam(two, by=alice)

    assert [*queries.found(alice, "hydro", queries.to_triage(alice))] == [one]
    assert [*queries.found(alice, "hydro", queries.spam(alice))] == [two]
    assert {*queries.found(alice, "hydro")} == {one, two}


@pytest.mark.parametrize("words", ["", "  ", "!!", "\x00", "NEAR(", '"', "'", "*", "\ud800", "x" * 100_000])
def test_a_search_bears_whatever_is_typed(alice, office_a, words):
    actions.receive(IncomingFactory(), office=office_a, key="form-1")

    assert [*queries.found(alice, words)] == []


def test_a_rebuilt_search_finds_the_same_in_the_same_order(office_a):
    for n in range(3):
        actions.receive(IncomingFactory(body="Hydro"), office=office_a, key=f"form-{n}")
    before = search.find("hydro", office_ids=[office_a.pk], kinds=["submission"])

    assert search.rebuild(["submission"]) == {"submission": 3}
    assert search.find("hydro", office_ids=[office_a.pk], kinds=["submission"]) == before


# ---------------------------------------------------------------- what may be done, who it may be, why it is here
@pytest.mark.parametrize("status", SubmissionStatus.values)
def test_verbs_are_offered_by_the_table_of_moves(alice, bob, charlie, office_a, status):
    submission = SubmissionFactory(office=office_a, **({} if status == "received" else {status: True}))
    to = MOVES[status]

    assert queries.verbs(submission, alice) == {
        verb
        for verb, where in (
            ("accept", "accepted"),
            ("attach", "attached"),
            ("mark_spam", "rejected"),
            ("not_spam", "received"),
        )
        if where in to
    }
    assert queries.verbs(submission, bob) == queries.verbs(submission, charlie) == frozenset()


def test_likely_people_are_those_of_the_office_with_the_reasons(office_a, office_b):
    ada = PersonFactory(office=office_a, name="Ada Example", email="home@example.org")
    alan = PersonFactory(office=office_a, name="Alan Example", email="home@example.org")
    PersonFactory(office=office_b, name="Ada Example", email="home@example.org")
    submission = SubmissionFactory(office=office_a, name="ada EXAMPLE", email="home@example.org")

    officer = UserFactory(office=office_a, roles=["officer"])
    found = [(match.person, match.is_strong) for match in queries.likely_people(submission, officer)]

    assert found == [(ada, True), (alan, False)]


def test_rules_are_asked_in_their_order(alice, charlie, office_a):
    later, sooner = (RoutingRuleFactory(office=office_a, order=order) for order in (9, 1))
    retired = RoutingRuleFactory(office=office_a, order=5, retired=True)

    assert [rule.pk for rule in queries.rules_of(office_a.pk)] == [sooner.pk, later.pk]
    assert [*queries.rules_for(alice)] == [sooner, retired, later]
    assert [*queries.rules_for(charlie)] == []


def test_a_rule_is_read_as_it_is_meant():
    rule = queries.as_rule(
        RoutingRuleFactory.build(pk=7, office=None, any_words=" hydro one \n\n roads\r\n", postal_prefix=" K1A ")
    )

    assert (rule.any_words, rule.postal_prefix) == (("hydro one", "roads"), "K1A")


def test_why_speaks_the_language_of_whoever_reads(office_a):
    trace = [
        {
            "rule": 1,
            "name": "Hydro",
            "version": 2,
            "because": [["words", "hydro"], ["language", "fr"], ["postal_code", "K1A"], ["form", "contact"]],
        }
    ]
    submission = SubmissionFactory.build(reference="C7K4-9MPX", office=office_a, trace=trace)

    with translation.override("en"):
        assert queries.why(submission) == ["Hydro — words: hydro; language: Français; postal code: K1A; form: contact"]
