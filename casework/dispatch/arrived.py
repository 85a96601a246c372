"""What has arrived in the local mailbox, read back as the person who gets it would see it. Files only, no database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

#: The headers a person would look at, in the order they would.
SHOWN = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Content-Language",
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message in the local mailbox."""

    key: str
    arrived_at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str = ""
    html: str = ""
    raw: str = ""

    def header(self, name: str) -> str:
        """One header in words; empty when there is none."""
        return dict(self.headers).get(name, "")

    @property
    def subject(self) -> str:
        """What the message is about."""
        return self.header("Subject")

    @property
    def to(self) -> str:
        """To whom."""
        return self.header("To")

    @property
    def language(self) -> str:
        """The language it is written in, as a browser is told; empty when it does not say."""
        said = self.header("Content-Language")
        return said if said in {"en", "fr"} else ""

    @property
    def sender(self) -> str:
        """From whom."""
        return self.header("From")


def newest(folder: Path, *, limit: int) -> list[Arrived]:
    """The newest messages, newest first, with their headers only."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [_read(file, whole=False) for file in files[:limit]]


def one(folder: Path, key: str) -> Arrived | None:
    """One message, whole; ``key`` is 64 hexadecimal digits, so it names a file of this folder or none."""
    file = folder / f"{key}.eml"
    return _read(file, whole=True) if file.is_file() else None


def _read(file: Path, *, whole: bool) -> Arrived:
    raw = file.read_bytes()
    message = message_from_bytes(raw)  # the forgiving policy: the other one raises on headers it does not like
    headers = tuple((name, _words(message[name])) for name in SHOWN if message[name])
    at = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    if not whole:
        return Arrived(file.stem, at, headers)
    return Arrived(
        file.stem, at, headers, _part(message, "plain"), _part(message, "html"), raw.decode("utf-8", "replace")
    )


def _words(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)


def _part(message: Message, subtype: str) -> str:
    for part in message.walk():
        if part.get_content_type() == f"text/{subtype}":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""
