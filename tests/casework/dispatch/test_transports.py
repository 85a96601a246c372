"""How far did the letter come? Asked of a real mail server at each step of the dialogue."""

from time import sleep

import pytest

from casework.dispatch import transports
from tests.smtp import HangUp

RAW = b"Subject: x\r\n\r\none\r\n.\r\n..two\r\n.three\r\n"


class Handing:
    """Counts how often we were asked to commit to handing over, or told that it was done."""

    def __init__(self, raises=None):
        self.count = 0
        self.raises = raises

    def __call__(self):
        self.count += 1
        if self.raises:
            raise self.raises


def deliver(before_handing=None, raw=RAW, handed_over=None, transport=None):
    """Hand RAW to the server of the settings, or by another transport."""
    (transport or transports.SmtpTransport()).deliver(
        raw,
        sender="office@example.org",
        to="testa@constituent.example",
        before_handing=before_handing or Handing(),
        handed_over=handed_over or Handing(),
    )


def cut_before(status):
    """A watch that hangs up instead of the reply that starts so."""

    def watch(moment, _number, words):
        if moment == "before" and words.startswith(status):
            raise HangUp

    return watch


def test_deliver_hands_over_the_exact_bytes_once(server):
    handing, handed = Handing(), Handing()

    deliver(handing, handed_over=handed)

    assert [(letter.sender, letter.to, letter.raw) for letter in server.letters] == [
        ("office@example.org", ("testa@constituent.example",), RAW)
    ]
    assert (handing.count, handed.count) == (1, 1)


def test_nothing_is_said_between_the_servers_yes_and_our_writing_it_down(server):
    said = []

    deliver(handed_over=lambda: said.extend(server.replies))

    assert said[-2].startswith("354")
    assert said[-1] == "250 OK"


def test_deliver_ends_a_text_without_a_last_newline(server):
    deliver(raw=b"Subject: x\r\n\r\nno newline")

    assert server.letters[0].raw == b"Subject: x\r\n\r\nno newline\r\n"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "error"), [("450 later", transports.RefusedForNow), ("550 never", transports.RefusedForGood)]
)
def test_a_refusal_before_the_text_hands_over_nothing(server, step, reply, error):
    server.answers[step] = reply
    handing = Handing()

    with pytest.raises(error) as refusal:
        deliver(handing)

    assert (refusal.value.detail, handing.count, server.letters) == (f"SMTP {reply[:3]}", 0, [])


@pytest.mark.parametrize(
    ("reply", "error"), [("451 later", transports.RefusedForNow), ("554 never", transports.RefusedForGood)]
)
def test_a_clear_no_after_the_text_is_a_refusal(server, reply, error):
    server.answers["END"] = reply

    with pytest.raises(error):
        deliver()

    assert server.letters == []


@pytest.mark.parametrize("reply", ["530 sign in first", "502 what?"])
def test_a_sender_refused_for_want_of_signing_in_is_the_settings_fault(server, reply):
    server.answers["MAIL"] = reply

    with pytest.raises(transports.ServerAway):
        deliver()


@pytest.mark.parametrize("status", ["220", "250 HELP", "250 OK", "354"])
def test_a_line_cut_before_the_text_hands_over_nothing(server, status):
    server.watch = cut_before(status)
    handing = Handing()

    with pytest.raises(transports.ServerAway):
        deliver(handing)

    assert (handing.count, server.letters) == (0, [])


def test_a_line_cut_after_the_text_leaves_the_outcome_unknown(server):
    handing = Handing()

    def watch(moment, _number, _words):
        if moment == "before" and handing.count:
            raise HangUp

    server.watch = watch

    with pytest.raises(transports.OutcomeUnknown) as unknown:
        deliver(handing)

    # The server has it, and we cannot know.
    assert (unknown.value.detail, len(server.letters)) == ("SMTPServerDisconnected", 1)


def test_a_silent_server_leaves_the_outcome_unknown(server, monkeypatch):
    monkeypatch.setattr(transports, "LAST_PATIENCE", 0.1)
    handing = Handing()
    server.watch = lambda moment, _number, _words: sleep(0.5 if moment == "before" and handing.count else 0)

    with pytest.raises(transports.OutcomeUnknown):
        deliver(handing)


def test_an_answer_that_is_none_leaves_the_outcome_unknown(server):
    server.answers["END"] = "well, perhaps"

    with pytest.raises(transports.OutcomeUnknown):
        deliver()


def test_nobody_there_says_nothing_about_the_letter(server, settings):
    settings.EMAIL_PORT = 1

    with pytest.raises(transports.ServerAway) as away:
        deliver()

    assert away.value.detail == "ConnectionRefusedError"


def test_a_server_without_tls_gets_no_letter_when_tls_is_asked_for(server, settings):
    settings.EMAIL_USE_TLS = True

    with pytest.raises(transports.ServerAway):
        deliver()

    assert server.letters == []


def test_nothing_is_handed_over_when_the_claim_is_lost_at_the_last_moment(server):
    with pytest.raises(LookupError):
        deliver(Handing(raises=LookupError()))

    assert server.letters == []


def test_no_address_stands_in_what_went_wrong(server):
    server.answers["RCPT"] = "550 testa@constituent.example is unknown"

    with pytest.raises(transports.RefusedForGood) as refusal:
        deliver()

    assert "testa" not in repr(refusal.value)


def test_the_mailbox_keeps_the_exact_bytes_under_a_name_that_says_nothing(mailbox):
    handing, handed = Handing(), Handing()
    transport = transports.MailboxTransport(mailbox)

    deliver(handing, handed_over=handed, transport=transport)
    deliver(handing, handed_over=handed, transport=transport)

    [file] = mailbox.iterdir()
    assert (file.read_bytes(), file.suffix, handing.count, handed.count) == (RAW, ".eml", 2, 2)
    assert "testa" not in file.name


def test_a_mailbox_that_cannot_be_written_is_tried_again(tmp_path):
    (tmp_path / "file").write_text("in the way")
    transport = transports.MailboxTransport(tmp_path / "file")

    with pytest.raises(transports.RefusedForNow):
        deliver(transport=transport)


def test_the_settings_choose_the_way_out(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    assert isinstance(transports.configured(), transports.MailboxTransport)

    settings.MAILBOX_DIR = None
    settings.EMAIL_HOST = "mail.example.org"
    assert isinstance(transports.configured(), transports.SmtpTransport)

    settings.EMAIL_HOST = ""
    assert transports.configured() is None
