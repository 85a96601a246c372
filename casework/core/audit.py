"""One line in the history for everything that happens."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import LogContext, get_active_log_context, log, registry as log_registry

from . import chain, clock
from .models import HistoryEntry
from .permissions import SYSTEM, Actor

#: The number of a line's thing where the line is about a whole kind of thing.
NONE_OF_THEM = "0"


def record(thing: Any, action: str, *, by: Actor, acting_for: Any = None, **data: Any) -> None:
    """Write one line: what was done to ``thing``, by whom, with facts and no words of anybody's.

    ``action`` is ``room.verb`` and must be declared in that room's ``wagtail_hooks.py``; Wagtail refuses others. A
    model that was given no history raises LookupError: Wagtail would write its line where every office reads it.
    ``acting_for`` is the person in whose place somebody acted.
    """
    if log_registry.get_log_model_for_instance(thing) is not HistoryEntry:
        raise LookupError(f"{type(thing).__name__} has no history: register_model it in its room's wagtail_hooks.py.")
    if acting_for is not None:
        data["acting_for"] = acting_for.pk
    if by is not SYSTEM:
        log(thing, action, user=by, data=data)
        return
    # Without a user Wagtail would write down whoever is signed in: what the system does, nobody did.
    uuid = get_active_log_context().uuid
    with LogContext(generate_uuid=False):
        log(thing, action, uuid=uuid, data=data)


def tell(about: Any, action: str, *, by: Actor, office: int | None = None, **data: Any) -> None:
    """Write one line about what was not done to a thing: a refusal, a list taken away, somebody signing in.

    ``about`` is a row, with or without a history of its own, or a model, for all of its rows. The line is of the row's
    office, or of the one that is said.
    """
    is_row = not isinstance(about, type) and about.pk is not None
    if is_row and hasattr(about._meta.model._default_manager, "for_user"):
        office = getattr(about, "office_id", None)
        is_row = office is not None  # a file whose office is not told by itself is named to nobody
    HistoryEntry.objects.create(
        content_type=ContentType.objects.get_for_model(about, for_concrete_model=False),
        object_id=str(about.pk) if is_row else NONE_OF_THEM,
        office_id=office,
        label=_label(about) if is_row else str(about._meta.verbose_name_plural),
        action=action,
        user=None if by is SYSTEM else by,
        uuid=get_active_log_context().uuid,
        timestamp=clock.now(),
        data=data,
    )


def tell_export(by: Actor, kind_of_thing: Any, **data: Any) -> None:
    """Write down that rows of this kind left as a file: a line in each office of the person, whose rows they were."""
    for office in by.office_ids or (None,):
        tell(kind_of_thing, "core.exported", by=by, office=office, **data)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which facts changed, each before and after as a short keyed hash: for ``record(…, changes=changed(…))``.

    Whoever has the words can show that they were the ones; whoever has the history cannot read them out of it.
    """
    return {
        name: [chain.veiled(name, _said(before.get(name))), chain.veiled(name, _said(after.get(name)))]
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def _said(value: Any) -> str:
    """A value as it is told apart from others; a row by its number."""
    return str(value.pk) if hasattr(value, "pk") else str(value)


def _label(thing: Any) -> str:
    """What a row is called in the history; an account is a number there, since its name is somebody's."""
    return f"#{thing.pk}" if hasattr(thing, "is_authenticated") else str(thing)
