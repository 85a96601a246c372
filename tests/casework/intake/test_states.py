"""Every pair of statuses, by the table of moves and by nothing else."""

import pytest

from casework.core.errors import IllegalMove
from casework.core.states import may_move, move
from casework.intake.models import Submission
from casework.intake.states import MOVES, WAITING, SubmissionStatus, Verdict
from tests.factories.intake import SubmissionFactory

#: The table as people read it, written down a second time on purpose.
ALLOWED = {
    ("received", "accepted"),
    ("received", "attached"),
    ("received", "rejected"),
    ("held", "received"),
    ("held", "accepted"),
    ("held", "attached"),
    ("held", "rejected"),
    ("rejected", "received"),
    ("rejected", "held"),
}


@pytest.mark.parametrize("to", SubmissionStatus.values)
@pytest.mark.parametrize("was", SubmissionStatus.values)
def test_a_submission_goes_where_the_table_lets_it_and_nowhere_else(was, to):
    submission = SubmissionFactory.build(reference="C7K4-9MPX", status=was)

    assert may_move(submission, to, MOVES) is ((was, to) in ALLOWED)
    if (was, to) in ALLOWED:
        assert (move(submission, to, MOVES), submission.status) == (was, to)
        return
    with pytest.raises(IllegalMove, match="C7K4-9MPX"):
        move(submission, to, MOVES)
    assert submission.status == was


def test_every_status_has_its_row_in_the_table():
    assert set(MOVES) == set(SubmissionStatus)


def test_what_waits_is_what_somebody_still_has_to_decide():
    assert set(WAITING) == {"received", "held"}


@pytest.mark.parametrize(("choices", "field"), [(SubmissionStatus, "status"), (Verdict, "verdict")])
def test_every_word_fits_its_column(choices, field):
    assert max(map(len, choices.values)) <= Submission._meta.get_field(field).max_length
