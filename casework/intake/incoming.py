"""What came in, as a value: one shape for every door. Pure; nothing here touches the database."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from casework.cases.states import ReplyBy
from casework.contacts.access import CODES, KEEPING
from casework.core.files import Checked
from casework.core.text import one_line, plain
from casework.directory.models import Language

_LARGEST_KEY = 2**63 - 1
_LONGEST_CODE = 30


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing somebody sent us, as they typed it.

    ``signals`` are the guard's quiet observations: (reason, score) pairs. ``wants_person_check`` says that the
    sender asked a person to look instead of answering the captcha. ``answers`` are what a door asked besides the
    message, each with its code (``answers.py``).
    """

    channel: str = "web_form"
    form: str = "contact"
    language: str = "en"
    subject: str = ""
    body: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    postal_code: str = ""
    address: str = ""
    reply_by: str = "email"
    reply_language: str = "en"
    access_needs: tuple[str, ...] = ()
    access_words: str = ""
    #: The version of the words by which they let us keep what they ask for; empty without a yes.
    access_keep: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    page_id: int | None = None
    privacy_version: str = ""
    signals: tuple[tuple[str, int], ...] = ()
    wants_person_check: bool = False

    def as_data(self) -> dict[str, Any]:
        """The value as plain JSON data, in the order of the fields."""
        return asdict(self)

    def as_json(self) -> str:
        """The value whole, in plain ASCII: what no database column holds (a NUL, half a character) is still there."""
        return json.dumps(self.as_data(), sort_keys=True, ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with it. What is kept of it lies in the vault under ``key``; without one, it could not be kept.

    ``size`` and ``sha256`` are of what is kept, ``came_…`` of the bytes that came: a picture is drawn anew.
    """

    name: str
    kind: str
    came_as: str
    size: int
    sha256: str
    came_size: int
    came_sha256: str
    cautions: tuple[str, ...] = ()
    key: str = ""

    @classmethod
    def of(cls, file: Checked, *, key: str) -> "IncomingFile":
        """A checked file, as the vault has it under ``key``."""
        return cls(
            name=file.name,
            kind=str(file.kind),
            came_as=str(file.came_as),
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            came_size=file.size,
            came_sha256=file.sha256,
            cautions=file.cautions,
            key=key,
        )

    def as_data(self) -> dict[str, Any]:
        """The value as plain JSON data."""
        return asdict(self)


def tidy(incoming: Incoming) -> Incoming:
    """The same as columns can keep it: controls are out and every choice is on its list; words are not cut here.

    A choice we do not know becomes the nearest we do, since somebody waits for an answer; an access need we no longer
    offer stands among the sender's own words.
    """
    language = _language(incoming.language) or Language.ENGLISH
    needs = tuple(dict.fromkeys(incoming.access_needs))
    unknown = [one_line(code)[:_LONGEST_CODE] for code in needs if code not in CODES]
    return replace(
        incoming,
        form=one_line(incoming.form),
        language=language,
        subject=one_line(incoming.subject),
        body=plain(incoming.body),
        name=one_line(incoming.name),
        email=one_line(incoming.email),
        phone=one_line(incoming.phone),
        postal_code=one_line(incoming.postal_code),
        address=plain(incoming.address),
        reply_by=incoming.reply_by if incoming.reply_by in ReplyBy.values else _reachable_by(incoming),
        reply_language=_language(incoming.reply_language) or language,
        access_needs=tuple(code for code in needs if code in CODES),
        access_words="\n".join(filter(None, [plain(incoming.access_words), *unknown])),
        access_keep=incoming.access_keep if incoming.access_keep in KEEPING else "",
        answers=tuple((one_line(code)[:_LONGEST_CODE], plain(said)) for code, said in incoming.answers),
        page_id=incoming.page_id if 0 < (incoming.page_id or 0) <= _LARGEST_KEY else None,
        privacy_version=one_line(incoming.privacy_version),
        signals=tuple((one_line(name), points) for name, points in incoming.signals),
    )


def _language(code: str) -> str:
    """``fr`` for ``fr``, ``FR`` and ``fr-CA``; empty for a language that is none of ours."""
    short = code[:2].lower()
    return short if short in Language.values else ""


def _reachable_by(incoming: Incoming) -> str:
    """How an answer could reach them, when they did not say."""
    if incoming.email.strip():
        return ReplyBy.EMAIL
    if incoming.phone.strip():
        return ReplyBy.PHONE
    return ReplyBy.POST if incoming.address.strip() else ReplyBy.NONE
