"""The ways an e-mail leaves this machine. Each takes the exact bytes and says exactly how far they came."""

import logging
import os
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, Protocol

from django.conf import settings
from django.core.mail.utils import DNS_NAME

logger = logging.getLogger(__name__)

#: Seconds the other side may be silent. All steps together stay below the lease of a claim (jobs.LEASE).
PATIENCE = 60
#: Seconds it may think about a letter it has taken in: scanners are slow, and giving up leaves the outcome unknown.
LAST_PATIENCE = 300

#: Refusals of the sender that say "you did not sign in" or "I do not know that command": the settings are wrong.
NOT_ABOUT_THE_LETTER = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})


Hook = Callable[[], None]


class TransportError(Exception):
    """The letter was not delivered; ``detail`` is a class name or an SMTP code, never an address."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class ServerAway(TransportError):
    """Our mail server could not be talked to; it says nothing about this letter."""


class RefusedForNow(TransportError):
    """The server takes no responsibility for the letter now; later it may."""


class RefusedForGood(TransportError):
    """The server will not take this letter."""


class OutcomeUnknown(TransportError):
    """The line broke after the text began to flow: it may have arrived, or not."""


class Transport(Protocol):
    """One way out."""

    def deliver(self, raw: bytes, *, sender: str, to: str, before_handing: Hook, handed_over: Hook) -> None:
        """Hand over the bytes.

        ``before_handing`` is called once, at the last moment at which it is certain that nothing was handed over; if
        it raises, nothing is. ``handed_over`` is called once, as soon as the other side has taken responsibility and
        before another word is said. Raises one of the TransportErrors; OutcomeUnknown only between the two.
        """


class SmtpTransport:
    """A real mail server, spoken to step by step, since only that tells a refusal from a broken line."""

    def deliver(self, raw: bytes, *, sender: str, to: str, before_handing: Hook, handed_over: Hook) -> None:
        """As Transport; a new connection for each letter, so that none suffers from the one before."""
        server = self._connect()
        try:
            self._envelope(server, raw, sender, to)
            before_handing()  # if this raises, the line is cut without the dot that would end the text
            self._text(server, raw)
            handed_over()
            with suppress(OSError):
                server.putcmd("QUIT")  # polite, without waiting for the answer
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        """A connection that is ready for a letter."""
        kind: Any = smtplib.SMTP
        options: dict[str, Any] = {"timeout": min(settings.EMAIL_TIMEOUT or PATIENCE, PATIENCE)}
        if settings.EMAIL_USE_SSL:
            kind = smtplib.SMTP_SSL
            options["context"] = ssl.create_default_context()
        server = None
        try:
            server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=DNS_NAME.get_fqdn(), **options)
            server.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except (OSError, smtplib.SMTPException) as error:
            if server is not None:
                server.close()
            raise ServerAway(_told(error)) from None
        return server

    def _envelope(self, server: smtplib.SMTP, raw: bytes, sender: str, to: str) -> None:
        """From whom, to whom, and may we go on? Nothing is handed over yet."""
        size = [f"SIZE={len(raw)}"] if server.has_extn("size") else []
        try:
            _expect(server.mail(sender, size), 250, about_us=NOT_ABOUT_THE_LETTER)
            _expect(server.rcpt(to), 250, 251, 252)
            _expect(server.docmd("DATA"), 354)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_told(error)) from None

    def _text(self, server: smtplib.SMTP, raw: bytes) -> None:
        """The bytes themselves. Only a clear answer ends in anything but OutcomeUnknown."""
        dotted = re.sub(rb"(?m)^\.", b"..", raw)
        end = b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            server.send(dotted + end)
            if server.sock is not None:
                server.sock.settimeout(LAST_PATIENCE)
            answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise OutcomeUnknown(_told(error)) from None
        code = answer[0]
        if 400 <= code < 600:
            _refuse(code)
        if not 200 <= code < 300:
            raise OutcomeUnknown(f"SMTP {code}")


class MailboxTransport:
    """A folder on this machine in place of a mail server: one file for each letter, for trying the site out."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def deliver(self, raw: bytes, *, sender: str, to: str, before_handing: Hook, handed_over: Hook) -> None:
        """As Transport. The file appears whole or not at all, under a name that says nothing about anybody."""
        before_handing()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = sha256(raw).hexdigest()
            unfinished = self.folder / f".{name}.{os.getpid()}"
            unfinished.write_bytes(raw)
            unfinished.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise RefusedForNow(_told(error)) from None
        handed_over()


def configured() -> Transport | None:
    """The way out that the settings name, if they name one."""
    if settings.MAILBOX_DIR:
        return MailboxTransport(settings.MAILBOX_DIR)
    return SmtpTransport() if settings.EMAIL_HOST else None


def _expect(answer: tuple[int, bytes], *good: int, about_us: frozenset[int] = frozenset()) -> None:
    """Go on with a good answer; a 5xx is for good, whatever else was said is for now."""
    code = answer[0]
    if code in about_us or code == -1:  # -1: smtplib's word for an answer that is none
        raise ServerAway(f"SMTP {code}")
    if code not in good:
        _refuse(code)


def _refuse(code: int) -> NoReturn:
    raise RefusedForGood(f"SMTP {code}") if 500 <= code < 600 else RefusedForNow(f"SMTP {code}")


def _told(error: Exception) -> str:
    """What went wrong without what it said: an error's words may hold an address."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
