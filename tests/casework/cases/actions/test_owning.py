"""Who answers for a case."""

import pytest

from casework.cases import actions
from casework.cases.models import Case
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory
from tests.history import last_line, lines
from tests.rows import hands_of, moves_of, rows_of, standing

pytestmark = pytest.mark.django_db


def test_take_makes_a_new_case_one_s_own_and_opens_it(alice, office_a):
    case = CaseFactory(office=office_a)

    taken = actions.take(case, by=alice)

    assert (taken.owner, taken.status) == (alice, "open")
    assert hands_of(case) == [(None, alice, alice, "")]
    assert moves_of(case) == [("new", "open", alice, "")]
    assert last_line(case).data == {"was": None, "now": alice.pk, "status": "open"}


def test_take_one_s_own_again_changes_nothing(alice, office_a):
    case = CaseFactory(office=office_a)

    actions.take(case, by=alice)
    actions.take(case, by=alice)

    assert rows_of(case) == [0, 0, 1, 1]
    assert lines(case) == ["cases.take"]


def test_take_refuses_what_a_colleague_took(alice, dave, office_a):
    case = CaseFactory(office=office_a)
    stale = Case.objects.get(pk=case.pk)
    actions.take(case, by=dave)

    with pytest.raises(CaseworkError, match="already has an owner"):
        actions.take(stale, by=alice)

    case.refresh_from_db()
    assert case.owner == dave


def test_assign_gives_the_case_to_a_colleague_and_says_why(alice, dave, office_a):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    actions.assign(case, by=alice, to=dave, reason=" Knows hydro\x00 ")

    case.refresh_from_db()
    assert case.owner == dave
    assert hands_of(case) == [(alice, dave, alice, "Knows hydro")]
    assert last_line(case).data == {"was": alice.pk, "now": dave.pk, "status": "open"}


def test_assign_to_nobody_leaves_the_case_waiting_for_somebody(alice, office_a):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    actions.assign(case, by=alice, to=None)

    case.refresh_from_db()
    assert (case.owner, case.status) == (None, "open")
    assert hands_of(case) == [(alice, None, alice, "")]


@pytest.mark.parametrize("owned", [True, False])
def test_assign_to_the_owner_there_is_changes_nothing(alice, dave, office_a, owned):
    case = CaseFactory(office=office_a, owner=dave if owned else None, opened=True)

    actions.assign(case, by=alice, to=dave if owned else None)

    assert rows_of(case) == [0, 0, 0, 0]
    assert lines(case) == []


@pytest.mark.parametrize("verb", ["assign", "hand_over"])
def test_a_case_goes_to_nobody_whose_role_cannot_work_on_it(alice, bob, office_a, verb):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    with pytest.raises(NotPermitted, match="cannot answer for"):
        getattr(actions, verb)(case, by=alice, to=bob, reason="You read more than I do.")


@pytest.mark.parametrize("verb", ["assign", "hand_over"])
def test_a_case_goes_to_nobody_who_cannot_work_on_it(alice, bob, charlie, root, office_a, verb):
    gone = UserFactory(office=office_a, roles=["officer"], gone=True)
    case = CaseFactory(office=office_a, owner=alice, opened=True)
    before = (standing(case), rows_of(case))

    for somebody in (bob, charlie, root, gone, SYSTEM):
        with pytest.raises(NotPermitted, match="cannot answer for"):
            getattr(actions, verb)(case, by=alice, to=somebody, reason="Away")

    assert (standing(case), rows_of(case)) == before


def test_hand_over_passes_the_case_with_the_words_as_a_note(alice, dave, office_a):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    actions.hand_over(case, by=alice, to=dave, reason=" She calls on\x00 Fridays ")

    case.refresh_from_db()
    assert case.owner == dave
    assert hands_of(case) == [(alice, dave, alice, "")]
    assert [(note.body, note.written_by) for note in case.notes.all()] == [("She calls on Fridays", alice)]


@pytest.mark.parametrize("owner", ["dave", None])
def test_hand_over_is_for_the_owner(request, alice, dave, office_a, owner):
    case = CaseFactory(office=office_a, owner=request.getfixturevalue(owner) if owner else None, opened=True)

    with pytest.raises(NotPermitted, match="Only the owner"):
        actions.hand_over(case, by=alice, to=dave, reason="Away")


@pytest.mark.parametrize("to", ["alice", None])
def test_hand_over_needs_a_colleague(request, alice, office_a, to):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    with pytest.raises(CaseworkError, match="Choose the colleague"):
        actions.hand_over(case, by=alice, to=request.getfixturevalue(to) if to else None, reason="Away")


@pytest.mark.parametrize("reason", ["", " \n", "\x00"])
def test_hand_over_needs_words(alice, dave, office_a, reason):
    case = CaseFactory(office=office_a, owner=alice, opened=True)

    with pytest.raises(CaseworkError, match="what your colleague needs to know"):
        actions.hand_over(case, by=alice, to=dave, reason=reason)
