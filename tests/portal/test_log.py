"""Log lines carry the allowed facts and nothing that could name a person."""

import logging

from portal.log import KeyValueFormatter


def line(**extra):
    """What would be written for one record."""
    record = logging.LogRecord("casework.dispatch", logging.INFO, __file__, 1, "letter sent", None, None)
    vars(record).update(extra)
    return KeyValueFormatter().format(record)


def test_a_line_carries_the_allowed_facts_in_order():
    assert line(reference="C7K2-9XQM", count=3).endswith(
        "INFO casework.dispatch letter sent count=3 reference=C7K2-9XQM"
    )


def test_a_field_that_could_name_a_person_is_left_out():
    assert line(full_name="Someone", email="someone@example.org").endswith("INFO casework.dispatch letter sent")
