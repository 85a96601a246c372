"""What the history says of one thing."""

from typing import Any

from casework.core.models import HistoryEntry


def lines(thing: Any) -> list[str]:
    """The names of what was done to it, the oldest first."""
    return list(HistoryEntry.objects.for_instance(thing).order_by("pk").values_list("action", flat=True))


def last_line(thing: Any) -> HistoryEntry:
    """The newest line about it."""
    return HistoryEntry.objects.for_instance(thing).latest("pk")
