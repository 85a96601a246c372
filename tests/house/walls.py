"""What a stranger must not see, and every address at which they might: found by looking, not by a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from .test_labels import NAMES_NOBODY_PRIVATE
from .tree import ROOMS

PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?P<pattern>(?:[^()]|\([^()]*\))*)\)")
#: Parts of an address that say whose row it is about.
APP_PARTS, MODEL_PARTS = {"app_label", "content_type_app_name"}, {"model_name", "content_type_model_name"}
#: Free text that names a person or a file of theirs.
TELLING = {"reference", "name", "given_name", "family_name", "value", "email"}
#: Stored bytes, in the language of the person to whom they went and in the looks of their letter.
EXHIBIT = re.compile(r"/dispatch/\d+/(?:html|page|raw)/$")


#: Where a visit would end the walk, or leads out of the admin.
NOT_WALKED = ("admin/logout/", "admin/login/", "admin/password_reset/", "admin/failwhale/")


@dataclass(frozen=True)
class Address:
    """One address of the site, and the model whose row it is about, as far as the view says."""

    route: str
    model: type[Model] | None
    module: str

    def paths(self, rows: dict[type[Model], list[Any]], *, each: int = 2) -> Iterator[str]:
        """The address filled in with rows, ``each`` of its own model, or of other models where it does not say."""
        parts = [part["name"] or part["group"] for part in PART.finditer(self.route)]
        if not parts:
            yield f"/{self.route}"
            return
        seen = set()
        for model, pk in self._about(rows, parts, each):
            filled = iter([_filling(part, model, pk) for part in parts])
            path = "/" + PART.sub(lambda _, filled=filled: next(filled), self.route)
            path += f"?id={pk}" if "/bulk/" in path else ""
            if path not in seen:
                seen.add(path)
                yield path

    def _about(self, rows: dict[type[Model], list[Any]], parts: list[str], each: int) -> list[tuple[type[Model], Any]]:
        """The rows to try: of its own model; of every model where it may be about anything; else a few numbers.

        A view of Wagtail's, or of a model that is behind no wall, finds rows of its one table by a number: whose number
        it was makes no difference.
        """
        if self.model in rows:
            return [(self.model, pk) for pk in rows[self.model][:each]]
        anything = [(model, keys[0]) for model, keys in rows.items() if keys]
        is_told = self.model is not None or not self.module.startswith("casework.")
        if MODEL_PARTS.intersection(parts) or not is_told:
            return anything
        by_number = sorted(anything, key=lambda one: str(one[1]).zfill(40))
        last = len(by_number) - 1
        return [by_number[place] for place in sorted({0, last // 3, last * 2 // 3, last})] if by_number else []


def _filling(name: str, model: type[Model], pk: Any) -> str:
    if name in APP_PARTS:
        return model._meta.app_label
    if name in MODEL_PARTS:
        return str(model._meta.model_name)
    return "approve" if name in {"action_name", "action", "preset", "mode", "field"} else str(pk)


def addresses(prefix: str) -> list[Address]:
    """Every address below a prefix, however it came to be registered."""
    return [one for one in _walk(get_resolver().url_patterns, "") if one.route.startswith(prefix)]


def ours() -> list[Address]:
    """The addresses about one row of a guarded model, whoever registered them."""
    guarded = set(guarded_models())
    return [one for one in addresses("admin/") if one.model in guarded and ("<" in one.route or "(?P" in one.route)]


def lists() -> list[str]:
    """The addresses without a row: lists, searches, reports, choosers, forms for something new, the dashboard."""
    return [
        one.route
        for one in addresses("admin/")
        if not one.route.startswith(NOT_WALKED)
        and "<" not in one.route
        and "(" not in one.route
        and "*" not in one.route
    ]


def our_screens(rows: dict[type[Model], list[Any]], *, each: int = 2) -> list[str]:
    """The paths of our own screens: those about our rows, ``each`` of a model, and those of our own modules."""
    about_ours = [one for one in addresses("admin/") if one.model in rows and one.model is not get_user_model()]
    paths = {path for one in about_ours for path in one.paths(rows, each=each)}
    paths |= {
        f"/{one.route}" for one in addresses("admin/") if one.module.startswith("casework.") and "<" not in one.route
    }
    return sorted(path for path in paths if not EXHIBIT.search(path))


def _walk(patterns: list[Any], before: str) -> Iterator[Address]:
    for entry in patterns:
        route = before + _clean(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", entry.callback)
            given = getattr(entry.callback, "view_initkwargs", {})
            # A view of wagtail-modeladmin is a method of what was registered for the model.
            owner = getattr(entry.callback, "__self__", None)
            model = given.get("model") or getattr(view, "model", None) or getattr(owner, "model", None)
            yield Address(route, model if isinstance(model, type) else None, view.__module__)


def _clean(route: str) -> str:
    return re.sub(r"\\([./-])", r"\1", re.sub(r"^\^|\\Z$|\$$", "", route))


def guarded_models() -> list[type[Model]]:
    """The models whose rows belong to an office: those that can be asked ``for_user``."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [m for m in models if hasattr(m._default_manager, "for_user") and m._meta.label != "directory.Office"]


def out_of_sight(user: Any) -> dict[type[Model], list[Any]]:
    """For each guarded model, the primary keys of the rows that this person must not see, newest first."""
    found = {}
    for model in guarded_models():
        seen = model._default_manager.for_user(user).values("pk")
        rows = list(model._default_manager.exclude(pk__in=seen).order_by("-pk").values_list("pk", flat=True))
        if rows:
            found[model] = rows
    return found


def secrets(user: Any) -> set[str]:
    """What stands only in rows that this person must not see: references, names, addresses."""
    hidden, shown = set(), set()
    for model in [model for model in guarded_models() if model._meta.label not in NAMES_NOBODY_PRIVATE]:
        names = [field.name for field in model._meta.concrete_fields if field.name in TELLING]
        seen = model._default_manager.for_user(user)
        for name in names:
            shown |= set(seen.values_list(name, flat=True))
            hidden |= set(model._default_manager.exclude(pk__in=seen.values("pk")).values_list(name, flat=True))
    return {text for text in hidden - shown if text and len(str(text)) > 5}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every guarded row as it stands, to see whether anything moved."""
    return {m._meta.label: list(m._default_manager.order_by("pk").values_list()) for m in guarded_models()}
