"""What Wagtail writes down of pages, groups, pictures and sites: each of its lines has one in the sealed history.

The line holds the number of Wagtail's row and a keyed hash over all of it, and no word: whoever changes Wagtail's row,
or takes it out, is found by ``verify_history``. What hangs on things with a history here is not doubled.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BigIntegerField, Min
from django.db.models.functions import Cast
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from . import chain
from .models import HistoryEntry

ACTION: Final = "core.wagtail"
LOGS: Final = (ModelLogEntry, PageLogEntry)
#: So many rows are compared at a time.
PORTION: Final = 2_000


def connect() -> None:
    """Hear of each line that Wagtail writes."""
    for log in LOGS:
        post_save.connect(_written, sender=log, dispatch_uid=f"core.wagtails.{log.__name__}")


def findings() -> Iterator[str]:
    """What does not match: rows of Wagtail's that are gone, are others, or that the site did not write.

    Rows from before their lines were kept are left alone.
    """
    for log in LOGS:
        yield from _changed(log)
        yield from _put_in(log)


def _written(sender: type[Any], instance: Any, created: bool, raw: bool = False, **_news: Any) -> None:
    kind = instance.content_type.model_class() if instance.content_type_id else None
    if raw or not created or (kind is not None and registry.get_log_model_for_model(kind) is HistoryEntry):
        return
    HistoryEntry.objects.create(
        content_type=ContentType.objects.get_for_model(sender),
        object_id=str(instance.pk),
        label=f"{sender.__name__} {instance.pk}",
        action=ACTION,
        user_id=instance.user_id,
        uuid=instance.uuid,
        timestamp=instance.timestamp,
        data={"row": chain.veiled(sender._meta.label, _written_out(instance))},
    )


def _written_out(row: Any) -> str:
    """Every column of a row in one way only, whichever database it came from."""
    values = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    values["data"] = json.loads(json.dumps(values["data"], cls=DjangoJSONEncoder))
    return chain.written_out(values.values())


def _lines(log: type[Any]) -> Any:
    """The lines of the history about one of the two logs, by the number of the row."""
    kind = ContentType.objects.get_for_model(log)
    lines = HistoryEntry.objects.filter(action=ACTION, content_type=kind).order_by()
    return lines.annotate(row=Cast("object_id", BigIntegerField()))


def _changed(log: type[Any]) -> Iterator[str]:
    after = 0
    while portion := list(_lines(log).filter(pk__gt=after).order_by("pk").values("pk", "row", "data")[:PORTION]):
        rows = log.objects.in_bulk([line["row"] for line in portion])
        for line in portion:
            named = {"log": log.__name__, "row": line["row"], "line": line["pk"]}
            row = rows.get(line["row"])
            if row is None:
                yield _("%(log)s %(row)d (line %(line)d) was removed.") % named
            elif not chain.is_veiled(log._meta.label, _written_out(row), line["data"].get("row", "")):
                yield _("%(log)s %(row)d (line %(line)d) was altered.") % named
        after = portion[-1]["pk"]


def _put_in(log: type[Any]) -> Iterator[str]:
    first = _lines(log).aggregate(first=Min("row"))["first"]
    if first is None:
        return
    rows = log.objects.filter(pk__gt=first).exclude(content_type__in=_told_here()).order_by("pk")
    after = first
    while portion := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:PORTION]):
        known = set(_lines(log).filter(object_id__in=[str(pk) for pk in portion]).values_list("row", flat=True))
        for pk in portion:
            if pk not in known:
                yield _("%(log)s %(row)d was inserted: the site did not write it.") % {"log": log.__name__, "row": pk}
        after = portion[-1]


def _told_here() -> list[ContentType]:
    """The kinds of things that have a history here, and no line of Wagtail's."""
    ours = [kind for kind, log in registry.log_entry_models_by_type.values_by_class.items() if log is HistoryEntry]
    return list(ContentType.objects.get_for_models(*ours).values())
