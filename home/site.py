"""Building the public site the first time: languages, first pages, the door, lists and pages of text, in pairs."""

import logging
import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from casework.core.clock import today
from casework.directory.actions import seed_programs

from .models import (
    CaseworkPage,
    ContactPage,
    HomePage,
    JobPage,
    JobsPage,
    MembersPage,
    NewsIndexPage,
    NewsPage,
    OfficesPage,
    SearchPage,
    ServicesPage,
    StandardPage,
)

logger = logging.getLogger(__name__)

#: The languages, the one of the site's own root first.
LANGUAGES = ("en", "fr")
_WORDS = Path(__file__).parent / "words"
#: The pages of which there is one in a language, in the order of the menu: in front of the pages of text, and after.
_IN_FRONT = {
    "contact": ContactPage,
    "casework": CaseworkPage,
    "offices": OfficesPage,
    "members": MembersPage,
    "news": NewsIndexPage,
    "services": ServicesPage,
}
_AFTER = {"search": SearchPage, "jobs": JobsPage}


@dataclass
class Built:
    """What a run made; empty when everything stood already."""

    made: list[str] = field(default_factory=list)


@transaction.atomic
def build_site() -> Built:
    """Make what is missing of the site in both languages; a page that stands is never touched.

    A page counts as standing when there is one of its kind that is a twin of its pair, or has its short name.
    """
    built = Built()
    words = {code: first_words(code) for code in LANGUAGES}
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    root = Page.get_first_root_node()
    homes = _pair(built, HomePage, {c: words[c]["home"] for c in words}, locales, dict.fromkeys(LANGUAGES, root))
    _site(homes["en"])
    for name, model in _IN_FRONT.items():
        _pair(built, model, {c: words[c][name] for c in words}, locales, homes)
    if programs := seed_programs():
        built.made.append(f"{programs} programs")
    for pages in zip(*(words[c]["pages"] for c in LANGUAGES), strict=True):
        _pair(built, StandardPage, dict(zip(LANGUAGES, pages, strict=True)), locales, homes)
    for name, model in _AFTER.items():
        _pair(built, model, {c: words[c][name] for c in words}, locales, homes)
    logger.info("site built", extra={"count": len(built.made)})
    return built


@transaction.atomic
def add_examples() -> Built:
    """Put fictional news and a fictional job under their lists, in both languages; what stands is never touched."""
    built = Built()
    words = {code: _read(f"examples.{code}") for code in LANGUAGES}
    locales = {code: Locale.objects.get(language_code=code) for code in LANGUAGES}
    for name, model, above in (("news", NewsPage, NewsIndexPage), ("jobs", JobPage, JobsPage)):
        lists = {code: above.objects.filter(locale=locales[code]).order_by("path").first() for code in LANGUAGES}
        if not all(lists.values()):
            continue
        for pages in zip(*(words[c][name] for c in LANGUAGES), strict=True):
            pair = {code: _dated(page) for code, page in zip(LANGUAGES, pages, strict=True)}
            _pair(built, model, pair, locales, lists)
    return built


def _dated(words: dict[str, Any]) -> dict[str, Any]:
    """With days in place of numbers of days, counted from today."""
    return {name: today() + timedelta(days=value) if isinstance(value, int) else value for name, value in words.items()}


def first_words(language: str) -> dict[str, Any]:
    """What the site says in a language before an editor has touched it."""
    return _read(language)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_WORDS / f"{name}.toml").read_text(encoding="utf-8"))


def _pair(built: Built, model: Any, words: dict[str, Any], locales: dict[str, Locale], parents: dict[str, Any]) -> Any:
    """The same page in each language, bound together as translations of each other."""
    standing = {code: _standing(model, words[code], locales[code], parents[code]) for code in words}
    key = next((page.translation_key for page in standing.values() if page), None) or uuid.uuid4()
    for code, page in standing.items():
        twin = page or model.objects.filter(translation_key=key, locale=locales[code]).first()
        if twin is None and _is_taken(model, words[code], parents[code]):
            continue  # an editor has a page of another kind there, and it stays
        if twin is None:
            twin = _make(model, words[code], locales[code], parents[code], key)
            built.made.append(f"/{code}/{'' if model is HomePage else twin.slug}")
        standing[code] = twin
    return standing


def _standing(model: Any, words: dict[str, Any], locale: Locale, parent: Page) -> Any:
    under = model.objects.child_of(parent).filter(locale=locale)
    # There is one first page in each language, whatever an editor calls it; below it, pages go by their short name.
    return (under if model is HomePage else under.filter(slug=words["slug"])).order_by("path").first()


def _is_taken(model: Any, words: dict[str, Any], parent: Page) -> bool:
    return model is not HomePage and parent.get_children().filter(slug=words["slug"]).exists()


def _make(model: Any, words: dict[str, Any], locale: Locale, parent: Page, key: uuid.UUID) -> Any:
    values = {name: _unwrapped(value) if isinstance(value, str) else value for name, value in words.items()}
    in_menus = values.pop("in_menu", model is not HomePage)
    if "body" in words:
        values["body"] = [_block(block) for block in words["body"]]
    page = model(**values, locale=locale, translation_key=key, show_in_menus=in_menus)
    if model is HomePage:
        page.slug = _free_slug(parent, page.slug)
    # A fresh parent: the tree counts its children in the object it is given.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _free_slug(parent: Page, slug: str) -> str:
    """Wagtail's welcome page may still hold the name."""
    return f"{slug}-1" if parent.get_children().filter(slug=slug).exists() else slug


def _block(block: dict[str, Any]) -> dict[str, Any]:
    kind = block["kind"]
    if kind == "steps":
        return {"type": kind, "value": [{"title": title, "text": text} for title, text in block["steps"]]}
    html = _unwrapped(block["html"])
    if kind == "reach":
        return {"type": kind, "value": {"title": block["title"], "text": html, "subject": block["subject"]}}
    return {"type": kind, "value": {"title": block["title"], "text": html} if kind == "notice" else html}


def _unwrapped(text: str) -> str:
    """The text without the line ends of its file: an ordinary space each, none between two tags."""
    return text.strip().replace(">\n<", "><").replace("\n", " ")


def _site(home: HomePage) -> None:
    """The site begins at the English first page; Wagtail's welcome page goes, unless an editor made it theirs."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
    welcome = site.root_page if site.root_page_id else None
    if not isinstance(getattr(welcome, "specific", None), HomePage):
        site.root_page = home
        site.save()
    if welcome is not None and _is_wagtails_welcome(welcome):
        welcome.delete()


def _is_wagtails_welcome(page: Page) -> bool:
    return page.title == "Welcome to your new Wagtail site!" and type(page.specific) is Page
