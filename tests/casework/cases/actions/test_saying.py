"""What is said on a case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases import actions
from casework.cases.models import Message
from casework.core.errors import CaseworkError
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory
from tests.history import last_line, lines
from tests.rows import moves_of, reply

pytestmark = pytest.mark.django_db


def test_add_message_keeps_what_was_said(clock, alice, office_a):
    case = CaseFactory(office=office_a, opened=True)
    said_at = timezone.now() - timedelta(days=2)

    message = actions.add_message(
        case,
        by=alice,
        body="Line one\r\nLine\x00 two",
        channel="email",
        subject="Hydro\nbill",
        source="C7K4-9MPX",
        message_id="<a@b>",
        occurred_at=said_at,
    )

    message.refresh_from_db()
    assert (message.direction, message.channel, message.subject) == ("in", "email", "Hydro bill")
    assert (message.body, message.source, message.message_id) == ("Line one\nLine two", "C7K4-9MPX", "<a@b>")
    assert (message.occurred_at, message.logged_by) == (said_at, None)


def test_add_message_keeps_who_wrote_down_what_was_said(alice, office_a):
    message = actions.add_message(
        CaseFactory(office=office_a, opened=True), by=alice, body="She called.", channel="phone"
    )

    assert message.logged_by == alice


def test_add_message_from_the_same_source_twice_is_one_message(alice, office_a):
    case = CaseFactory(office=office_a, opened=True)

    first, second = (
        actions.add_message(case, by=alice, body="x", channel="email", source="C7K4-9MPX") for _ in range(2)
    )

    assert first == second
    assert lines(case) == ["cases.message"]


def test_add_message_refuses_what_lies_on_another_case(alice, office_a):
    actions.add_message(CaseFactory(office=office_a), by=alice, body="x", channel="email", source="C7K4-9MPX")

    with pytest.raises(CaseworkError, match="lies on another case"):
        actions.add_message(CaseFactory(office=office_a), by=alice, body="x", channel="email", source="C7K4-9MPX")


def test_add_message_refuses_a_channel_we_do_not_know(alice, office_a):
    with pytest.raises(CaseworkError, match="how the message came"):
        actions.add_message(CaseFactory(office=office_a), by=alice, body="x", channel="pigeon")


def test_a_message_wakes_a_case_on_hold_and_the_system_did_it(alice, office_a):
    case = CaseFactory(office=office_a, waiting=True)

    actions.add_message(case, by=alice, body="x", channel="email")

    assert moves_of(case) == [("waiting", "open", None, "A message came in.")]
    assert last_line(case).data == {"channel": "email", "source": "", "status": "open"}


def test_record_reply_lays_the_letter_on_the_case_once(office_a):
    case = CaseFactory(office=office_a, opened=True)

    first, second = reply(case, SYSTEM), reply(case, SYSTEM)

    assert first == second
    assert (first.direction, first.source, first.message_id) == ("out", f"{case.reference}/1", "<1@example.org>")
    assert moves_of(case) == [("open", "resolved", None, "The reply was sent.")]
    assert lines(case) == ["cases.reply"]


def test_record_reply_takes_the_longest_name_the_exit_can_give_an_e_mail(office_a):
    case = CaseFactory(office=office_a)

    message = actions.record_reply(
        case,
        by=SYSTEM,
        subject="x" * 255,
        body="y",
        channel="email",
        source=f"{case.reference}/1",
        message_id=f"<{'i' * 253}>",
        sent_at=timezone.now(),
    )

    assert len(Message.objects.get(pk=message.pk).message_id) == 255


@pytest.mark.parametrize("empty", ["", "  \n ", "\x00"])
def test_add_note_refuses_a_note_that_says_nothing(alice, office_a, empty):
    with pytest.raises(CaseworkError, match="Write something"):
        actions.add_note(CaseFactory(office=office_a), by=alice, body=empty)


def test_add_note_keeps_the_words_and_the_writer(alice, office_a):
    note = actions.add_note(CaseFactory(office=office_a), by=alice, body=" Call\r\nback ")

    note.refresh_from_db()
    assert (note.body, note.written_by) == ("Call\nback", alice)
