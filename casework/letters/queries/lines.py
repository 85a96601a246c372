"""What the office may say today on the matter of a letter, and which lines the letter says, today's or others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from casework.core import clock
from casework.core.dates import in_words
from casework.positions.models import PositionVersion
from casework.positions.queries import lines_of_the_day, said_about
from casework.positions.states import Audience, Standing, day_of, standing

from ..models import Letter
from ..verbatim import Line, said

#: Why a line may not stand in a letter, by where it stands.
_WHY = {
    Standing.WITHDRAWN: gettext_lazy("Line %(line)s was withdrawn: it may not be said any more."),
    Standing.SUPERSEDED: gettext_lazy("Line %(line)s is not the newest version any more."),
    Standing.EXPIRED: gettext_lazy("Line %(line)s has expired: it may not be said any more."),
    Standing.EMBARGOED: gettext_lazy("Line %(line)s may not be said yet: it is embargoed."),
    Standing.NOT_YET: gettext_lazy("Line %(line)s may not be said yet: it begins on %(day)s."),
}


@dataclass(frozen=True, slots=True)
class Sayable:
    """A line of the day in the language of the letter; how much of it the letter says, and ``is_said`` when all."""

    line: PositionVersion
    words: str
    share: int

    @property
    def is_said(self) -> bool:
        """Whether the letter says it word for word."""
        return self.share == 100


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A version of a line that a letter says. ``why`` it may not, empty when it may; ``instead``, what may be said."""

    version: PositionVersion
    share: int
    passage: str = ""
    why: str = ""
    instead: PositionVersion | None = None
    words_instead: str = ""

    @property
    def sentence(self) -> str:
        """Why it may not be said, and what to do."""
        if self.instead is None:
            return _("%(why)s Take these words out.") % {"why": self.why}
        return _("%(why)s Say %(line)s in their place: it stands among the lines of the day.") % {
            "why": self.why,
            "line": self.instead,
        }


def lines_beside(letter: Letter, user: Any, text: str) -> list[Sayable]:
    """The lines of the day on the letter's issue that the public may be told; ``text`` is the letter as plain text."""
    if not user.has_perm("positions.view_position"):
        return []
    lines = lines_of_the_day([letter.office_id], letter.case.issue, on=clock.now(), audience=Audience.PUBLIC)
    in_language = [(line, in_the_language(line, letter.language)) for line in lines]
    told = said(text, [Line(line.pk, line.position_id, words, stands=True) for line, words in in_language])
    return [Sayable(line, words, told[line.pk].share) for line, words in in_language]


def lines_said(letter: Letter, text: str, *, also: Collection[int] = ()) -> list[LineSaid]:
    """The lines of its office that a letter says with these words, first those that it may not; two queries.

    Looked for are all that were ever approved on its matter, all that it said before, and those named: what somebody
    pastes from an old letter counts as well.
    """
    now = clock.now()
    used = letter.line_uses.values_list("version_id", flat=True)
    versions = said_about([letter.office_id], letter.case.issue, also={*used, *also})
    why = {version.pk: why_not(version, now) for version in versions}
    in_language = [(version, in_the_language(version, letter.language)) for version in versions]
    told = said(text, [Line(each.pk, each.position_id, words, not why[each.pk]) for each, words in in_language])
    stands = {version.position_id: (version, words) for version, words in in_language if not why[version.pk]}
    found = []
    for version in versions:
        if (one := told[version.pk]).is_used:
            instead, words = stands.get(version.position_id, (None, "")) if why[version.pk] else (None, "")
            found.append(LineSaid(version, one.share, one.passage, why[version.pk], instead, words))
    return sorted(found, key=lambda each: not each.why)


def why_not(version: PositionVersion, on: datetime) -> str:
    """Why a letter to the public may not say this version at the moment ``on``; empty when it may."""
    stands = standing(version, on)
    if stands in _WHY:
        return _WHY[stands] % {"line": version, "day": in_words(day_of(version.starts_at))}
    if version.audience != Audience.PUBLIC:
        audience = version.get_audience_display()
        return _("Line %(line)s is not for the public, but for: %(audience)s.") % {
            "line": version,
            "audience": audience,
        }
    return ""


def in_the_language(version: PositionVersion, language: str) -> str:
    """The words of a line in the language of a letter."""
    return version.text_fr if language == "fr" else version.text_en
