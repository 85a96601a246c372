"""Walls inside an office: a room says which rows are kept from whom, of its own models and of those of rooms below.

Memberships say whose rows somebody sees; this takes some of them away again. What is kept is few, so each question is
"is this row among them": an index probe a row, and the order a list is walked in stays as it was.
"""

from collections.abc import Callable
from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: ``rows(user)``: rows of one model.
Rows = Callable[[Any], QuerySet[Any]]

#: What a list says in place of a name or a subject that it keeps back.
MASK: Final[Promise] = _("Sensitive file")

_kept: dict[str, list[Rows]] = {}
_masked: dict[str, Rows] = {}


def keep(label: str, rows: Rows) -> None:
    """Declare which rows of a model, ``room.Model``, are kept from whoever asks; several rooms may."""
    _kept.setdefault(label, []).append(rows)


def mask(label: str, rows: Rows) -> None:
    """Declare of which rows of a model a list shows whoever asks no name and no subject."""
    _masked[label] = rows


def is_kept(label: str) -> bool:
    """Whether some room keeps rows of this model from somebody within an office."""
    return label in _kept


def within(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Those of the rows that are kept from this person by no room."""
    for kept in _kept.get(rows.model._meta.label, ()):
        rows = rows.filter(~Exists(kept(user).filter(pk=OuterRef("pk"))))
    return rows


def with_masks(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The rows, each with ``is_masked``: whether a list shows this person neither its name nor its subject."""
    masked = _masked[rows.model._meta.label](user)
    return rows.annotate(is_masked=Exists(masked.filter(pk=OuterRef("pk"))))


def unmasked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows, fetched ``with_masks``, that a list shows as they are."""
    return rows.filter(is_masked=False)


def shown(row: Any, text: Any) -> Any:
    """What a list shows of a row: the text, or the mask; a row that came without an answer is masked."""
    return MASK if getattr(row, "is_masked", True) else text


def kept_lines(user: Any) -> Q:
    """The history lines about what is kept from this person."""
    lines = Q(pk__in=[])
    for label, keepers in _kept.items():
        about = ContentType.objects.get_for_model(apps.get_model(label))
        for kept in keepers:
            keys = kept(user).annotate(_key=Cast("pk", CharField())).order_by().values("_key")
            lines |= Q(content_type=about, object_id__in=keys)
    return lines
