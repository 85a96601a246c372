"""The passages of a letter, to hang a comment on: its subject, its paragraphs, where one is found again. Pure."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

#: What stands by itself: the words between two of these are one passage.
_BLOCKS: Final = frozenset({"p", "li", "ul", "ol", "h2", "h3", "div"})
#: So much of a passage says which one it is.
MOST_SHOWN: Final = 80


def passages(subject: str, html: str) -> tuple[str, ...]:
    """The subject, then each paragraph and point of the letter in order, as plain words; empty ones are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(words for words in (one_line(subject), *reader.found()) if words)


def place_of(quote: str, place: int | None, among: Sequence[str]) -> int | None:
    """Where the quoted words stand now: where they stood if they still do, else wherever they do; None: nowhere."""
    wanted = one_line(quote)
    if not wanted:
        return None
    if place is not None and 0 <= place < len(among) and wanted in among[place]:
        return place
    return next((number for number, words in enumerate(among) if wanted in words), None)


def shortened(words: str) -> str:
    """The beginning of a passage, for a list to choose from."""
    return words if len(words) <= MOST_SHOWN else words[: MOST_SHOWN - 1].rstrip() + "…"


def one_line(words: str) -> str:
    """Words with every stretch of white space as one space: how a browser shows them and a reader selects them."""
    return " ".join(words.split())


class _Reader(HTMLParser):
    """Collects the words between the tags that begin and end a passage."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new passage, or a new line in one."""
        if tag in _BLOCKS:
            self._pieces.append([])
        elif tag == "br":
            self._pieces[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        """The end of a passage."""
        if tag in _BLOCKS:
            self._pieces.append([])

    def handle_data(self, data: str) -> None:
        """Words."""
        self._pieces[-1].append(data)

    def found(self) -> list[str]:
        """The passages so far."""
        return [one_line("".join(pieces)) for pieces in self._pieces]
