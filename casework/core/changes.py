"""What changed between two texts, word by word, in an order a person can read aloud. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

_WORD: Final = re.compile(r"\s+|[^\s]+")
#: More pairs of words than this are not compared one by one: the passage is shown as replaced.
MOST_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, that are gone, or that are new."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a text that is not as it was, under the name people know it by."""

    label: str
    pieces: list[Piece]


#: Nothing comes after it.
END: Final = Piece("same", "")


def changes(before: str, after: str) -> list[Piece]:
    """How ``after`` came from ``before``: joined, the pieces that are not new are the one, those not gone the other."""
    told: list[Piece] = []
    gone = came = ""
    for piece in [*_pieces(before, after), END]:
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "new":
            came += piece.text
        elif piece.text or piece is END:
            told += [each for each in (Piece("gone", gone), Piece("new", came)) if each.text]
            gone = came = ""
            before_it = told.pop().text if told and told[-1].kind == "same" else ""
            told += [Piece("same", before_it + piece.text)] if before_it or piece.text else []
    return told


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """By lines first, then by words where lines differ: long letters stay quick."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Piece("gone", before), Piece("new", after))
        return
    for tag, i, j, k, m in _blocks(old, new):
        gone, came = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            yield Piece("same", gone)
        else:
            yield from _words(gone, came)


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Piece("gone", before), Piece("new", after))
        return
    for tag, i, j, k, m in _blocks(old, new):
        if tag == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        yield Piece("gone", "".join(old[i:j]))
        yield Piece("new", "".join(new[k:m]))


def _blocks(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
