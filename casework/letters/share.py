"""How much of a letter is not the text it began from: what was written freely, and what was left out. Pure.

The text it is measured against has its fields filled in, so what stands in a field is not free. Every other text that
somebody approved and that the letter says word for word is not free either.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from casework.core.text import fold

from . import guarded

_QUOTES: Final = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’ʼ`´′", "'")})
_EDGE: Final = ",.;:…-–—!?\"'()[]"
#: More pairs of words than this are not compared: nobody knows how much is free.
MOST_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a letter is free, and whether a word that changes what it says is among it."""

    words: int
    free: int
    is_guarded: bool

    @property
    def free_share(self) -> float:
        """The share of free words; of no words nothing is free."""
        return self.free / self.words if self.words else 0.0


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: no capitals, no marks around them, one kind of quote."""
    chunks = unicodedata.normalize("NFC", text).translate(_QUOTES).casefold().split()
    return [word for word in (chunk.strip(_EDGE) for chunk in chunks) if word]


def measure(said: str, began_from: str, also_approved: Sequence[str] = ()) -> Share | None:
    """How much of ``said`` is neither the text it began from nor another that was approved; None if it is too long.

    Words that were left out count as well: a letter without a sentence of its template may say something else.
    """
    words, expected = words_of(said), words_of(began_from)
    total = max(len(words), len(expected))
    for text in sorted(map(words_of, also_approved), key=len, reverse=True):
        if not _is_within(text, expected):
            words = _without(words, text)
    if len(words) * len(expected) > MOST_PAIRS:
        return None
    blocks = SequenceMatcher(None, expected, words, autojunk=False).get_opcodes()
    changes = [(expected[i:j], words[k:m]) for tag, i, j, k, m in blocks if tag != "equal"]
    free = sum(max(len(gone), len(new)) for gone, new in changes)
    return Share(total, free, any(_means(word) for gone, new in changes for word in [*gone, *new]))


def says_all(text: str, passage: str) -> bool:
    """Whether a text says a passage word for word."""
    return bool(words_of(passage)) and _is_within(words_of(passage), words_of(text))


def _within(part: list[str], words: list[str]) -> int:
    """Where the part begins in the words; -1 when it does not stand there."""
    if not part:
        return -1
    starts = (i for i, word in enumerate(words[: len(words) - len(part) + 1]) if word == part[0])
    return next((i for i in starts if words[i : i + len(part)] == part), -1)


def _is_within(part: list[str], words: list[str]) -> bool:
    return _within(part, words) >= 0


def _without(words: list[str], part: list[str]) -> list[str]:
    """The words without the part, once."""
    start = _within(part, words)
    return words if start < 0 else [*words[:start], *words[start + len(part) :]]


def _means(word: str) -> bool:
    """Whether a word turns what is said round: a number, a negation, a promise or a permission, an address."""
    if any(map(str.isnumeric, word)) or re.search(r"@|://|^www\.", word):
        return True
    folded = [fold(part) for part in re.split(r"[-']", word)]
    return any(part in guarded.NEGATIONS or guarded.is_promise(part) for part in [fold(word), *folded])
