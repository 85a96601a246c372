"""One line in the history for everything that happens."""

from typing import Any

from wagtail.log_actions import log

from .permissions import Actor, person


def record(thing: Any, action: str, *, by: Actor, **data: Any) -> None:
    """Write one line: what was done to ``thing``, by whom, with facts and no words of anybody's.

    ``action`` is ``room.verb`` and must be declared in that room's ``wagtail_hooks.py``; Wagtail refuses others.
    """
    log(thing, action, user=person(by), data=data)
