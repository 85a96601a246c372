"""Opening hours as an administrator writes them."""

from datetime import time

import pytest
from hypothesis import given, strategies as st

from casework.directory import hours
from casework.directory.forms import OfficeForm
from casework.directory.hours import NotHours, Span

NINE_TO_FIVE = Span(time(9), time(17))


def test_days_with_the_same_hours_are_taken_together():
    found = hours.runs("Mon-Wed 9:00-17:00\nThu 9:00-17:00\nSat 10:00-13:00")

    assert [(run.first, run.last, run.codes) for run in found] == [
        (0, 3, ["Mo-Th 09:00-17:00"]),
        (5, 5, ["Sa 10:00-13:00"]),
    ]


def test_a_day_may_have_a_break():
    [run] = hours.runs("friday: 9:00 - 12:00, 13:00–16:30")

    assert run.codes == ["Fr 09:00-12:00", "Fr 13:00-16:30"]


@pytest.mark.parametrize(
    "line", ["Mon-Fri 9-17", "lundi – vendredi 9h-17h", "lun-ven: 9h00-17h00", "MONDAY-FRI 9:00-17:00"]
)
def test_both_languages_and_short_names_are_understood(line):
    assert hours.read(line) == [(NINE_TO_FIVE,)] * 5 + [()] * 2


@pytest.mark.parametrize(
    "line",
    [
        "Mon",
        "Mo 9-17",
        "Someday 9-17",
        "Fri-Mon 9-17",
        "Mon 17-9",
        "Mon 9-9",
        "Mon 9-25",
        "Mon 9:75-17",
        "Mon 9-12, 11-17",
        "Mon 9-12, 12-17",
        "Mon 9-17 and more",
        "9-17",
        "by appointment",
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_by_its_words(line):
    with pytest.raises(NotHours) as refused:
        hours.read(f"Tue 9-17\n{line}")

    assert refused.value.line == line
    assert hours.runs(line) == []


def test_a_day_is_said_once():
    with pytest.raises(NotHours):
        hours.read("Mon-Fri 9-17\nWed 9-12")


def test_no_line_is_no_hours():
    assert hours.runs("") == hours.runs("\n \n") == []


@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_the_reading(text):
    assert len(hours.runs(text)) <= 7


def test_the_form_says_which_line_and_how_to_write_it(db):
    form = OfficeForm({"name": "A", "slug": "a", "hours": "Mon-Fri 9-17\nwhenever"})

    assert form.errors["hours"] == [
        "“whenever” cannot be read. Write a day or a run of days and the times, each day once, as in "
        "Mon-Thu 9:00-12:00, 13:00-16:30"
    ]
