"""Whose turn it is: by what has been said, in whatever order it was said."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from casework.letters.stages import UNDECIDED, Requirement, Turn, stages_of, stand

PRESS, HOUSE, LEGAL, SECRETARIAT = 1, 2, 3, 4
SAID = ["cleared", "objected", "waived"]


def turns(*, last=(), consult=(), **said):
    """Four units; those of ``last`` in stage 2; what some of them said already, by the name of the unit."""
    names = {"press": PRESS, "house": HOUSE, "legal": LEGAL, "secretariat": SECRETARIAT}
    return [
        Turn(unit, 2 if unit in last else 1, said.get(name, "open"), "consult" if unit in consult else "gate")
        for name, unit in names.items()
    ]


def states(found):
    return [found.states[unit] for unit in (PRESS, HOUSE, LEGAL, SECRETARIAT)]


EVERYBODY = Requirement(7, (PRESS, HOUSE, LEGAL, SECRETARIAT))
ANY = replace(EVERYBODY, at_least=1)
TWO = replace(EVERYBODY, at_least=2)


@pytest.mark.parametrize(
    ("asked", "given", "expected", "is_met"),
    [
        ([EVERYBODY], {}, "open open open open", False),
        ([EVERYBODY], {"press": "cleared"}, "cleared open open open", False),
        ([ANY], {"press": "cleared"}, "cleared spared spared spared", True),
        ([ANY], {"press": "waived"}, "waived open open open", False),
        ([TWO], {"press": "cleared"}, "cleared open open open", False),
        ([TWO], {"press": "cleared", "legal": "cleared"}, "cleared spared cleared spared", True),
        # an objection counts whatever has been met, and asks nobody else to speak in its place
        ([ANY], {"press": "cleared", "house": "objected"}, "cleared objected spared spared", False),
        ([TWO], {"press": "objected", "house": "cleared"}, "objected cleared open open", False),
        # a waiver is no yes: as long as there are others, they are asked
        ([TWO], {"press": "waived", "house": "cleared"}, "waived cleared open open", False),
        ([TWO], {"press": "waived", "house": "waived", "legal": "waived"}, "waived waived waived open", False),
        # what two rules ask adds up
        ([ANY, Requirement(8, (HOUSE,))], {"press": "cleared"}, "cleared open spared spared", False),
        # who was added by hand is needed by itself
        ([Requirement(8, (PRESS, HOUSE), 1)], {"press": "cleared"}, "cleared spared open open", False),
    ],
)
def test_what_the_rules_ask_says_who_is_waited_for(asked, given, expected, is_met):
    found = stand(turns(**given), asked)

    assert (states(found), found.is_met) == (expected.split(), is_met)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "open open open later"),
        ({"press": "cleared", "house": "cleared"}, "cleared cleared open later"),
        ({"press": "cleared", "house": "cleared", "legal": "cleared"}, "cleared cleared cleared open"),
        ({"press": "cleared", "house": "objected", "legal": "cleared"}, "cleared objected cleared later"),
        ({"press": "cleared", "house": "waived", "legal": "cleared"}, "cleared waived cleared open"),
        # thinking again after the last stage has spoken: its word stays, the letter waits
        (
            {"press": "objected", "house": "cleared", "legal": "cleared", "secretariat": "cleared"},
            "objected cleared cleared cleared",
        ),
    ],
)
def test_a_later_stage_waits_for_the_earlier(given, expected):
    assert states(stand(turns(last=(SECRETARIAT,), **given), [EVERYBODY])) == expected.split()


def test_a_stage_whose_policy_is_met_opens_the_next():
    asked = [Requirement(7, (PRESS, HOUSE, LEGAL), 1), Requirement(8, (SECRETARIAT,))]

    assert states(stand(turns(last=(SECRETARIAT,), press="cleared"), asked)) == ["cleared", "spared", "spared", "open"]


def test_a_view_that_is_asked_for_holds_nothing_up_and_waits_for_no_stage():
    found = stand(turns(consult=(PRESS,), last=(SECRETARIAT,), house="cleared", legal="cleared"), [])

    assert (states(found), found.holding) == (["open", "cleared", "cleared", "open"], {SECRETARIAT})


def test_a_unit_speaks_in_the_latest_stage_that_names_it():
    assert stages_of([(1, (PRESS, SECRETARIAT)), (2, (SECRETARIAT,)), (1, (SECRETARIAT,))]) == {
        PRESS: 1,
        SECRETARIAT: 2,
    }


def test_nobody_at_all_is_waited_for_where_nobody_is_asked():
    assert stand([], []).is_met


# ---------------------------------------------------------------- whatever the plan, whatever the order
PLANS = st.integers(2, 4).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 3), min_size=n, max_size=n),
        st.lists(
            st.tuples(st.lists(st.integers(0, n - 1), min_size=1, unique=True), st.integers(0, n)),
            max_size=3,
        ),
        st.lists(st.sampled_from(SAID), min_size=n, max_size=n),
    )
)


def built(plan):
    stages, rules, words = plan
    asked = [Requirement(key, tuple(units), at_least) for key, (units, at_least) in enumerate(rules, 1)]
    return [Turn(unit, stage) for unit, stage in enumerate(stages)], asked, words


def settled(rows, asked):
    """The turns as the verbs keep them: each where the rule puts it."""
    found = stand(rows, asked)
    return [replace(row, state=found.states[row.unit]) for row in rows]


def played(rows, asked, words, order):
    """Everybody who is asked speaks, in this order of precedence, until nobody is asked any more."""
    rows = settled(rows, asked)
    while waiting := [unit for unit in order if rows[unit].state == "open"]:
        rows[waiting[0]] = replace(rows[waiting[0]], state=words[waiting[0]])
        rows = settled(rows, asked)
    return rows


@given(PLANS)
def test_where_turns_stand_is_a_matter_of_what_was_said_alone(plan):
    rows, asked, words = built(plan)
    said = [replace(row, state=word) for row, word in zip(rows, words, strict=True)]

    for forgotten in range(len(rows)):
        some = [replace(row, state="open") if row.unit == forgotten else row for row in said]
        for before in UNDECIDED:  # wherever it stood before, and however often it is asked
            other = [replace(row, state=before) if row.unit == forgotten else row for row in some]
            assert stand(other, asked) == stand(settled(some, asked), asked)


@given(PLANS)
def test_every_order_of_letting_it_pass_ends_with_the_gate_open(plan):
    rows, asked, _words = built(plan)

    for order in permutations(range(len(rows))):
        assert stand(played(rows, asked, ["cleared"] * len(rows), order), asked).is_met


@given(PLANS)
def test_with_every_unit_needed_every_order_ends_the_same(plan):
    rows, _asked, words = built(plan)
    everybody = [Requirement(1, tuple(row.unit for row in rows))]

    ends = {tuple(played(rows, everybody, words, order)) for order in permutations(range(len(rows)))}

    assert len(ends) == 1
    assert stand(list(ends.pop()), everybody).is_met == ("objected" not in words)


@given(PLANS)
def test_an_objection_that_was_said_always_holds_the_letter(plan):
    rows, asked, words = built(plan)
    said = [replace(row, state=word) for row, word in zip(rows, words, strict=True)]

    assert {row.unit for row in said if row.state == "objected"} <= stand(said, asked).holding


@given(PLANS)
def test_while_it_waits_for_anybody_somebody_can_speak_or_has_objected(plan):
    """No plan is a dead end."""
    rows, asked, words = built(plan)

    for row, word in zip(rows, words, strict=True):
        found = stand(settled(rows, asked), asked)
        if not found.is_met:
            assert {found.states[unit] for unit in found.holding} & {"open", "objected"}
        rows[row.unit] = replace(row, state=word)
