"""A day is read as people write it, in either language, and never guessed."""

from datetime import date

import pytest

from home.dates import read_day

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/4/9", date(2026, 4, 9)),
        ("December 14, 2026", date(2026, 12, 14)),
        ("14 December 2026", date(2026, 12, 14)),
        ("Dec. 14 2026", date(2026, 12, 14)),
        ("the 14th of December 2026", date(2026, 12, 14)),
        ("Monday, December 14th, 2026", date(2026, 12, 14)),
        ("14 décembre 2026", date(2026, 12, 14)),
        ("le 1er décembre 2026", date(2026, 12, 1)),
        ("lundi 14 déc. 2026", date(2026, 12, 14)),
        ("mardi 3 mars 2026", date(2026, 3, 3)),
        ("15 AOÛT 2026", date(2026, 8, 15)),
        ("15 aout 2026", date(2026, 8, 15)),
        ("3 févr. 2027", date(2027, 2, 3)),
        ("30 sept 2026", date(2026, 9, 30)),
        ("14-12-2026", date(2026, 12, 14)),
        ("12/14/2026", date(2026, 12, 14)),
        ("03/03/2026", date(2026, 3, 3)),
        # without a year: the next such day
        ("5 mars", date(2026, 3, 5)),
        ("March 1", date(2027, 3, 1)),
        ("before May 3", date(2026, 5, 3)),
        ("avant le 3 mai", date(2026, 5, 3)),
    ],
)
def test_a_day_is_read_as_it_was_meant(typed, day):
    assert read_day(typed, today=TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "next Friday",
        "04/05/2026",
        "31 June 2026",
        "30 février 2026",
        "ju 4 2026",
        "14",
        "2026",
        "14 Foo 2026",
    ],
)
def test_what_can_mean_no_day_or_two_is_not_guessed(typed):
    assert read_day(typed, today=TODAY) is None
