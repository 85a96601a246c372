"""The verbs a person does at the exit."""

from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casework.contacts.actions import add_person, set_do_not_use
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from casework.dispatch import actions, jobs
from casework.dispatch.models import Dispatch
from casework.dispatch.render import NoAddress, fingerprint
from casework.dispatch.signals import dispatched
from casework.dispatch.states import DispatchStatus
from tests.at_once import at_once
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db

EVERY_STATE = ("sending", "handing", "unknown", "failed", "stopped", "sent")


def queue(office, **words):
    """Queue a letter as letters does, with one word or another different."""
    given = {
        "by": SYSTEM,
        "office": office,
        "reference": "C7K4-M2PX/1",
        "channel": "email",
        "language": "en",
        "to_name": "Testa Person",
        "to_address": "testa@constituent.example",
        "from_name": "Office A",
        "from_address": "office-a@example.org",
        "subject": "About your letter",
        "html": "<p>Thank you.</p>",
        "text": "Thank you.",
        "approved_sha256": "a" * 64,
    }
    return actions.queue(**{**given, **words})


def stands(dispatch):
    """Where it stands, according to the database."""
    return Dispatch.objects.values_list("status", flat=True).get(pk=dispatch.pk)


def lines(dispatch):
    """The history of one dispatch, oldest first: what was done, and by whom."""
    entries = HistoryEntry.objects.for_instance(dispatch).order_by("pk")
    return [(entry.action, entry.user.username if entry.user else "") for entry in entries]


# ---------------------------------------------------------------- queue
def test_queue_keeps_the_exact_bytes_and_their_hash(alice, office_a, clock):
    dispatch = queue(
        office_a, by=alice, in_reply_to="<two@constituent.example>", references=["<one@constituent.example>"]
    )

    kept = Dispatch.objects.get(pk=dispatch.pk)
    assert kept.sha256 == fingerprint(kept.raw_bytes)
    assert kept.message_id.encode() in kept.raw_bytes
    assert kept.message_id.startswith("<C7K4-M2PX.1.")
    assert kept.message_id.endswith("@example.org>")
    assert kept.references_header == "<one@constituent.example> <two@constituent.example>"
    assert (kept.status, kept.queued_by, kept.queued_at, kept.not_before) == (
        "queued",
        alice,
        timezone.now(),
        timezone.now(),
    )
    assert lines(kept) == [("dispatch.queue", "alice")]


def test_queue_by_the_system_names_nobody(office_a):
    dispatch = queue(office_a)

    assert (dispatch.queued_by, dispatch.queued_at) == (None, None)
    assert dispatch.created_at is not None


def test_queue_gives_every_letter_an_id_of_its_own(office_a):
    ids = {queue(office_a, reference=f"C7K4-M2PX/{n}").message_id for n in range(5)}

    assert len(ids) == 5


def test_queue_makes_a_page_of_a_letter_by_post(office_a):
    page = queue(
        office_a, channel="post", to_address=" 2 Test Street\r\nToronto\0 ", from_address="1 Test Street\nToronto"
    )

    assert page.to_address == "2 Test Street\nToronto"
    assert page.raw_bytes.startswith(b"<!DOCTYPE html>")
    assert (page.message_id, page.sha256) == ("", fingerprint(page.raw_bytes))


def test_queue_neutralises_what_does_not_belong_on_a_line(office_a):
    dispatch = queue(office_a, subject="Hi\r\nBcc: x@y.example", to_name="Testa\u202e\nPerson\0")

    assert (dispatch.subject, dispatch.to_name) == ("Hi Bcc: x@y.example", "Testa Person")


def test_queue_keeps_long_words_short_enough(office_a):
    dispatch = queue(office_a, subject="s" * 1000, to_name="n" * 1000, from_name="f" * 1000)

    assert (len(dispatch.subject), len(dispatch.to_name), len(dispatch.from_name)) == (255, 200, 200)


@pytest.mark.parametrize(
    "words",
    [
        {"to_address": ""},
        {"to_address": "a@b.example, c@d.example"},
        {"to_address": "testa"},
        {"from_address": ""},
        {"channel": "post", "to_address": " \n "},
    ],
    ids=str,
)
def test_queue_refuses_a_letter_without_an_address(office_a, words):
    with pytest.raises(NoAddress):
        queue(office_a, **words)

    assert Dispatch.objects.count() == 0


def test_queue_twice_is_one_dispatch(office_a):
    assert queue(office_a) == queue(office_a)
    assert Dispatch.objects.count() == 1


def test_queue_refuses_another_text_while_one_is_out(office_a):
    queue(office_a)

    with pytest.raises(CaseworkError, match="C7K4-M2PX/1"):
        queue(office_a, approved_sha256="b" * 64)


def test_queue_takes_another_text_after_the_first_was_stopped(alice, office_a):
    actions.stop(queue(office_a), by=alice)

    assert queue(office_a, approved_sha256="b" * 64).status == DispatchStatus.QUEUED


def test_queue_goes_back_with_the_callers_transaction(office_a):
    with transaction.atomic():
        queue(office_a)
        transaction.set_rollback(True)

    assert Dispatch.objects.count() == 0


# ---------------------------------------------------------------- stop
@pytest.mark.parametrize("trait", [{}, {"failed": True}, {"post": True}], ids=str)
def test_stop_keeps_a_waiting_or_failed_letter_from_leaving(alice, office_a, trait, mailbox):
    dispatch = DispatchFactory(office=office_a, **trait)

    stopped = actions.stop(dispatch, by=alice)

    assert (stopped.status, stopped.stopped_by) == (DispatchStatus.STOPPED, alice)
    assert lines(dispatch)[-1] == ("dispatch.stop", "alice")
    assert (jobs.send_due(), mailbox.exists()) == (0, False)


@pytest.mark.parametrize("trait", ["sending", "handing", "unknown", "stopped", "sent"])
def test_stop_refuses_a_letter_that_is_leaving_or_gone(alice, office_a, trait):
    dispatch = DispatchFactory(office=office_a, **{trait: True})

    with pytest.raises(IllegalMove, match=dispatch.reference):
        actions.stop(dispatch, by=alice)

    assert stands(dispatch) == dispatch.status


def test_stop_looks_at_the_row_and_not_at_what_it_was_handed(alice, office_a):
    old = DispatchFactory(office=office_a)
    jobs.claim_one(old.pk, at=timezone.now())

    with pytest.raises(IllegalMove):
        actions.stop(old, by=alice)


@pytest.mark.django_db(transaction=True)
def test_stop_does_not_wait_for_whoever_holds_the_row(alice, office_a):
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip(reason="SQLite has one lock for everything: nobody holds a row alone")
    dispatch = DispatchFactory(office=office_a)
    held, tried = Event(), Event()

    def hold():
        with transaction.atomic():
            Dispatch.objects.select_for_update().get(pk=dispatch.pk)
            held.set()
            tried.wait(10)

    def stop():
        held.wait(10)
        try:
            actions.stop(dispatch, by=alice)
        finally:
            tried.set()

    _held, refused = at_once(hold, stop)

    assert type(refused) is CaseworkError
    assert dispatch.reference in str(refused)
    assert stands(dispatch) == DispatchStatus.QUEUED


# ---------------------------------------------------------------- print
def test_mark_printed_sends_the_pages_and_tells(alice, office_a, heard, clock):
    pages = [DispatchFactory(office=office_a, post=True) for _n in range(2)]

    printed = actions.mark_printed(reversed(pages), by=alice)

    assert printed == pages
    for page in Dispatch.objects.all():
        assert (page.status, page.printed_by, page.printed_at) == (DispatchStatus.SENT, alice, timezone.now())
        assert (page.sent_at, page.told_at) == (timezone.now(), timezone.now())
        assert lines(page)[-1] == ("dispatch.print", "alice")
    assert sorted(heard) == sorted(page.reference for page in pages)


def test_mark_printed_twice_prints_and_tells_once(alice, office_a, heard):
    page = DispatchFactory(office=office_a, post=True)

    assert [actions.mark_printed([page], by=alice), actions.mark_printed([page], by=alice)] == [[page], []]
    assert heard == [page.reference]


@pytest.mark.parametrize("trait", [{"post": False}, {"post": True, "stopped": True}], ids=str)
def test_mark_printed_prints_all_or_none(alice, office_a, heard, trait):
    page, other = DispatchFactory(office=office_a, post=True), DispatchFactory(office=office_a, **trait)

    with pytest.raises(CaseworkError, match=other.reference):
        actions.mark_printed([page, other], by=alice)

    assert (stands(page), heard) == (DispatchStatus.QUEUED, [])


def test_mark_printed_refuses_an_address_that_must_not_be_used(alice, office_a, heard):
    page = DispatchFactory(office=office_a, post=True)
    person = add_person(by=SYSTEM, office=office_a, name="Testa Person", post=page.to_address)
    set_do_not_use(person.contact_points.get(), by=SYSTEM, do_not_use=True)

    with pytest.raises(CaseworkError, match="do not use"):
        actions.mark_printed([page], by=alice)

    assert (stands(page), heard) == (DispatchStatus.QUEUED, [])


# ---------------------------------------------------------------- settle
def test_settle_as_sent_ends_the_doubt_and_tells(alice, office_a, heard, clock):
    dispatch = DispatchFactory(office=office_a, unknown=True)

    settled = actions.settle_as_sent(dispatch, by=alice, note=" They answered it. ")

    assert (settled.status, settled.sent_at, settled.trouble) == (DispatchStatus.SENT, timezone.now(), "")
    assert (settled.settled_by, settled.settled_note) == (alice, "They answered it.")
    assert lines(dispatch)[-1] == ("dispatch.settle", "alice")
    assert heard == [dispatch.reference]


@pytest.mark.parametrize("trait", [None, *(state for state in EVERY_STATE if state != "unknown")])
def test_settle_as_sent_refuses_what_is_not_in_doubt(alice, office_a, heard, trait):
    dispatch = DispatchFactory(office=office_a, **({trait: True} if trait else {}))

    with pytest.raises(CaseworkError, match=dispatch.reference):
        actions.settle_as_sent(dispatch, by=alice, note="")

    assert (stands(dispatch), heard) == (dispatch.status, [])


@pytest.mark.parametrize("trait", ["unknown", "failed"])
def test_send_again_sends_the_same_bytes_with_all_their_tries(alice, office_a, heard, mailbox, trait):
    dispatch = DispatchFactory(office=office_a, **{trait: True})

    again = actions.send_again(dispatch, by=alice, note="The server had lost it.")

    assert (again.status, again.attempts, again.trouble, again.claim) == (DispatchStatus.QUEUED, 0, "", None)
    assert lines(dispatch)[-1] == ("dispatch.send_again", "alice")
    assert jobs.send_due() == 1
    assert [file.read_bytes() for file in mailbox.glob("*.eml")] == [dispatch.raw_bytes]


@pytest.mark.parametrize("trait", [None, "sending", "handing", "stopped", "sent"])
def test_send_again_refuses_what_needs_nobody(alice, office_a, trait):
    dispatch = DispatchFactory(office=office_a, **({trait: True} if trait else {}))

    with pytest.raises(CaseworkError, match=dispatch.reference):
        actions.send_again(dispatch, by=alice, note="")

    assert stands(dispatch) == dispatch.status


# ---------------------------------------------------------------- who may
@pytest.mark.parametrize("who", ["charlie", "bob", "root"])
def test_nobody_else_stops_prints_or_settles(request, who, office_a):
    stranger = request.getfixturevalue(who)
    waiting, page, unknown = (
        DispatchFactory(office=office_a, **trait) for trait in ({}, {"post": True}, {"unknown": True})
    )

    for attempt in (
        lambda: actions.stop(waiting, by=stranger),
        lambda: actions.mark_printed([page], by=stranger),
        lambda: actions.settle_as_sent(unknown, by=stranger, note=""),
        lambda: actions.send_again(unknown, by=stranger, note=""),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    assert [stands(each) for each in (waiting, page, unknown)] == ["queued", "queued", "unknown"]


# ---------------------------------------------------------------- tell
def test_a_receiver_that_fails_does_not_undo_the_leaving(alice, office_a, heard):
    page = DispatchFactory(office=office_a, post=True)

    def fail(dispatch, **_news):
        Dispatch.objects.filter(pk=dispatch.pk).update(last_error="half done")
        raise LookupError("Testa Person")

    dispatched.connect(fail)
    actions.mark_printed([page], by=alice)

    kept = Dispatch.objects.get(pk=page.pk)
    assert (kept.status, kept.told_at, kept.last_error) == (DispatchStatus.SENT, None, "")


def test_no_log_line_says_what_a_receiver_said(alice, office_a, heard, caplog):
    def fail(**_news):
        raise LookupError("Testa Person")

    dispatched.connect(fail)
    actions.mark_printed([DispatchFactory(office=office_a, post=True)], by=alice)

    assert "dispatch not told" in caplog.text
    assert "Testa" not in caplog.text


@pytest.mark.parametrize("trait", [None, *(state for state in EVERY_STATE if state != "sent")])
def test_only_what_has_left_is_told(heard, trait):
    dispatch = DispatchFactory(**({trait: True} if trait else {}))

    assert (actions.tell(dispatch), heard) == (False, [])


def test_what_was_told_is_not_told_again(heard):
    assert (actions.tell(DispatchFactory(sent=True)), heard) == (True, [])


# ---------------------------------------------------------------- at the same moment
@pytest.mark.django_db(transaction=True)
def test_stop_and_the_sweep_at_the_same_moment_never_both_win(alice, office_a, mailbox, heard):
    outcomes = []
    for _round in range(10):
        dispatch = DispatchFactory(office=office_a)
        _sent, stopped = at_once(jobs.send_due, partial(actions.stop, dispatch, by=alice))
        assert isinstance(stopped, Dispatch | CaseworkError)
        arrived = any(file.read_bytes() == dispatch.raw_bytes for file in mailbox.glob("*.eml"))
        outcomes.append((stands(dispatch), arrived))

    assert set(outcomes) <= {(DispatchStatus.STOPPED, False), (DispatchStatus.SENT, True)}
