"""Moving a thing from one status to another, by a table of moves."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .errors import IllegalMove

Moves = Mapping[str, Collection[str]]


def may_move(thing: Any, to: str, moves: Moves) -> bool:
    """Whether the table of moves lets ``thing`` go to status ``to`` from where it stands."""
    return to in moves.get(thing.status, ())


def move(thing: Any, to: str, moves: Moves) -> str:
    """Set ``thing.status`` if the table of moves allows it; the caller saves.

    Returns the status it came from. Raises IllegalMove, in words for the officer.
    """
    came_from: str = thing.status
    if not may_move(thing, to, moves):
        labels = dict(type(thing)._meta.get_field("status").flatchoices)
        raise IllegalMove(
            _("%(thing)s is %(was)s and cannot become %(to)s. Reload the page to see where it stands now.")
            % {
                "thing": thing,
                "was": str(labels.get(came_from, came_from)).lower(),
                "to": str(labels.get(to, to)).lower(),
            }
        )
    thing.status = to
    return came_from
