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


def test_an_error_says_where_it_happened_and_never_its_words():
    try:
        try:
            raise KeyError("Key (email)=(ada@mail.example) already exists")
        except KeyError as cause:
            raise ValueError("ada@mail.example") from cause
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "failed", None, (ValueError, error, error.__traceback__)
        )

    written = KeyValueFormatter().format(record)

    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert [row for row in written.splitlines() if "mail.example" in row and "raise" not in row] == []
