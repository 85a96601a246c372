"""Reads over all rooms: one search for everything in sight, and Wagtail's reports held to it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import WorkflowMixin

from casework.cases import queries as cases
from casework.contacts import queries as contacts
from casework.core.references import normalise
from casework.intake import queries as intake

#: So many of each kind are shown.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found, kind by kind; a kind the person may not read is None."""

    cases: list[Any] | None
    people: list[Any] | None
    submissions: list[Any] | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.cases or self.people or self.submissions)


def find(user: Any, words: str) -> Found:
    """Cases, people and messages in sight that a reference, a name, an address or any words find; a few of each."""
    words = normalise(words) or words
    return Found(
        cases=_few(user, "cases.view_case", cases.found, words),
        people=_few(user, "contacts.view_person", contacts.found, words),
        submissions=_few(user, "intake.view_submission", intake.found, words),
    )


def _few(user: Any, permission: str, found: Any, words: str) -> list[Any] | None:
    if not user.has_perm(permission):
        return None
    return list(found(user, words)[: SHOWN + 1]) if words.strip() else []


def in_sight(rows: QuerySet[Any], user: Any, *, prefix: str = "") -> QuerySet[Any]:
    """Rows about any object (workflow states, task states), without those about an object out of sight.

    Every model whose rows belong to an office says so by ``for_user``; one added tomorrow is held back as well. What
    can be reviewed is asked row by row; about the others there is nothing to show.
    """
    guarded: list[Any] = [model for model in apps.get_models() if hasattr(model._default_manager, "for_user")]
    kinds = ContentType.objects.get_for_models(*guarded, for_concrete_models=True)
    reviewed = [model for model in guarded if issubclass(model, WorkflowMixin)]
    others = [kinds[model].pk for model in guarded if model not in reviewed]
    seen = ~Q(**{f"{prefix}content_type__in": others})
    for model in reviewed:
        mine = model._default_manager.for_user(user).annotate(_key=Cast("pk", CharField())).order_by()
        about = Q(**{f"{prefix}content_type": kinds[model].pk})
        seen &= ~about | Q(**{f"{prefix}object_id__in": mine.values("_key")})
    return rows.filter(seen)


def lines_with_things(log_model: Any, pks: list[int]) -> Any:
    """These history lines, each with the thing it is about, or None when that is gone."""
    lines = log_model.objects.filter(pk__in=pks).select_related("user__wagtail_userprofile", "content_type")
    return lines.with_instances()
