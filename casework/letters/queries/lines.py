"""What the office may say today on the matter of a letter, to have beside the editor and the review."""

from dataclasses import dataclass
from typing import Any

from casework.core import clock
from casework.positions.models import PositionVersion
from casework.positions.queries import lines_of_the_day
from casework.positions.states import Audience

from ..models import Letter


@dataclass(frozen=True, slots=True)
class Sayable:
    """A line of the day in the language of the letter; ``is_said`` when the letter says it word for word."""

    line: PositionVersion
    words: str
    is_said: bool


def lines_beside(letter: Letter, user: Any, text: str) -> list[Sayable]:
    """The lines of the day on the letter's issue that the public may be told; ``text`` is the letter as plain text."""
    if not user.has_perm("positions.view_position"):
        return []
    lines = lines_of_the_day([letter.office_id], letter.case.issue, on=clock.now(), audience=Audience.PUBLIC)
    said = _bare(text)
    in_language = [(line, line.text_fr if letter.language == "fr" else line.text_en) for line in lines]
    return [Sayable(line, words, bool(words.strip()) and _bare(words) in said) for line, words in in_language]


def _bare(text: str) -> str:
    """Words without their line breaks and capitals."""
    return " ".join(text.split()).casefold()
