"""Dates as people write them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from casework.core.dates import in_words, moment


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("en", date(2026, 11, 1), "November 1, 2026"),
        ("fr", date(2026, 11, 1), "1er novembre 2026"),
        ("fr", date(2026, 11, 11), "11 novembre 2026"),
        ("fr", date(2026, 12, 31), "31 décembre 2026"),
    ],
)
def test_a_day_is_written_as_people_write_it(language, day, written):
    with override(language):
        assert in_words(day) == written


def test_a_moment_is_written_as_people_write_it():
    at = datetime(2026, 11, 1, 14, 5)  # noqa: DTZ001  (local time, as the caller gives it)

    with override("en"):
        assert moment(at) == "November 1, 2026, 2:05 p.m."
    with override("fr"):
        assert moment(at) == "1er novembre 2026, 14\xa0h\xa005"


def test_a_template_writes_the_time_on_the_wall_of_the_office():
    source = Template("{% load days %}{{ at|moment }}; {{ at|in_words }}; {{ none|moment }}{{ none|in_words }}.")

    with override("fr"):
        words = source.render(Context({"at": datetime(2026, 6, 1, 3, 30, tzinfo=UTC), "none": None}))

    assert words == "31 mai 2026, 23\xa0h\xa030; 31 mai 2026; ."
