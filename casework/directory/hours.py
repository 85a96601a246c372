"""When an office is open, from the lines an administrator writes: ``Mon-Fri 9:00-12:00, 13:00-17:00``. Pure.

The days may be written out or cut to three letters, in English or in French; a day that no line names is closed.
"""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

_NAMES: Final = (
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
)
#: The days as schema.org calls them.
_CODES: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LINE: Final = re.compile(r"([a-z]+)(?:\s*[-–]\s*([a-z]+))?\s*:?\s+(\d.*)", re.IGNORECASE)
_SPAN: Final = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?\s*[-–]\s*(\d{1,2})(?:[:h](\d{2})?)?", re.IGNORECASE)


class NotHours(ValueError):
    """A line that says no hours; ``line`` is what was written."""

    def __init__(self, line: str):
        super().__init__("not hours")
        self.line = line


@dataclass(frozen=True)
class Span:
    """From one time of a day to a later one."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Run:
    """Days that follow each other and have the same hours."""

    first: int
    last: int
    spans: tuple[Span, ...]

    @property
    def codes(self) -> list[str]:
        """The same as schema.org writes it: ``Mo-Fr 09:00-17:00``, one for each span."""
        days = _CODES[self.first] if self.first == self.last else f"{_CODES[self.first]}-{_CODES[self.last]}"
        return [f"{days} {span.opens:%H:%M}-{span.closes:%H:%M}" for span in self.spans]


def read(text: str) -> list[tuple[Span, ...]]:
    """The spans of each day of the week, Monday first. Raises NotHours with the first line that cannot be meant."""
    week: list[tuple[Span, ...]] = [()] * 7
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        if not found:
            raise NotHours(line)
        first = _day(found[1])
        last = _day(found[2]) if found[2] else first
        spans = _spans(found[3])
        if first is None or last is None or last < first or spans is None or any(week[first : last + 1]):
            raise NotHours(line)
        week[first : last + 1] = [spans] * (last - first + 1)
    return week


def runs(text: str) -> list[Run]:
    """The days with the same hours taken together; none where the lines cannot be read."""
    try:
        week = read(text)
    except NotHours:
        return []
    found: list[Run] = []
    for day, spans in enumerate(week):
        if not spans:
            continue
        if found and found[-1].last == day - 1 and found[-1].spans == spans:
            found[-1] = Run(found[-1].first, day, spans)
        else:
            found.append(Run(day, day, spans))
    return found


def _day(word: str) -> int | None:
    """Which day of the week a word is the beginning of."""
    word = word.lower()
    if len(word) < 3:
        return None
    return next((day for day, names in enumerate(_NAMES) if any(name.startswith(word) for name in names)), None)


def _spans(text: str) -> tuple[Span, ...] | None:
    """The spans in their order; None where one cannot be meant or begins before the last one ends."""
    spans: list[Span] = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if not found:
            return None
        try:
            opens, closes = time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))
        except ValueError:
            return None
        if closes <= opens or (spans and opens <= spans[-1].closes):
            return None
        spans.append(Span(opens, closes))
    return tuple(spans)
