"""From an approved letter to the exact bytes that leave. Pure: the same letter always makes the same bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import charset, policy
from email.generator import BytesGenerator
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.encoding import punycode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, override

from casework.core.errors import CaseworkError
from casework.core.text import one_line, plain

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")  # printable ASCII without < > @ inside
#: A reply to a long thread names its beginning and its latest letters; some servers refuse very long headers.
MOST_REFERENCES = 10

# Quoted-printable keeps every line short and every byte ASCII: no server on the way has a reason to touch it.
_UTF8 = charset.Charset("utf-8")
_UTF8.body_encoding = charset.QP
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=78)


class NoAddress(CaseworkError):
    """There is no address that a letter could go to, or come from."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An approved letter as it is to leave by e-mail."""

    message_id: str
    date: datetime
    language: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An approved letter as it is to be printed; the addresses are lines of text."""

    reference: str
    date: datetime
    language: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    html: str


def fingerprint(raw: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return sha256(raw).hexdigest()


def mail_address(text: str) -> str:
    """The one plain-ASCII e-mail address in ``text``; raises NoAddress, which does not repeat it.

    A list of addresses, a display name, a quoted local part: none is one plain address, and all are refused.
    """
    address = one_line(text)
    local, _at, domain = address.rpartition("@")
    try:
        address = f"{local}@{punycode(domain)}"
        validate_email(address)
    except (ValidationError, UnicodeError):
        address = ""
    if not address.isascii() or '"' in address or not address:
        raise NoAddress(_("This is not an e-mail address that a letter can go to or come from. Correct it first."))
    return address


def new_message_id(reference: str, *, token: str, from_address: str) -> str:
    """``<reference.token@domain>``: chosen once, before the first attempt, and the same in every attempt."""
    readable = re.sub(r"[^A-Za-z0-9-]+", ".", reference).strip(".") or "letter"
    return f"<{readable}.{token}@{mail_address(from_address).rpartition('@')[2]}>"


def known_message_id(text: str) -> str:
    """The message id in ``text`` if it is a sound one, else nothing."""
    found = one_line(text)
    return found if _MESSAGE_ID.fullmatch(found) else ""


def thread(in_reply_to: str, references: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The letter answered and the thread up to it: unsound and repeated ids dropped, a long one cut in its middle."""
    answered = known_message_id(in_reply_to)
    ids = list(dict.fromkeys(filter(None, map(known_message_id, references))))
    if answered:
        ids = [each for each in ids if each != answered] + [answered]
    if len(ids) > MOST_REFERENCES:
        ids = [ids[0], *ids[-(MOST_REFERENCES - 1) :]]
    return answered, tuple(ids)


def mail_bytes(mail: Mail) -> bytes:
    """The whole message as it goes over the wire: text and HTML, ASCII, CRLF, the same bytes every time."""
    boundary = f"=_{sha256(mail.message_id.encode()).hexdigest()[:40]}"
    message = MIMEMultipart("alternative", boundary=boundary, policy=_WIRE)
    answered, references = thread(mail.in_reply_to, mail.references)
    headers = {
        "From": _mailbox(mail.from_name, mail.from_address),
        "To": _mailbox(mail.to_name, mail.to_address),
        "Subject": _words(mail.subject) if one_line(mail.subject) else "",
        "Date": format_datetime(mail.date),
        "Message-ID": known_message_id(mail.message_id),
        "In-Reply-To": answered,
        "References": " ".join(references),
        "Content-Language": _language(mail.language),
    }
    for name, value in headers.items():
        if value:
            message[name] = value  # type: ignore[assignment]  # the stubs know no Header here; the generator does
    message.attach(MIMEText(plain(mail.text), "plain", _UTF8, policy=_WIRE))  # type: ignore[arg-type]  # the stubs know a name of a character set only
    message.attach(MIMEText(plain(mail_html(mail)), "html", _UTF8, policy=_WIRE))  # type: ignore[arg-type]  # the stubs know a name of a character set only
    wire = BytesIO()
    BytesGenerator(wire, mangle_from_=False, policy=_WIRE).flatten(message)
    return wire.getvalue()


def mail_html(mail: Mail) -> str:
    """The letter as a small whole document; the body is taken as it was approved."""
    language = _language(mail.language)
    given = {"language": language, "subject": one_line(mail.subject), "body": mark_safe(mail.html)}  # noqa: S308  (cleaned where it was written, frozen since)
    with override(language):
        return render_to_string("casework/dispatch/mail.html", given)


def page_html(page: Page) -> str:
    """The letter as a page to print: letterhead, date, addressee, body; nothing from anywhere else."""
    language = _language(page.language)
    given = {
        "language": language,
        "reference": one_line(page.reference),
        "date": page.date,
        "subject": one_line(page.subject),
        "from_name": one_line(page.from_name),
        "from_lines": _lines(page.from_address),
        "to_name": one_line(page.to_name),
        "to_lines": _lines(page.to_address),
        "body": mark_safe(plain(page.html)),  # noqa: S308  (cleaned where it was written, frozen since)
    }
    with override(language):
        return render_to_string("casework/dispatch/page.html", given)


def page_bytes(page: Page) -> bytes:
    """The page as it is kept and shown."""
    return page_html(page).encode()


def _language(language: str) -> str:
    return "fr" if language[:2] == "fr" else "en"


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, plain(text).split("\n")) if line]


def _words(text: str) -> Header:
    """One header's words; encoded when they are not plain ASCII, look encoded already, or do not fit a line."""
    words = one_line(text)
    as_it_is = words.isascii() and "=?" not in words and max(map(len, words.split()), default=0) < 60
    return Header(words, "us-ascii" if as_it_is else "utf-8", maxlinelen=60, header_name="Subject")


def _mailbox(name: str, address: str) -> str:
    """``name <address>`` with exactly one address, whatever the name contains."""
    return formataddr((_words(name).encode(linesep="", maxlinelen=60), mail_address(address)))
