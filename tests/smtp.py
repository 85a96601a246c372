"""A real mail server on this machine for letters to arrive at; it can refuse, fall silent, or watch every reply."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every word otherwise

#: Called before and after each reply: ("before" or "after", how manieth of this dialogue, its words).
Watch = Callable[[str, int, str], None]


@dataclass(frozen=True)
class Letter:
    """What the server took responsibility for: the envelope, and the bytes that came."""

    sender: str
    to: tuple[str, ...]
    raw: bytes


class HangUp(Exception):
    """Raised by a watch: the server cuts the line instead of replying."""


@dataclass
class Server:
    """What arrived, and how the server behaves; ``answers`` maps MAIL, RCPT, DATA or END to a refusal."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    watch: Watch = lambda moment, number, words: None
    #: Every reply the server gave, in order, all dialogues together.
    replies: list[str] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, Any]:
        """Django's settings for sending here."""
        return {
            "MAILBOX_DIR": None,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
            "EMAIL_TIMEOUT": 5,
        }

    @property
    def url(self) -> str:
        """The same as MAIL_URL, for another process."""
        return f"smtp://127.0.0.1:{self.port}"

    # what aiosmtpd calls
    async def handle_MAIL(self, _server, _session, envelope, address, options):
        """Accept the sender, unless told not to."""
        if "MAIL" not in self.answers:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, options):
        """Accept the addressee, unless told not to."""
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server, _session, envelope):
        """The whole text is here: unless told not to, take responsibility for it, and then say so."""
        if "END" in self.answers:
            return self.answers["END"]
        self.letters.append(Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 OK"


class _Dialogue(SMTP):
    """One connection; every reply passes ``push``."""

    def __init__(self, server: Server) -> None:
        self.told = server
        self.number = 0
        super().__init__(server, hostname="sink.test", ident="sink")

    async def smtp_DATA(self, arg):
        """Refuse the command itself when told to."""
        if "DATA" in self.told.answers:
            return await self.push(self.told.answers["DATA"])
        return await super().smtp_DATA(arg)

    async def push(self, status):
        """Reply, and let the watch know before and after."""
        words = status.decode() if isinstance(status, bytes) else status
        self.number += 1
        try:
            self.told.watch("before", self.number, words)
            self.told.replies.append(words)
            await super().push(status)
            self.told.watch("after", self.number, words)
        except (HangUp, ConnectionError):
            self.transport.abort()


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port, in a thread of its own, for as long as the block lasts."""
    server = Server()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # In the other thread from the start: in this one a browser may have a loop of its own.
    listening = asyncio.run_coroutine_threadsafe(_listen(server), loop).result(timeout=10)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _listen(server: Server) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(lambda: _Dialogue(server), "127.0.0.1", 0)


async def _close(listening: asyncio.Server) -> None:
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
