"""Where a case stands."""

from datetime import date

import pytest
from django.utils import timezone

from casework.cases import actions
from casework.cases.signals import case_closed
from casework.core.errors import CaseworkError
from tests.factories.cases import CaseFactory
from tests.history import last_line, lines
from tests.rows import moves_of, standing

pytestmark = pytest.mark.django_db


def test_hold_says_whom_the_case_waits_for_and_the_promise_runs_on(alice, office_a):
    case = CaseFactory(office=office_a, opened=True, due_on=date(2026, 5, 1))

    actions.hold(case, by=alice, waiting_on="agency", reason="ODSP was asked")

    case.refresh_from_db()
    assert (case.status, case.waiting_on, case.due_on) == ("waiting", "agency", date(2026, 5, 1))
    assert moves_of(case) == [("open", "waiting", alice, "ODSP was asked")]
    assert last_line(case).data == {"was": "open", "now": "waiting"}


@pytest.mark.parametrize("whom", ["", "godot"])
def test_hold_needs_to_know_whom_for(alice, office_a, whom):
    with pytest.raises(CaseworkError, match="whom the case waits for"):
        actions.hold(CaseFactory(office=office_a), by=alice, waiting_on=whom)


def test_close_says_when_by_whom_and_why(clock, alice, office_a):
    case = CaseFactory(office=office_a, resolved=True)

    actions.close(case, by=alice, closure_reason="referred", reason="To the city")

    case.refresh_from_db()
    assert (case.status, case.closed_at, case.closed_by) == ("closed", timezone.now(), alice)
    assert case.closure_reason == "referred"
    assert moves_of(case) == [("resolved", "closed", alice, "To the city")]


@pytest.mark.parametrize("why", ["", "bored"])
def test_close_needs_a_reason_from_the_list(alice, office_a, why):
    with pytest.raises(CaseworkError, match="why the case is closed"):
        actions.close(CaseFactory(office=office_a), by=alice, closure_reason=why)


def test_close_tells_the_rooms_above_once_in_the_same_transaction(alice, office_a):
    told = []

    def listen(case, by, **_news):
        told.append((str(case), case.status, by))
        raise CaseworkError("A letter is just leaving.")

    case = CaseFactory(office=office_a, opened=True)
    case_closed.connect(listen)
    try:
        with pytest.raises(CaseworkError, match="just leaving"):
            actions.close(case, by=alice, closure_reason="completed")
    finally:
        case_closed.disconnect(listen)

    assert told == [(case.reference, "closed", alice)]
    assert (standing(case)["status"], lines(case)) == ("open", [])  # a room above said no: nothing happened


def test_reopen_takes_the_closing_back_and_keeps_what_happened(alice, office_a):
    case = CaseFactory(office=office_a, opened=True)
    actions.close(case, by=alice, closure_reason="completed")

    actions.reopen(case, by=alice, reason="New facts")

    case.refresh_from_db()
    assert (case.status, case.closed_at, case.closed_by, case.closure_reason) == ("open", None, None, "")
    assert moves_of(case) == [("open", "closed", alice, ""), ("closed", "open", alice, "New facts")]


@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_reopen_needs_words(alice, office_a, reason):
    with pytest.raises(CaseworkError, match="why the case is opened again"):
        actions.reopen(CaseFactory(office=office_a, closed=True), by=alice, reason=reason)
