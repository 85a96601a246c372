"""The sweeps of the exit: once, in any number of processes, whatever the other side says."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from casework.contacts.actions import add_person, set_do_not_use
from casework.core.permissions import SYSTEM
from casework.dispatch import actions, jobs, transports
from casework.dispatch.states import DispatchStatus, Trouble
from tests.casework.dispatch.looking import actions_of, cut_after_the_text, reread, stands
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- sending
def test_what_is_approved_arrives_byte_for_byte_and_is_told(server, heard, clock):
    dispatch = DispatchFactory(subject="Été\r\nBcc: x@y.example", text="Bonjour\n.\n")

    assert jobs.send_due() == 1

    [letter] = server.letters
    assert letter.raw == dispatch.raw_bytes
    assert (letter.sender, letter.to) == (dispatch.from_address, (dispatch.to_address,))
    row = reread(dispatch)
    assert (row.status, row.sent_at, row.told_at, row.attempts) == (
        DispatchStatus.SENT,
        timezone.now(),
        timezone.now(),
        1,
    )
    assert (row.lease_until, row.trouble, row.last_error) == (None, "", "")
    assert actions_of(dispatch) == ["dispatch.queue", "dispatch.send"]
    assert heard == [dispatch.reference]


def test_a_second_sweep_sends_nothing(server, heard):
    dispatch = DispatchFactory()

    assert [jobs.send_due(), jobs.send_due()] == [1, 0]
    assert (len(server.letters), heard) == (1, [dispatch.reference])


def test_only_what_is_due_by_email_leaves(server, heard):
    due = DispatchFactory()
    DispatchFactory(not_before=timezone.now() + timedelta(hours=1))
    for trait in ("post", "sending", "handing", "unknown", "failed", "stopped", "sent"):
        DispatchFactory(**{trait: True})

    assert (jobs.send_due(), heard) == (1, [due.reference])


def test_a_letter_for_later_leaves_when_its_time_has_come(server, heard, clock):
    DispatchFactory(not_before=timezone.now() + timedelta(hours=1))

    early = jobs.send_due()
    clock.shift(timedelta(hours=1))

    assert (early, jobs.send_due()) == (0, 1)


def test_the_longest_waiting_leaves_first(server, heard, clock):
    references = []
    for _n in range(3):
        references.insert(0, DispatchFactory(not_before=timezone.now() - timedelta(minutes=len(references))).reference)

    jobs.send_due()

    assert heard == references


def test_without_a_way_out_everything_waits(settings, heard):
    settings.MAILBOX_DIR, settings.EMAIL_HOST = None, ""
    dispatch = DispatchFactory()

    assert (jobs.send_due(), stands(dispatch)) == (0, [DispatchStatus.QUEUED])


@pytest.mark.parametrize("letters", [1, 3])
def test_each_letter_costs_the_same_number_of_queries(mailbox, heard, django_assert_num_queries, letters):
    DispatchFactory()
    jobs.send_due()  # content types and the like are known from here on
    for _n in range(letters):
        DispatchFactory()

    # Two looks for what is due; for each letter: claim, read, last look (two), handing, sent (savepoint, update, read,
    # history, release) and told (savepoint, read, update, release).
    with django_assert_num_queries(2 + 14 * letters):
        jobs.send_due()


# ---------------------------------------------------------------- the last look
def test_a_letter_that_must_not_leave_fails_with_its_reason(server, office_a, heard):
    dispatch = DispatchFactory(office=office_a)
    person = add_person(by=SYSTEM, office=office_a, name="Testa Person", email=dispatch.to_address)
    set_do_not_use(person.contact_points.get(), by=SYSTEM, do_not_use=True)

    assert jobs.send_due() == 0

    row = reread(dispatch)
    assert (row.status, row.trouble, server.replies, heard) == (DispatchStatus.FAILED, Trouble.DO_NOT_USE, [], [])
    assert actions_of(dispatch) == ["dispatch.queue", "dispatch.fail"]


# ---------------------------------------------------------------- refusals
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_for_good_goes_to_a_person_at_once(server, heard, step):
    dispatch = DispatchFactory()
    server.answers[step] = "550 testa@constituent.example: no such mailbox"

    assert jobs.send_due() == 0

    row = reread(dispatch)
    assert (row.status, row.trouble, row.last_error) == (DispatchStatus.FAILED, Trouble.REFUSED, "SMTP 550")
    assert (server.letters, heard) == ([], [])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_for_now_is_tried_again_later(server, heard, clock, step):
    dispatch = DispatchFactory()
    server.answers[step] = "451 busy"
    jobs.send_due()
    row = reread(dispatch)
    assert (row.status, row.trouble, row.last_error) == (DispatchStatus.QUEUED, Trouble.LATER, "SMTP 451")

    server.answers.clear()
    clock.shift(timedelta(minutes=4))
    early = jobs.send_due()
    clock.shift(timedelta(minutes=1))

    assert (early, jobs.send_due()) == (0, 1)
    assert [letter.raw for letter in server.letters] == [dispatch.raw_bytes]
    row = reread(dispatch)
    assert (row.status, row.trouble, row.last_error, row.attempts) == (DispatchStatus.SENT, "", "", 2)


def test_it_is_tried_six_times_in_about_a_day_and_then_a_person_decides(server, heard, clock):
    dispatch = DispatchFactory()
    server.answers["RCPT"] = "450 busy"
    waits = []
    for _try in range(6):
        assert stands(dispatch) == [DispatchStatus.QUEUED]
        before = timezone.now()
        jobs.send_due()
        waits.append(reread(dispatch).not_before - before)
        clock.shift(waits[-1])

    row = reread(dispatch)
    assert waits[:5] == list(jobs.PAUSES)
    assert [pause.total_seconds() / 60 for pause in jobs.PAUSES] == [5, 30, 120, 360, 720]
    assert (row.status, row.trouble, row.attempts) == (DispatchStatus.FAILED, Trouble.TRIED_OUT, 6)


def test_one_letter_that_is_refused_does_not_keep_the_next(server, heard):
    first, second = DispatchFactory(), DispatchFactory()
    asked = []

    async def refuse_the_first(_server, _session, envelope, address, _options):
        asked.append(address)
        envelope.rcpt_tos.append(address)
        return "550 no" if len(asked) == 1 else "250 OK"

    server.handle_RCPT = refuse_the_first

    assert jobs.send_due() == 1
    assert stands(first, second) == [DispatchStatus.FAILED, DispatchStatus.SENT]


def test_one_letter_that_breaks_our_own_code_does_not_keep_the_next(server, heard, monkeypatch):
    broken, fine = DispatchFactory(), DispatchFactory()
    deliver = transports.SmtpTransport.deliver

    def break_on_the_first(self, raw, **envelope):
        if raw == broken.raw_bytes:
            raise ZeroDivisionError("testa@constituent.example")
        return deliver(self, raw, **envelope)

    monkeypatch.setattr(transports.SmtpTransport, "deliver", break_on_the_first)

    assert jobs.send_due() == 1
    row = reread(broken)
    assert (row.status, row.last_error) == (DispatchStatus.QUEUED, "ZeroDivisionError")
    assert stands(fine) == [DispatchStatus.SENT]


def test_our_own_code_breaking_after_the_handing_leaves_the_outcome_unknown(server, heard, monkeypatch):
    dispatch = DispatchFactory()

    def break_later(self, raw, *, before_handing, **others):
        before_handing()
        raise ZeroDivisionError

    monkeypatch.setattr(transports.SmtpTransport, "deliver", break_later)

    assert (jobs.send_due(), stands(dispatch)) == (0, [DispatchStatus.UNKNOWN])


def test_a_server_that_is_away_is_not_asked_for_every_letter(server, heard, settings):
    settings.EMAIL_PORT = 1
    letters = [DispatchFactory() for _n in range(5)]

    assert jobs.send_due() == 0

    tried = [reread(letter) for letter in letters[: jobs.GIVE_UP_AFTER]]
    assert {(row.trouble, row.last_error, row.attempts) for row in tried} == {
        (Trouble.LATER, "ConnectionRefusedError", 1)
    }
    assert [reread(letter).attempts for letter in letters[jobs.GIVE_UP_AFTER :]] == [0, 0]


# ---------------------------------------------------------------- outcome unknown
def test_a_line_that_breaks_after_the_text_is_never_tried_again_by_itself(server, heard, clock):
    dispatch = DispatchFactory()
    cut_after_the_text(server)
    jobs.send_due()
    row = reread(dispatch)
    assert (row.status, row.trouble, row.last_error) == (
        DispatchStatus.UNKNOWN,
        Trouble.LINE_BROKE,
        "SMTPServerDisconnected",
    )

    server.watch = lambda *_said: None
    for _day in range(3):
        clock.shift(timedelta(days=1))
        jobs.release_stuck()
        jobs.send_due()

    assert (stands(dispatch), len(server.letters), heard) == ([DispatchStatus.UNKNOWN], 1, [])


def test_a_slow_yes_after_the_lease_ran_out_still_counts(mailbox, heard, clock):
    dispatch = DispatchFactory()
    claim = jobs.claim_one(dispatch.pk, at=timezone.now())
    jobs._begin_handing(dispatch.pk, claim)
    clock.shift(jobs.LEASE)
    jobs.release_stuck()
    assert stands(dispatch) == [DispatchStatus.UNKNOWN]

    jobs._mark_sent(dispatch.pk, claim)

    assert stands(dispatch) == [DispatchStatus.SENT]


def test_a_slow_yes_does_not_overrule_a_person(alice, office_a, mailbox, heard, clock):
    dispatch = DispatchFactory(office=office_a)
    claim = jobs.claim_one(dispatch.pk, at=timezone.now())
    jobs._begin_handing(dispatch.pk, claim)
    clock.shift(jobs.LEASE)
    jobs.release_stuck()
    actions.send_again(dispatch, by=alice, note="It had not arrived.")

    jobs._mark_sent(dispatch.pk, claim)

    assert stands(dispatch) == [DispatchStatus.QUEUED]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_away_when_the_letter_left_is_asked_again(mailbox, heard, monkeypatch):
    dispatch = DispatchFactory()
    monkeypatch.setattr(jobs, "REMEMBER", (0, 0))
    failures = []

    def away_at_first(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "sent" in map(str, params) and len(failures) < 2:
            failures.append(sql)
            raise OperationalError("gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away_at_first):
        assert jobs.send_due() == 1

    assert (len(failures), stands(dispatch)) == (2, [DispatchStatus.SENT])
