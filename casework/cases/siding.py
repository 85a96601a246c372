"""Who works on which side, where both sides of a matter are people the office works for. Pure: keys in, keys out.

    on       the cases somebody owns or is named on
    opposed  which cases are across from which, either way round

Nobody works on two sides: of cases across from each other somebody goes on with the one that was opened first, and what
is across from a case they go on with does not exist for them.
"""

from collections.abc import Collection, Iterable, Mapping


def both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Each case with those across from it; a case is never across from itself."""
    opposed: dict[int, set[int]] = {}
    for one, other in pairs:
        if one != other:
            opposed.setdefault(one, set()).add(other)
            opposed.setdefault(other, set()).add(one)
    return opposed


def kept(on: Collection[int], opposed: Mapping[int, Collection[int]]) -> frozenset[int]:
    """The cases somebody goes on with: a lower key was opened first."""
    chosen: set[int] = set()
    for case in sorted(on):
        if chosen.isdisjoint(opposed.get(case, ())):
            chosen.add(case)
    return frozenset(chosen)


def closed(on: Collection[int], opposed: Mapping[int, Collection[int]]) -> frozenset[int]:
    """The cases that are out of somebody's sight."""
    return frozenset(other for case in kept(on, opposed) for other in opposed.get(case, ()))
