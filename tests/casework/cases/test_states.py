"""Every pair of statuses, by the table of moves and by nothing else."""

import pytest

from casework.cases.models import Case, StatusChange
from casework.cases.states import ACTIVE, MOVES, CaseStatus, ClosureReason, ReplyBy, Urgency, WaitingOn
from casework.core.errors import IllegalMove
from casework.core.states import may_move, move
from tests.factories.cases import CaseFactory

#: The table as people read it, written down a second time on purpose.
ALLOWED = {
    ("new", "open"),
    ("new", "waiting"),
    ("new", "resolved"),
    ("new", "closed"),
    ("open", "waiting"),
    ("open", "resolved"),
    ("open", "closed"),
    ("waiting", "open"),
    ("waiting", "resolved"),
    ("waiting", "closed"),
    ("resolved", "open"),
    ("resolved", "closed"),
    ("closed", "open"),
}
PAIRS = [(was, to) for was in CaseStatus.values for to in CaseStatus.values]


@pytest.mark.parametrize(("was", "to"), PAIRS)
def test_a_case_goes_where_the_table_lets_it_and_nowhere_else(was, to):
    case = CaseFactory.build(reference="C7K4-9MPX", status=was)

    assert may_move(case, to, MOVES) is ((was, to) in ALLOWED)
    if (was, to) in ALLOWED:
        assert (move(case, to, MOVES), case.status) == (was, to)
        return
    with pytest.raises(IllegalMove) as refusal:
        move(case, to, MOVES)
    assert case.status == was
    assert str(refusal.value).startswith("C7K4-9MPX is ")
    assert "Reload the page" in str(refusal.value)


@pytest.mark.parametrize("to", ["", "bogus", None, "NEW"])
def test_a_case_goes_nowhere_unheard_of(to):
    case = CaseFactory.build(reference="C7K4-9MPX", status="open")

    with pytest.raises(IllegalMove):
        move(case, to, MOVES)


def test_every_status_has_its_row_in_the_table():
    assert set(MOVES) == set(CaseStatus)


def test_active_means_that_somebody_has_something_to_do():
    assert set(ACTIVE) == {"new", "open", "waiting"}


@pytest.mark.parametrize(
    ("choices", "model", "field"),
    [
        (CaseStatus, Case, "status"),
        (CaseStatus, StatusChange, "was"),
        (CaseStatus, StatusChange, "now"),
        (WaitingOn, Case, "waiting_on"),
        (ClosureReason, Case, "closure_reason"),
        (Urgency, Case, "urgency"),
        (ReplyBy, Case, "reply_by"),
    ],
)
def test_every_word_fits_its_column(choices, model, field):
    assert max(map(len, choices.values)) <= model._meta.get_field(field).max_length
