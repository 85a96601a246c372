"""What the checks read, what the record knows, and what they find. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import unescape
from typing import Any, Final, Literal

from django.utils.functional import Promise, lazy

from casework.cases.accommodating import holds_back
from casework.contacts.access import is_about_letters, kind_of

from ..content import Content

Severity = Literal["blocker", "warning"]


def listed(words: str, *, by: str | None = None) -> frozenset[str]:
    """A list of words written in one line, or several."""
    return frozenset(words.split(by))


#: A link as ``render.clean`` leaves it, begun or ended: read one after the other, in one pass.
_LINK: Final = re.compile(r'<a(?: href="([^"]*)")?>|</a>')
_TAG: Final = re.compile(r"<[^<>]*>")
#: The end of a sentence, or of a line. A full stop after one of these is none.
_END: Final = re.compile(r"(?<![.!?…])[.!?…]+(?=[\s\"”»)]|$)|\n")


_SHORT: Final = listed("mr mrs ms mx dr st ste no nos hon rev prof me mme mlle jan feb mar apr aug sept sep oct nov")
_SHORT_MONTHS: Final = listed("dec janv févr avr juill déc art p pp e.g i.e etc p.ex")
_LAST_WORD: Final = re.compile(r"[^\s(]*$")
#: Passages are quoted whole up to here.
LONGEST_PASSAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the person asked for on the case so that they can read us or meet us, and where it stands."""

    code: str
    status: str = "asked"

    @property
    def kind(self) -> str:
        """What it is about: large print, whatever its size."""
        return kind_of(self.code)

    @property
    def holds_back(self) -> bool:
        """Whether a letter to them waits: it has to see to it, and nobody has talked with them yet."""
        return holds_back(self.status) and is_about_letters(self.code)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of the person a letter is for, and what day it is."""

    name: str
    today: date
    salutation: str = ""
    language: str = ""
    needs: tuple[Asked, ...] = ()
    riding: str = ""
    ridings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    #: What they want on the issue: "for", "against", "unclear"; empty where nobody noted it.
    wants: str = ""
    #: Passages of templates that take a side: the side, the words.
    sided: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, or to look at again: the exact words, and what to do about them."""

    severity: Severity
    code: str
    passage: str
    sentence: str | Promise

    @property
    def blocks(self) -> bool:
        """Whether the letter cannot be submitted as it is."""
        return self.severity == "blocker"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, and where."""

    address: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """A letter laid out for the checks: its content, the plain text that leaves, what the record knows."""

    content: Content
    text: str
    known: Known

    @cached_property
    def everything(self) -> str:
        """All the words a finding may quote: envelope, subject, text, and the addresses its links lead to."""
        lines = [self.content.to_name, self.content.subject, self.content.salutation, self.text]
        return "\n".join([*lines, *(f"{link.words}\n{link.address}" for link in self.links)])

    @cached_property
    def words(self) -> str:
        """What the person reads: subject and text."""
        return f"{self.content.subject}\n{self.text}"

    @cached_property
    def body(self) -> str:
        """The text without the salutation before it and the closing and signature after it."""
        text = self.text.removeprefix(self.content.salutation)
        for last in (self.content.signatory_title, self.content.signatory, self.content.closing):
            text = text.rstrip().removesuffix(last) if last else text
        return text.strip()

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of the body, in order; an abbreviation ends none."""
        found, start = [], 0
        for end in _END.finditer(self.body):
            if end.group() == "." and _shortened(self.body[max(start, end.start() - 12) : end.start()]):
                continue
            found.append(self.body[start : end.end()].strip())
            start = end.end()
        return [sentence for sentence in [*found, self.body[start:].strip()] if sentence]

    @cached_property
    def links(self) -> list[Link]:
        """Every link of the body, in order."""
        found, begun = [], None
        for tag in _LINK.finditer(self.content.body):
            if tag.group() != "</a>":
                begun = tag
            elif begun is not None:
                words = _TAG.sub("", self.content.body[begun.end() : tag.start()])
                found.append(Link(unescape(begun.group(1) or ""), unescape(words).strip()))
                begun = None
        return found


def _shortened(before: str) -> bool:
    match = _LAST_WORD.search(before)
    last = match.group().lower() if match else ""
    return last in _SHORT or last in _SHORT_MONTHS or (len(last) == 1 and last.isalpha())


def clip(passage: str) -> str:
    """The beginning of a long passage, cut where a word ends: exact words still."""
    if len(passage) <= LONGEST_PASSAGE:
        return passage
    return passage[:LONGEST_PASSAGE].rpartition(" ")[0] or passage[:LONGEST_PASSAGE]


def near(text: str, start: int, end: int, *, before: int, after: int = 0) -> str:
    """What stands around a passage, in small letters, on the same line."""
    left = text[max(0, start - before) : start].rpartition("\n")[2]
    right = text[end : end + after].partition("\n")[0]
    return f"{left} {right}".casefold()


def _put(text: Any, values: dict[str, Any]) -> str:
    return str(text) % values


#: A sentence with values in it, translated when it is read.
said: Final = lazy(_put, str)
