"""Nobody works on two sides, whatever is across from whatever. Pure."""

import pytest
from hypothesis import given, strategies as st

from casework.cases.siding import both_ways, closed, kept

keys = st.integers(1, 8)
pairs = st.sets(st.tuples(keys, keys), max_size=12)
mine = st.sets(keys)


@pytest.mark.parametrize(
    ("on", "across", "out_of_sight"),
    [
        (set(), {(1, 2)}, set()),
        ({1}, {(1, 2)}, {2}),
        ({2}, {(1, 2)}, {1}),
        ({1, 2}, {(1, 2)}, {2}),
        ({1, 2}, {(2, 1)}, {2}),
        ({2, 3}, {(1, 2), (1, 3)}, {1}),
        ({1, 2, 3}, {(1, 2), (2, 3)}, {2}),
        ({2, 3}, {(1, 2), (2, 3)}, {1, 3}),
        ({1}, {(1, 1)}, set()),
        ({4}, {(1, 2)}, set()),
    ],
)
def test_what_is_across_from_one_s_own_is_out_of_sight(on, across, out_of_sight):
    assert closed(on, both_ways(across)) == out_of_sight


@given(mine, pairs)
def test_nobody_goes_on_with_two_sides_and_nobody_sees_the_side_across(on, across):
    opposed = both_ways(across)
    goes_on, shut = kept(on, opposed), closed(on, opposed)

    assert goes_on <= on
    assert not goes_on & shut
    for one, other in across:
        if one != other:
            assert not {one, other} <= goes_on
            assert one not in goes_on or other in shut
            assert other not in goes_on or one in shut


@given(mine, pairs)
def test_each_of_one_s_cases_is_gone_on_with_or_to_be_given_to_somebody_else(on, across):
    opposed = both_ways(across)

    assert set(on) - closed(on, opposed) == kept(on, opposed)


@given(mine, pairs)
def test_nothing_else_is_taken_away(on, across):
    opposed = both_ways(across)

    assert all(opposed[case] & set(on) for case in closed(on, opposed))
