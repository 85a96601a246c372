"""What is held about a person: each room says which of its rows are, and what stands in the way of erasing them.

A room declares in its ``personal.py``: ``holds`` for a model with rows about people, ``nothing`` for one without, and
the reason. Every model of the site is declared one way or the other; a house test fails until a new one is.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField, DateField, DateTimeField, Field, JSONField, Model, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.module_loading import autodiscover_modules
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.fields import RichTextField

#: ``rows(person)``: the rows of one model about somebody.
Rows = Callable[[Any], QuerySet[Any]]
#: A label and what stands there, as a person reads it.
Fact = tuple[str, str]
Words = str | Promise

#: Made by the machine to find, seal or thread rows: in the file for machines, and not read aloud.
TECHNICAL: Final = frozenset(
    {
        *("id", "key", "claim", "lease_until", "sha256", "approved_sha256", "submitted_sha256", "mark", "told_at"),
        *(
            "message_id",
            "in_reply_to",
            "references_header",
            "last_error",
            "attempts",
            "raw",
            "html",
            "page_id",
            "signals",
        ),
        *("trace", "requirements", "reconfirmed", "place", "not_before", "changed_at", "escalated_at", "object_id"),
        *("live", "has_unpublished_changes", "first_published_at", "last_published_at", "go_live_at", "expire_at"),
        *("expired", "locked", "locked_at", "content_changed", "uuid", "is_used", "began", "digest", "round", "stage"),
        *("claimed_at", "claimed_until", "approved_go_live_at", "before", "reminded_for"),
    }
)
#: What a column is called where its model gives it no name of its own.
LABELS: Final[Mapping[str, Words]] = {
    "accommodation": _("Accommodation"),
    "approved_at": _("Approved"),
    "asked_at": _("Asked"),
    "assigned_at": _("Assigned"),
    "case": _("Case"),
    "created_at": _("Made"),
    "decided_at": _("Decided"),
    "declared_at": _("Declared"),
    "drafted_at": _("Drafted"),
    "end_reason": _("Why it was ended"),
    "ended_at": _("Ended"),
    "ends_at": _("Until"),
    "followed_by": _("Followed by"),
    "kind": _("Kind"),
    "language": _("Language"),
    "letter": _("Letter"),
    "level": _("Level"),
    "made_at": _("Made"),
    "named_at": _("Named"),
    "noted_at": _("Noted"),
    "now": _("After"),
    "office": _("Office"),
    "opened_at": _("Opened"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "raised_at": _("Raised"),
    "ratified_at": _("Ratified"),
    "reason": _("Reason"),
    "resolved_at": _("Resolved"),
    "returned_at": _("Returned"),
    "reviewed_at": _("Reviewed"),
    "sent_at": _("Sent"),
    "signature": _("To be signed by the member"),
    "signed_at": _("Signed"),
    "source": _("Taken from"),
    "state": _("Status"),
    "template": _("Template"),
    "tier": _("Tier"),
    "unit": _("Unit"),
    "unlocked_at": _("Unlocked"),
    "used_at": _("Used"),
    "waived_at": _("Waived"),
    "was": _("Before"),
}


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that goes with a row: under which key the vault has its bytes, and its name when it is handed over.

    ``may_leave`` is whether its bytes may: what a virus was found in is told, and stays.
    """

    key: str
    name: str
    media_type: str
    may_leave: bool


@dataclass(frozen=True)
class Holding:
    """Rows of one model about people: how to reach those about one, and how they are told.

    ``copy_of`` says of what it is a copy that is shown already: it is erased and not shown. ``stays`` says why it is
    shown and not erased. ``only`` names the columns that are told of a row that is about a colleague as much as about
    the person: the rest is the colleague's. ``stone`` gives what is kept of a row that is erased: its reference and the
    hash of its bytes. ``file`` gives the file of a row: it is handed over with it, and gone with it.
    """

    label: str
    rows: Rows
    title: Words = ""
    facts: Callable[[Any], list[Fact]] | None = None
    copy_of: str = ""
    stays: str = ""
    only: tuple[str, ...] = ()
    stone: Callable[[Any], tuple[str, str]] | None = None
    file: Callable[[Any], HeldFile] | None = None

    @property
    def model(self) -> type[Model]:
        """The model of the rows."""
        return apps.get_model(self.label)

    @property
    def name(self) -> str:
        """What the rows are called."""
        return capfirst(str(self.title or self.model._meta.verbose_name_plural))

    def about(self, person: Any) -> QuerySet[Any]:
        """The rows about somebody, in the order in which they came, with what their telling names."""
        named = [each.name for each in self.model._meta.concrete_fields if _is_named(each)]
        rows = self.rows(person).order_by("pk")
        return rows.select_related(*named) if named else rows

    def told(self, row: Any) -> list[Fact]:
        """One row as a person reads it: what is empty is left out, and so is who of the office did it."""
        facts = self.facts(row) if self.facts is not None else told_columns(row, only=self.only)
        return [(label, said) for label, said in facts if said]

    def for_machines(self, row: Any) -> dict[str, Any]:
        """Every column of a row as it stands, for machines."""
        columns = [each for each in row._meta.concrete_fields if not self.only or each.name in self.only]
        values = {each.name: each.value_from_object(row) for each in columns}
        return {
            name: bytes(said).hex() if isinstance(said, bytes | memoryview) else said for name, said in values.items()
        }


@dataclass
class _Declared:
    holdings: list[Holding] = field(default_factory=list)
    nothing: dict[str, str] = field(default_factory=dict)
    blocks: list[Callable[[Any], Iterable[str]]] = field(default_factory=list)


_declared = _Declared()


def holds(label: str, rows: Rows, **more: Any) -> None:
    """Declare a model, ``room.Model``, with rows about people; several rooms may, each for the rows it makes."""
    _declared.holdings.append(Holding(label, rows, **more))


def nothing(why: str, *labels: str) -> None:
    """Declare models, or whole apps by their label, that hold nothing about a person; ``why`` is read by reviewers."""
    _declared.nothing.update(dict.fromkeys(labels, why))


def stands_in_the_way(question: Callable[[Any], Iterable[str]]) -> Callable[[Any], Iterable[str]]:
    """Declare the function below as one that says, in words that say what to do, why somebody cannot be erased now."""
    _declared.blocks.append(question)
    return question


def holdings() -> list[Holding]:
    """Everything declared, rooms in the order of the apps."""
    autodiscover_modules("personal")
    return list(_declared.holdings)


def without() -> Mapping[str, str]:
    """The models and apps that hold nothing about a person, each with the reason."""
    autodiscover_modules("personal")
    return _declared.nothing


def blocks(person: Any) -> list[str]:
    """What has to be done before somebody can be erased; nothing when they can."""
    autodiscover_modules("personal")
    return [words for question in _declared.blocks for words in question(person)]


def is_kept_from(user: Any, person: Any) -> bool:
    """Whether some of what is held about a person is out of this user's sight; what is a colleague's does not count."""
    guarded = [each for each in holdings() if hasattr(each.model._default_manager, "for_user") and not each.only]
    return any(_is_partly_kept(each, user, person) for each in guarded)


def _is_partly_kept(each: Holding, user: Any, person: Any) -> bool:
    guarded: Any = each.model._default_manager
    seen = guarded.for_user(user).order_by().values("pk")
    return each.rows(person).exclude(pk__in=seen).exists()


def shown_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model that are read aloud."""
    plain = [each for each in model._meta.concrete_fields if not each.is_relation and each.name not in TECHNICAL]
    named = [each for each in model._meta.concrete_fields if _is_named(each)]
    return sorted([*plain, *named], key=model._meta.concrete_fields.index)


def told_columns(row: Any, *, apart: Collection[str] = (), only: Collection[str] = ()) -> list[Fact]:
    """The columns of a row, each as a person reads it."""
    shown = [each for each in shown_fields(type(row)) if each.name not in apart and (not only or each.name in only)]
    return [(label_of(each), _said(row, each)) for each in shown]


def label_of(column: Field[Any, Any]) -> str:
    """What a column is called: as its model calls it, else from the list here."""
    is_own = isinstance(column.verbose_name, Promise)
    return capfirst(str(column.verbose_name if is_own else LABELS.get(column.name, column.verbose_name)))


def as_words(markup: str) -> str:
    """Formatted text as lines of plain words."""
    lined = markup.replace("</p>", "</p>\n\n").replace("</li>", "</li>\n").replace("<br/>", "\n").replace("<br>", "\n")
    return unescape(strip_tags(lined)).strip()


def _is_named(column: Field[Any, Any]) -> bool:
    """Whether a foreign key leads to something with a reference or a public name: a case, a letter, an office."""
    other = column.related_model
    if (
        not column.is_relation
        or other is None
        or isinstance(other, str)
        or other._meta.label == settings.AUTH_USER_MODEL
    ):
        return False
    return bool({"reference", "name"} & {each.name for each in other._meta.concrete_fields}) and _is_ours(other)


def _is_ours(model: Any) -> bool:
    return str(model.__module__).startswith("casework.")


def _said(row: Any, column: Field[Any, Any]) -> str:
    if column.is_relation:
        other = getattr(row, column.name)
        return str(other) if other is not None else ""
    value = column.value_from_object(row)
    if value is None or value in ("", [], {}):
        return ""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(column, DateTimeField):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(column, DateField):
        return date_format(value)
    if isinstance(column, RichTextField):
        return as_words(value)
    if isinstance(column, JSONField):
        return _listed(value)
    if isinstance(column, BinaryField):
        return gettext("%(count)d bytes") % {"count": len(value)}
    return str(value)


def _listed(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def rows_of(person: Any, each: Holding) -> Iterator[list[Fact]]:
    """Each row of a holding about somebody, told."""
    return (each.told(row) for row in each.about(person))
