"""A text as words and marks, so that two of them can be compared. What means nothing is left out. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from . import guarded

#: Marks that may come and go. An exclamation mark is not among them: it changes the tone.
LIGHT: Final = frozenset(",.;:…-–—")
_QUOTES: Final = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’ʼ`´′", "'")})
_TAG: Final = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>")
#: Tags that change how a word looks, and tags that part paragraphs. With an attribute they are what they are.
_EMPHASIS: Final = frozenset({"b", "strong", "i", "em"})
_SPACING: Final = {"p": "\n\n", "br": "\n"}
_CHUNK: Final = re.compile(r"\n\s*\n|\S+")
_EDGE: Final = ",.;:…-–—!?\"'()[]"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|.", re.DOTALL)
#: What reads as a web or e-mail address, or as an abbreviation with full stops: every letter of it counts.
EXACT: Final = re.compile(r"@|://|^www\.|[^\W\d_]\.[^\W\d_]", re.IGNORECASE)


@dataclass(slots=True)
class Wording:
    """A text as words, and as the marks before each of them and after the last."""

    words: list[str] = field(default_factory=list)
    gaps: list[list[str]] = field(default_factory=lambda: [[]])
    repeats: list[int] = field(default_factory=list)

    def add(self, token: str, *, is_word: bool) -> None:
        """The next word or mark; "the the" is one word, written twice."""
        if not is_word:
            self.gaps[-1].append(token)
        elif self.words and not self.gaps[-1] and token.lower() in guarded.REPEATED and same(token, self.words[-1]):
            self.repeats[-1] += 1
        else:
            self.words.append(token)
            self.repeats.append(0)
            self.gaps.append([])


def same(one: str, other: str) -> bool:
    """Whether two words are one, capitals apart."""
    return one.lower() == other.lower()


def read(text: str, *, html: bool) -> Wording:
    """The words and marks of a text. What is left out here (spacing, emphasis, which kind of quote) means nothing."""
    wording = Wording()
    for structure, words in _runs(text) if html else [("", text)]:
        if structure:
            wording.add(structure, is_word=False)
        for chunk in _CHUNK.findall(unicodedata.normalize("NFC", words).translate(_QUOTES)):
            if not chunk.strip():
                wording.add("\n", is_word=False)
            elif chunk.isalpha():
                wording.add(chunk, is_word=True)
            else:
                _read_chunk(chunk, wording)
    return wording


def _runs(html: str) -> Iterator[tuple[str, str]]:
    """The words between the tags that count, each run with the tag before it."""
    structure, run, end = "", [], 0
    for tag in _TAG.finditer(html):
        run.append(_unescaped(html[end : tag.start()]))
        end = tag.end()
        name, bare = tag[1].lower(), not tag[2].strip(" /")
        if bare and name.strip("/") in _SPACING:
            run.append(_SPACING[name.strip("/")])
        elif not (bare and name.strip("/") in _EMPHASIS):
            yield structure, "".join(run)
            structure, run = f"<{name}{tag[2]}>", []
    yield structure, "".join([*run, _unescaped(html[end:])])


def _unescaped(text: str) -> str:
    """Words as they are read; a line end in the source of HTML is a space."""
    return unescape(text).replace("\n", " ")


def _read_chunk(chunk: str, wording: Wording) -> None:
    """What stands between two spaces: a number or address is one word as it stands, the rest comes apart."""
    core = chunk.strip(_EDGE)
    if not (any(map(str.isnumeric, core)) or EXACT.search(core)):
        for token in _WORD.findall(chunk):
            wording.add(token, is_word=token[0].isalpha())
        return
    start = chunk.index(core)
    for mark in chunk[:start]:
        wording.add(mark, is_word=False)
    wording.add(core, is_word=True)
    for mark in chunk[start + len(core) :]:
        wording.add(mark, is_word=False)
