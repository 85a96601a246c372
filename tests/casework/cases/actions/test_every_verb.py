"""What every verb of a case does, whom it refuses, and from which status it works."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework.cases import actions
from casework.cases.models import Case
from casework.cases.states import MOVES, CaseStatus
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory
from tests.history import last_line, lines
from tests.rows import reply, rows_of, standing

pytestmark = pytest.mark.django_db


#: Verb: (a case on which it works, what is done, the line it leaves, whether the system may).
VERBS = {
    "add_message": (
        "open",
        lambda c, by: actions.add_message(c, by=by, body="Hello", channel="phone"),
        "message",
        True,
    ),
    "record_reply": ("open", reply, "reply", True),
    "add_note": ("open", lambda c, by: actions.add_note(c, by=by, body="Call back"), "note", True),
    "change": ("open", lambda c, by: actions.change(c, by=by, subject="Roads"), "change", True),
    "take": ("new", lambda c, by: actions.take(c, by=by), "take", False),
    "assign": ("open", lambda c, by: actions.assign(c, by=by, to=worker_of(c)), "assign", True),
    "hand_over": (
        "mine",
        lambda c, by: actions.hand_over(c, by=by, to=worker_of(c), reason="Away"),
        "hand_over",
        False,
    ),
    "hold": ("open", lambda c, by: actions.hold(c, by=by, waiting_on="agency"), "status", True),
    "resume": ("waiting", lambda c, by: actions.resume(c, by=by), "status", True),
    "resolve": ("open", lambda c, by: actions.resolve(c, by=by), "status", True),
    "close": ("open", lambda c, by: actions.close(c, by=by, closure_reason="completed"), "status", False),
    "reopen": ("closed", lambda c, by: actions.reopen(c, by=by, reason="New facts"), "status", True),
}


def worker_of(case):
    """Somebody else of the case's office."""
    return UserFactory(office=case.office, roles=["officer"])


def case_for(verb, office, owner=None):
    """A case on which the verb works."""
    stands = VERBS[verb][0]
    if stands == "mine":
        return CaseFactory(office=office, opened=True, owner=owner)
    return CaseFactory(office=office, **({} if stands == "new" else {"opened" if stands == "open" else stands: True}))


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leaves_one_line_of_its_office(alice, office_a, verb):
    case = case_for(verb, office_a, owner=alice)

    VERBS[verb][1](case, alice)

    line = HistoryEntry.objects.get()
    assert (line.action, line.user, line.label, line.office_id) == (
        f"cases.{VERBS[verb][2]}",
        alice,
        case.reference,
        office_a.pk,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_no_line_repeats_what_was_said_or_who_it_is(alice, office_a, verb):
    case = case_for(verb, office_a, owner=alice)

    VERBS[verb][1](case, alice)

    told = f"{last_line(case).label} {last_line(case).data}".lower()
    for word in ("hello", "dear", "call back", "away", "new facts", "roads", "person", "alice"):
        assert word not in told


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["charlie", "root", "bob"])
def test_each_verb_refuses_a_stranger_a_superuser_and_a_reviewer(request, office_a, verb, who):
    by = request.getfixturevalue(who)
    case = case_for(verb, office_a, owner=by)
    before = (standing(case), rows_of(case))

    with pytest.raises(NotPermitted):
        VERBS[verb][1](case, by)

    assert (standing(case), rows_of(case)) == before
    assert lines(case) == []


@pytest.mark.parametrize("verb", VERBS)
def test_the_system_does_only_what_needs_no_person(office_a, verb):
    case = case_for(verb, office_a)
    if VERBS[verb][3]:
        VERBS[verb][1](case, SYSTEM)
        assert last_line(case).user_id is None
        return
    before = (standing(case), rows_of(case))

    with pytest.raises(NotPermitted):
        VERBS[verb][1](case, SYSTEM)

    assert (standing(case), rows_of(case), lines(case)) == (*before, [])


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_acts_on_the_case_as_it_is_now(alice, office_a, verb):
    """The object in the officer's hand is minutes old: what happened since stays."""
    case = case_for(verb, office_a, owner=alice)
    stale = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(urgency="urgent", due_on=date(2030, 1, 1))

    VERBS[verb][1](stale, alice)

    case.refresh_from_db()
    assert (case.urgency, case.due_on) == ("urgent", date(2030, 1, 1))


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_activity(clock, alice, office_a, verb):
    case = case_for(verb, office_a, owner=alice)
    clock.shift(timedelta(hours=1))

    VERBS[verb][1](case, alice)

    assert standing(case)["last_activity_at"] == (timezone.now() if verb != "change" else case.last_activity_at)


#: From which statuses a verb works, and where the case stands afterwards.
WORKS = {
    "add_message": {"new": "new", "open": "open", "waiting": "open", "resolved": "open", "closed": "closed"},
    "record_reply": {
        "new": "resolved",
        "open": "resolved",
        "waiting": "resolved",
        "resolved": "resolved",
        "closed": "closed",
    },
    "add_note": {"new": "new", "open": "open", "waiting": "waiting", "resolved": "resolved", "closed": "closed"},
    "change": {"new": "new", "open": "open", "waiting": "waiting"},
    "take": {"new": "open", "open": "open", "waiting": "waiting", "resolved": "resolved", "closed": "closed"},
    "assign": {"new": "open", "open": "open", "waiting": "waiting", "resolved": "resolved", "closed": "closed"},
    "hold": {"new": "waiting", "open": "waiting"},
    "resume": {"waiting": "open"},
    "resolve": {"new": "resolved", "open": "resolved", "waiting": "resolved"},
    "close": {"new": "closed", "open": "closed", "waiting": "closed", "resolved": "closed"},
    "reopen": {"resolved": "open", "closed": "open"},
}
TRAITS = {
    "new": {},
    "open": {"opened": True},
    "waiting": {"waiting": True},
    "resolved": {"resolved": True},
    "closed": {"closed": True},
}


@pytest.mark.parametrize("verb", WORKS)
@pytest.mark.parametrize("status", CaseStatus.values)
def test_each_verb_in_each_status(alice, office_a, verb, status):
    case = CaseFactory(office=office_a, **TRAITS[status])
    before = (standing(case), rows_of(case))
    to = WORKS[verb].get(status)

    if to is None:
        with pytest.raises(CaseworkError) as refusal:
            VERBS[verb][1](case, alice)
        assert case.reference in str(refusal.value)
        assert (standing(case), rows_of(case), lines(case)) == (*before, [])
        return

    VERBS[verb][1](case, alice)
    now = standing(case)
    assert now["status"] == to
    assert (now["closed_at"] is None) is (to != "closed")
    assert (now["waiting_on"] == "") is (to != "waiting")
    assert [(row.was, row.now) for row in case.status_changes.all()] == ([] if status == to else [(status, to)])


@pytest.mark.parametrize(("was", "to"), [(was, to) for was in MOVES for to in MOVES if to not in MOVES[was]])
def test_a_move_that_is_not_in_the_table_changes_nothing(alice, office_a, was, to):
    """Straight through the one function that writes the status."""
    case = CaseFactory(office=office_a, **TRAITS[was])
    before = (standing(case), rows_of(case))

    with pytest.raises(IllegalMove):
        actions.shared.move_case(case, to, by=alice)

    assert (standing(case), rows_of(case)) == before
