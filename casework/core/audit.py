"""One line in the history for everything that happens."""

from typing import Any

from wagtail.log_actions import LogContext, get_active_log_context, log, registry as log_registry

from .models import HistoryEntry
from .permissions import SYSTEM, Actor


def record(thing: Any, action: str, *, by: Actor, **data: Any) -> None:
    """Write one line: what was done to ``thing``, by whom, with facts and no words of anybody's.

    ``action`` is ``room.verb`` and must be declared in that room's ``wagtail_hooks.py``; Wagtail refuses others. A
    model that was given no history raises LookupError: Wagtail would write its line where every office reads it.
    """
    if log_registry.get_log_model_for_instance(thing) is not HistoryEntry:
        raise LookupError(f"{type(thing).__name__} has no history: register_model it in its room's wagtail_hooks.py.")
    if by is not SYSTEM:
        log(thing, action, user=by, data=data)
        return
    # Without a user Wagtail would write down whoever is signed in: what the system does, nobody did.
    uuid = get_active_log_context().uuid
    with LogContext(generate_uuid=False):
        log(thing, action, uuid=uuid, data=data)
