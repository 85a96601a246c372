"""How much of a line stands word for word in a letter, and which lines a letter says. Pure.

Words are compared as search compares them: no case, no accents, no apostrophes of one kind or the other, whatever
stands between them. What counts are runs of words; the cost is that of reading letter and lines once.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from casework.core.text import fold

#: Fewer words in a row than this are everybody's: "we are asking", "nous vous remercions".
RUN: Final = 4
#: So many words in a row come from the line, however long it is.
LONG_RUN: Final = 8

_WORD: Final = re.compile("[\\w\u0300-\u036f]+(?:['\u2018\u2019\u02bc`\u00b4\u2032][\\w\u0300-\u036f]+)*")
#: Signs that nobody sees: a word with one inside is the same word.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is looked for: ``line`` tells whose version it is, ``stands`` whether a letter may say it now."""

    key: int
    line: int
    words: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter says of a line: its share in percent, whether that is the line, and the words of the letter."""

    share: int
    is_used: bool
    passage: str = ""


def said(text: str, lines: Iterable[Line]) -> dict[int, Said]:
    """How much of each line a letter says, by key.

    Versions of a line resemble each other, and one line may hold another. So words that a line says whole which may be
    said count for no other; and of a line that may not be said, a version counts only if it says more than one that
    may.
    """
    letter, lines = _Text(text), [(line, _words(line.words)) for line in lines]
    whole = [(line, words, letter.measure(words)) for line, words in lines]
    rest = letter.without(words for line, words, _measure in whole if line.stands)
    best: dict[int, tuple[int, bool, int]] = {}
    for line, words, _measure in whole:
        now = (rest.measure(words).words, line.stands, line.key)
        best[line.line] = max(now, best.get(line.line, (0, False, 0)))
    found = {}
    for line, words, measure in whole:
        if line.stands:
            found[line.key] = Said(measure.share, measure.is_enough())
            continue
        left = rest.measure(words)
        is_used = left.is_enough(but=measure.words - left.words) and best[line.line][2] == line.key
        found[line.key] = Said(measure.share, is_used, rest.passage(words) if is_used else "")
    return found


@dataclass(frozen=True, slots=True)
class _Measure:
    """Of so many words of a line, how many stand in the letter in runs, and how many in the longest."""

    of: int
    words: int
    longest: int

    @property
    def share(self) -> int:
        return 100 * self.words // self.of if self.of else 0

    def is_enough(self, *, but: int = 0) -> bool:
        """Half of the line, or a long run; ``but`` so many words of it that the letter says for another reason."""
        return self.words > 0 and (self.longest >= LONG_RUN or 2 * self.words >= self.of - but)


class _Text:
    """The words of a letter; an empty one stands where words count for nothing any more."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text).translate(_UNSEEN)
        told = [(fold(match.group()), match.span()) for match in _WORD.finditer(self.text)]
        self.words = [word for word, _span in told if word]
        self.spans = [span for word, span in told if word]
        self._runs: dict[int, frozenset[tuple[str, ...]]] = {}

    @cached_property
    def joined(self) -> str:
        """All words, one space around each."""
        return f" {' '.join(self.words)} "

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in ``joined``."""
        starts, at = [], 1
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def runs(self, size: int) -> frozenset[tuple[str, ...]]:
        """Every run of so many words."""
        if size not in self._runs:
            self._runs[size] = frozenset(_runs(self.words, size))
        return self._runs[size]

    def measure(self, words: Sequence[str]) -> _Measure:
        """How much of these words stands here."""
        size = min(RUN, len(words))
        covered = longest = end = row = 0
        for at, run in enumerate(_runs(words, size)):
            if run not in self.runs(size):
                row = 0
                continue
            row += 1
            longest = max(longest, row + size - 1)
            covered += at + size - max(at, end)
            end = at + size
        return _Measure(len(words), covered, longest)

    def passage(self, words: Sequence[str]) -> str:
        """The longest row of these words in the letter, exactly as it stands there."""
        size = min(RUN, len(words))
        wanted = frozenset(_runs(words, size))
        longest, row = (0, 0), 0
        for at, run in enumerate(_runs(self.words, size)):
            row = row + 1 if run in wanted else 0
            if row and row + size - 1 > longest[1] - longest[0]:
                longest = (at - row + 1, at + size)
        first, end = longest
        return self.text[self.spans[first][0] : self.spans[end - 1][1]] if end else ""

    def without(self, wholes: Iterable[Sequence[str]]) -> "_Text":
        """The letter with every whole occurrence of these taken out; what stood around them does not close up."""
        rest = _Text.__new__(_Text)
        rest.text, rest.spans, rest._runs = self.text, self.spans, {}
        rest.words = list(self.words)
        for words in wholes:
            for at in self._occurrences(words):
                rest.words[at : at + len(words)] = [""] * len(words)
        return rest

    def _occurrences(self, words: Sequence[str]) -> Iterator[int]:
        wanted = f" {' '.join(words)} "
        found = self.joined.find(wanted) if words else -1
        while found >= 0:
            yield bisect_left(self.starts, found + 1)
            found = self.joined.find(wanted, found + len(wanted) - 1)


def _words(text: str) -> list[str]:
    return _Text(text).words


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Every run of so many words, in order; one with a gap in it is nobody's."""
    if not size:
        return
    for run in zip(*(words[start:] for start in range(size)), strict=False):
        yield run if all(run) else ()
