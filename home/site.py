"""Building the public site the first time: languages, first pages, the door and three pages of text, in pairs."""

import logging
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from .models import ContactPage, HomePage, StandardPage
from .words import en, fr

logger = logging.getLogger(__name__)

#: Each language with its first words, the one of the site's own root first.
WORDS = {"en": en, "fr": fr}


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
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in WORDS}
    homes = _pair(built, HomePage, {code: WORDS[code].HOME for code in WORDS}, locales, dict.fromkeys(WORDS, _root()))
    _site(homes["en"])
    _pair(built, ContactPage, {code: WORDS[code].CONTACT for code in WORDS}, locales, homes)
    for number in range(len(en.PAGES)):
        _pair(built, StandardPage, {code: WORDS[code].PAGES[number] for code in WORDS}, locales, homes)
    logger.info("site built", extra={"count": len(built.made)})
    return built


def _root() -> Page:
    return Page.get_first_root_node()


def _pair(built: Built, model: Any, words: dict[str, Any], locales: dict[str, Locale], parents: dict[str, Any]) -> Any:
    """The same page in each language, bound together as translations of each other."""
    standing = {code: _standing(model, words[code], locales[code], parents[code]) for code in words}
    key = next((page.translation_key for page in standing.values() if page), None) or uuid.uuid4()
    for code, page in standing.items():
        twin = page or model.objects.filter(translation_key=key, locale=locales[code]).first()
        if twin is None:
            twin = _make(model, words[code], locales[code], parents[code], key)
            built.made.append(f"/{code}/{'' if model is HomePage else twin.slug}")
        standing[code] = twin
    return standing


def _standing(model: Any, words: dict[str, Any], locale: Locale, parent: Page) -> Any:
    under = model.objects.child_of(parent).filter(locale=locale)
    # There is one first page in each language, whatever an editor calls it; below it, pages go by their short name.
    return (under if model is HomePage else under.filter(slug=words["slug"])).order_by("path").first()


def _make(model: Any, words: dict[str, Any], locale: Locale, parent: Page, key: uuid.UUID) -> Any:
    values = dict(words)
    if "body" in values:
        values["body"] = _stream(values["body"])
    page = model(**values, locale=locale, translation_key=key, show_in_menus=model is not HomePage)
    if model is HomePage:
        page.slug = _free_slug(parent, page.slug)
    # A fresh parent: the tree counts its children in the object it is given.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _free_slug(parent: Page, slug: str) -> str:
    """Wagtail's welcome page may still hold the name."""
    return f"{slug}-1" if parent.get_children().filter(slug=slug).exists() else slug


def _stream(body: list[Any]) -> list[Any]:
    blocks: list[Any] = []
    for kind, *words in body:
        if kind == "steps":
            blocks.append((kind, [{"title": title, "text": text} for title, text in words[0]]))
        elif kind == "notice":
            blocks.append((kind, {"title": words[0], "text": words[1]}))
        else:
            blocks.append((kind, words[0]))
    return [{"type": kind, "value": value} for kind, value in blocks]


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
