"""One table of moves, one function that respects it."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation
from hypothesis import given, strategies as st

from casework.core.errors import IllegalMove
from casework.core.states import may_move, move

STATUSES = ["open", "waiting", "closed", "gone"]
MOVES = {"open": {"waiting", "closed"}, "waiting": ("open",), "closed": ()}

with isolate_apps("casework.core"):

    class Thing(models.Model):
        """Something with a status; no row of it is ever written."""

        status = models.CharField(choices=[("open", "Open"), ("waiting", "Waiting"), ("closed", "Closed")])

        class Meta:
            app_label = "core"

        def __str__(self):
            return "C7K4-M2PX"


def test_move_sets_the_status_and_says_where_it_came_from():
    thing = Thing(status="open")
    assert move(thing, "waiting", MOVES) == "open"
    assert thing.status == "waiting"


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_the_table_alone_decides(was, to):
    thing = Thing(status=was)
    if to in MOVES.get(was, ()):
        assert may_move(thing, to, MOVES)
        assert move(thing, to, MOVES) == was
    else:
        assert not may_move(thing, to, MOVES)
        with pytest.raises(IllegalMove):
            move(thing, to, MOVES)
    assert thing.status == (to if to in MOVES.get(was, ()) else was)


def test_an_illegal_move_is_told_to_the_officer_in_the_words_of_the_screen():
    with translation.override("en"), pytest.raises(IllegalMove) as refusal:
        move(Thing(status="closed"), "waiting", MOVES)
    assert str(refusal.value) == (
        "C7K4-M2PX is closed and cannot become waiting. Reload the page to see where it stands now."
    )


def test_a_status_without_a_label_is_still_told():
    with translation.override("en"), pytest.raises(IllegalMove, match="is gone and cannot become open"):
        move(Thing(status="gone"), "open", MOVES)


def test_the_thing_of_this_test_stays_out_of_the_site():
    assert "thing" not in apps.all_models["core"]
