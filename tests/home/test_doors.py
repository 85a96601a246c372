"""When the database does not take a message: it is kept, shown again, and received later, once."""

import json
import logging
import os
import stat

import pytest
from django.db import connection

from home import doors, spool
from home.jobs import receive_kept

from .conftest import WORDS

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "A sentence only its writer knows"


@pytest.fixture
def no_submissions():
    """A database in which the table of submissions has gone; it is back at the test's end."""

    def rename(old, new):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    yield lambda: rename("intake_submission", "gone") or (lambda: rename("gone", "intake_submission"))
    if "gone" in connection.introspection.table_names():
        rename("gone", "intake_submission")


def _kept(var_dir):
    return sorted((var_dir / "spool").glob("*"))


def test_a_database_that_takes_nothing_costs_no_word(visitor, received, var_dir, no_writes):
    no_writes()

    response = visitor.sends(message=SECRET)

    assert response.status_code == 503
    assert "We could not file your message yet" in visitor.page
    assert SECRET in visitor.page
    assert "416-555-0140" in visitor.page
    [file] = _kept(var_dir)
    assert json.loads(file.read_text())["incoming"]["body"] == SECRET
    assert received() == []


def test_what_was_kept_is_received_by_the_sweep_once(visitor, received, var_dir, no_writes):
    writes_again = no_writes()
    visitor.sends(message=SECRET, access_written=["braille"])
    writes_again()
    file = _kept(var_dir)[0]
    copy = file.read_text()

    assert _sweep(file) == 1
    file.write_text(copy)  # the process was killed before it could remove the file
    assert _sweep(file) == 1

    [submission] = received()
    assert (submission.body, submission.office.slug, submission.access_needs) == (SECRET, "office-a", ["braille"])
    assert _kept(var_dir) == []


def _sweep(file):
    """The sweep, some time after the file was written."""
    _age(file)
    return receive_kept()


def _age(file):
    os.utime(file, (0, 0))


def test_sending_again_when_all_is_well_counts_once(visitor, received, var_dir, no_writes):
    writes_again = no_writes()
    visitor.sends(message=SECRET)
    writes_again()

    assert visitor.sends(message=SECRET).status_code == 303
    assert receive_kept() == 0
    assert [submission.body for submission in received()] == [SECRET]


def test_a_table_that_cannot_be_written_is_the_same_story(visitor, received, var_dir, no_submissions):
    back_again = no_submissions()

    response = visitor.sends(message=SECRET)
    back_again()

    assert (response.status_code, len(_kept(var_dir))) == (503, 1)
    assert _sweep(_kept(var_dir)[0]) == 1
    assert received()[0].body == SECRET


def test_a_database_that_does_not_answer_at_all_costs_no_word(visitor, received, var_dir, settings, no_pages):
    back_again = no_pages()
    visitor.client.raise_request_exception = False

    response = visitor.sends(message=SECRET, phone="416 555 0134")
    back_again()

    assert response.status_code == 503
    assert SECRET in visitor.page
    assert "416-555-0140" in visitor.page  # the help line as this process saw it last
    [file] = _kept(var_dir)
    assert _sweep(file) == 1
    [submission] = received()
    assert (submission.body, submission.phone, submission.office.slug) == (SECRET, "+1 416-555-0134", "office-a")
    assert submission.status == "held"


def test_after_such_a_silence_sending_again_counts_once_too(visitor, received, var_dir, no_pages):
    back_again = no_pages()
    ticket = visitor.ticket
    visitor.client.raise_request_exception = False
    visitor.sends(message=SECRET, phone="416 555 0134", access_written=["audio"])
    back_again()

    visitor.sends(ticket=ticket, message=SECRET, phone="416 555 0134", access_written=["audio"])

    assert _kept(var_dir) == []
    assert [submission.body for submission in received()] == [SECRET]


@pytest.mark.parametrize("words", [{"ticket": "forged"}, {"second_topic": "x"}])
def test_a_program_cannot_fill_the_disk_while_the_database_is_away(visitor, var_dir, no_pages, words):
    no_pages()
    visitor.client.raise_request_exception = False

    response = visitor.sends(message=SECRET, **words)

    assert (response.status_code, _kept(var_dir)) == (503, [])
    assert "Your message did not reach us" in visitor.page
    assert SECRET in visitor.page


def test_a_disk_that_is_full_is_said_and_the_words_are_still_there(visitor, var_dir, no_writes):
    (var_dir / "spool").write_text("a file where the folder should be")
    no_writes()

    response = visitor.sends(message=SECRET)

    assert response.status_code == 503
    assert "Your message did not reach us" in visitor.page
    assert SECRET in visitor.page


def test_a_disk_that_takes_nothing_does_not_stop_a_message(visitor, received, var_dir):
    (var_dir / "spool").write_text("a file where the folder should be")

    assert visitor.sends(message=SECRET).status_code == 303
    assert received()[0].body == SECRET


def test_nothing_is_left_on_disk_when_all_went_well(visitor, var_dir):
    visitor.sends(message=SECRET)

    assert _kept(var_dir) == []


def test_what_is_kept_is_for_us_alone(visitor, var_dir, no_writes):
    no_writes()
    visitor.sends(message=SECRET)

    [file] = _kept(var_dir)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_no_log_line_quotes_a_message(visitor, var_dir, no_writes, caplog):
    no_writes()
    with caplog.at_level(logging.DEBUG, logger="home"):
        visitor.sends(message=SECRET)

    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name != "django.db")
    assert "message not received" in said
    for word in (SECRET, WORDS["name"], WORDS["email"]):
        assert word not in said


def test_one_kept_message_that_cannot_be_received_holds_up_no_other(visitor, received, var_dir, no_writes):
    writes_again = no_writes()
    visitor.sends(message=SECRET)
    writes_again()
    good = _kept(var_dir)[0]
    broken = good.with_name("0" * 64 + ".json")
    broken.write_text('{"incoming": {"body": 5}, "office": "office-a", "key": "k"}')
    unreadable = good.with_name("1" * 64 + ".json")
    unreadable.write_text("{")
    for file in (broken, unreadable):
        _age(file)

    assert _sweep(good) == 1

    assert [submission.body for submission in received()] == [SECRET]
    assert _kept(var_dir) == [broken, unreadable]


def test_a_message_goes_to_the_office_it_was_written_to_though_the_public_may_not_write_there_any_more(
    visitor, received, var_dir, no_writes, offices
):
    writes_again = no_writes()
    visitor.sends(message=SECRET, office="office-a")
    writes_again()
    offices[0].is_public = False
    offices[0].save()

    _sweep(_kept(var_dir)[0])

    assert received()[0].office == offices[0]


def test_a_message_whose_office_has_gone_waits_and_reaches_no_other(visitor, received, var_dir, no_writes, offices):
    writes_again = no_writes()
    visitor.sends(message=SECRET, office="office-a")
    writes_again()
    offices[0].delete()

    _sweep(_kept(var_dir)[0])

    assert list(received()) == []
    assert len(_kept(var_dir)) == 1


def test_the_sweep_leaves_a_message_that_is_just_being_received(var_dir, db):
    incoming = doors.Incoming(body=SECRET)
    spool.keep(incoming, office="office-a", key="a" * 64)

    assert list(spool.waiting()) == []
    assert [kept.incoming for kept in spool.waiting(settled_after=0)] == [incoming]


def test_the_spool_keeps_every_field_of_a_message(var_dir, db):
    incoming = doors.Incoming(
        body="é\n字", access_needs=("asl",), signals=(("honeypot", 3),), wants_person_check=True, page_id=3
    )
    spool.keep(incoming, office="", key="b" * 64)

    assert [kept.incoming for kept in spool.waiting(settled_after=0)] == [incoming]


def test_a_flooded_spool_keeps_no_more(var_dir, db, monkeypatch):
    monkeypatch.setattr(spool, "MOST_WAITING", 2)

    kept = [spool.keep(doors.Incoming(body=SECRET), office="", key=f"{n:064}") for n in range(3)]

    assert [file is not None for file in kept] == [True, True, False]


def test_a_copy_lies_on_disk_before_the_database_is_asked_to_keep_the_message(visitor, var_dir):
    seen = []

    def watch(execute, sql, params, many, context):
        if "INSERT INTO" in sql and "intake_submission" in sql:
            seen.extend(json.loads(file.read_text())["incoming"]["body"] for file in _kept(var_dir))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        visitor.sends(message=SECRET)

    assert seen == [SECRET]
