"""What readers said to the passages of a letter, and where those passages stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.core.permissions import may

from ..content import Content
from ..models import Letter, LetterComment
from ..passages import passages, place_of
from ..render import as_html
from ..states import RAISABLE
from .deciding import is_writer


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, and whether the words it quotes still stand in the letter: then ``place`` says in which passage."""

    said: LetterComment
    place: int | None

    @property
    def is_gone(self) -> bool:
        """Whether it quotes words that the letter does not say any more."""
        return bool(self.said.quote) and self.place is None


def passages_of(content: Content) -> tuple[str, ...]:
    """The passages of a letter as it would leave."""
    return passages(content.subject, as_html(content))


def remarks(letter: Letter, content: Content) -> list[Remark]:
    """Everything readers said to the letter: what still waits first, then from its beginning to its end; one query."""
    rows = letter.comments.select_related("unit", "made_by", "resolved_by").order_by("made_at", "id")
    among = passages_of(content)
    found = [Remark(each, place_of(each.quote, each.place, among)) for each in rows]
    last = len(among)
    return sorted(found, key=lambda one: (one.said.resolved_at is not None, last if one.place is None else one.place))


def held_by_comments(letter: Letter) -> int:
    """How many required comments nobody has resolved yet."""
    return letter.comments.holding().count()


def resolvable(letter: Letter, user: Any, *, among: Iterable[LetterComment] | None = None) -> list[LetterComment]:
    """The comments this person can resolve: as whoever writes the letter, all of them; as who made one, that one."""
    if letter.status not in RAISABLE:
        return []
    rows = letter.comments.filter(resolved_at=None).select_related("unit") if among is None else among
    waiting = [each for each in rows if each.resolved_at is None]
    if not waiting or not may(user, "read", letter):
        return []
    writes = is_writer(letter, user) and may(user, "change", letter)
    return [each for each in waiting if writes or each.made_by_id == user.pk]
