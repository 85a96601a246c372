"""Who holds a letter and for how long, who is told that it left, and what two workers do at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.dispatch import jobs, transports
from casework.dispatch.models import Dispatch
from casework.dispatch.signals import dispatched
from casework.dispatch.states import MOVES, DispatchStatus, Trouble
from tests.at_once import at_once
from tests.casework.dispatch.looking import cut_after_the_text, reread, stands
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- claims and leases
def test_a_letter_is_claimed_by_one_only():
    dispatch = DispatchFactory()

    claims = [jobs.claim_one(dispatch.pk, at=timezone.now()) for _n in range(3)]

    assert [claim is not None for claim in claims] == [True, False, False]
    assert reread(dispatch).claim == claims[0]


def test_the_lease_outlasts_every_silence_a_transport_bears():
    dialogue = ("connect", "greeting", "EHLO", "STARTTLS", "EHLO", "AUTH", "AUTH", "MAIL", "RCPT", "DATA")

    assert timedelta(seconds=transports.PATIENCE * len(dialogue)) < jobs.LEASE
    assert timedelta(seconds=transports.PATIENCE + transports.LAST_PATIENCE) < jobs.LEASE


def test_nothing_is_handed_over_after_the_claim_was_lost(server, heard, clock):
    dispatch = DispatchFactory()
    claim = jobs.claim_one(dispatch.pk, at=timezone.now())
    clock.shift(jobs.LEASE)
    jobs.release_stuck()

    outcome = jobs._carry(dispatch.pk, claim, transports.SmtpTransport())

    assert (outcome, server.letters, stands(dispatch)) == (DispatchStatus.QUEUED, [], [DispatchStatus.QUEUED])


@pytest.mark.parametrize(
    ("trait", "becomes", "trouble"),
    [
        ("sending", DispatchStatus.QUEUED, Trouble.LATER),
        ("handing", DispatchStatus.UNKNOWN, Trouble.NO_ANSWER),
    ],
)
def test_what_got_stuck_is_released_when_its_lease_has_run_out(clock, trait, becomes, trouble):
    dispatch = DispatchFactory(**{trait: True})

    early = jobs.release_stuck()
    clock.shift(jobs.LEASE)

    assert (early, jobs.release_stuck(), jobs.release_stuck()) == (0, 1, 0)
    row = reread(dispatch)
    assert (row.status, row.trouble, row.last_error) == (becomes, trouble, "LeaseRanOut")


def test_a_letter_whose_sender_dies_each_time_ends_with_a_person(clock):
    dispatch = DispatchFactory()
    for _try in range(6):
        assert jobs.claim_one(dispatch.pk, at=timezone.now()) is not None
        clock.shift(jobs.LEASE)
        jobs.release_stuck()
        clock.shift(timedelta(days=1))

    assert (stands(dispatch), reread(dispatch).trouble) == ([DispatchStatus.FAILED], Trouble.TRIED_OUT)


@pytest.mark.parametrize("trait", ["unknown", "failed", "stopped", "sent"])
def test_nothing_else_is_released(clock, trait):
    dispatch = DispatchFactory(**{trait: True})
    clock.shift(timedelta(days=1))

    assert (jobs.release_stuck(), stands(dispatch)) == (0, [dispatch.status])


# ---------------------------------------------------------------- telling
def test_a_receiver_that_failed_is_told_again(mailbox, heard):
    dispatch = DispatchFactory()
    failing = [True]

    def fail_at_first(**_news):
        if failing:
            raise LookupError(failing.pop())

    dispatched.connect(fail_at_first)

    assert jobs.send_due() == 1
    assert (stands(dispatch), reread(dispatch).told_at) == ([DispatchStatus.SENT], None)
    assert [jobs.tell_again(), jobs.tell_again()] == [1, 0]
    assert reread(dispatch).told_at is not None


def test_one_that_cannot_be_told_does_not_keep_the_next(mailbox, heard):
    deaf, fine = DispatchFactory(), DispatchFactory()

    def fail_for_one(dispatch, **_news):
        if dispatch.pk == deaf.pk:
            raise LookupError

    dispatched.connect(fail_for_one)
    jobs.send_due()

    assert jobs.tell_again() == 0
    assert [reread(each).told_at is None for each in (deaf, fine)] == [True, False]


# ---------------------------------------------------------------- what the logs say
def test_no_log_line_says_a_name_or_an_address(server, heard, caplog):
    caplog.set_level("DEBUG")
    for answers in ({"RCPT": "550 testa"}, {"MAIL": "450 testa"}, {}):
        server.answers = answers
        DispatchFactory(to_name="Testa Person")
        jobs.send_due()

    ours = [record for record in caplog.records if record.name.startswith("casework")]
    assert len(ours) >= 3
    assert not any("testa" in str(vars(record)).lower() for record in ours)


# ---------------------------------------------------------------- the table of moves
def test_every_step_that_is_taken_stands_in_the_table_of_moves(server, heard, clock, monkeypatch):
    taken = set()
    update = Dispatch.objects.all().__class__.update

    def watched(queryset, **changes):
        if "status" in changes:
            taken.update((was, str(changes["status"])) for was in queryset.values_list("status", flat=True))
        return update(queryset, **changes)

    monkeypatch.setattr(Dispatch.objects.all().__class__, "update", watched)
    for answers in ({}, {"RCPT": "550 no"}, {"RCPT": "450 busy"}, {"END": "550 no"}, {"END": "450 busy"}):
        server.answers = answers
        DispatchFactory()
        jobs.send_due()
    cut_after_the_text(server)
    DispatchFactory()
    jobs.send_due()
    jobs.claim_one(DispatchFactory().pk, at=timezone.now())
    clock.shift(jobs.LEASE)
    jobs.release_stuck()

    assert taken == {
        (DispatchStatus.QUEUED, DispatchStatus.SENDING),
        (DispatchStatus.SENDING, DispatchStatus.QUEUED),
        (DispatchStatus.SENDING, DispatchStatus.HANDING),
        (DispatchStatus.SENDING, DispatchStatus.FAILED),
        (DispatchStatus.HANDING, DispatchStatus.QUEUED),
        (DispatchStatus.HANDING, DispatchStatus.FAILED),
        (DispatchStatus.HANDING, DispatchStatus.UNKNOWN),
        (DispatchStatus.HANDING, DispatchStatus.SENT),
    }
    assert all(to in MOVES[was] for was, to in taken)


# ---------------------------------------------------------------- two at once
@pytest.mark.django_db(transaction=True)
def test_two_threads_send_twenty_letters_once_each(server, heard):
    letters = [DispatchFactory() for _n in range(20)]

    counts = at_once(jobs.send_due, jobs.send_due)

    assert sum(counts) == 20
    assert sorted(letter.raw for letter in server.letters) == sorted(letter.raw_bytes for letter in letters)
    assert set(stands(*letters)) == {DispatchStatus.SENT}
    assert sorted(heard) == sorted(letter.reference for letter in letters)
