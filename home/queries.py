"""Where the pages of the site stand, read in one go."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import Page, PageViewRestriction

from casework.core.clock import today
from casework.core.text import one_line, tokens

HOME_DEPTH = 2
#: What no list of pages names: the way to them is on every page.
UNLISTED = ("searchpage",)
#: A question is a few words: more would only cost time.
LONGEST_QUESTION = 100
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One page's place in the site, without its text."""

    pk: int
    depth: int
    path: str
    url_path: str
    title: str
    slug: str
    language: str
    translation_key: Any
    kind: str
    in_menu: bool
    is_private: bool

    @property
    def is_door(self) -> bool:
        """Whether people write to us there."""
        return self.kind in door_kinds()

    @property
    def tail(self) -> str:
        """The address under the language's first page: ``contact/``; empty for the first page itself."""
        return "/".join(self.url_path.split("/")[2:])

    def is_above(self, other: "Place") -> bool:
        """Whether ``other`` lies under this page, or is this page."""
        return other.path.startswith(self.path)


class SiteMap:
    """The first page of each language and the pages right under it: what menus and switches are made of."""

    def __init__(self, places: list[Place]):
        self.places = places

    def home(self, language: str) -> Place | None:
        """The first page of a language."""
        homes = (place for place in self.places if place.depth == HOME_DEPTH and place.kind == "homepage")
        return next((place for place in homes if place.language == language), None)

    def under(self, home: Place) -> list[Place]:
        """The pages right under the first page, in the editors' order."""
        return [place for place in self.places if place.depth == HOME_DEPTH + 1 and home.is_above(place)]

    def of_kind(self, language: str, kind: str) -> Place | None:
        """The first page of a kind right under a language's first page."""
        home = self.home(language)
        return next((place for place in self.under(home) if place.kind == kind), None) if home else None

    def at(self, language: str, slug: str) -> Place | None:
        """The page right under a language's first page with this short name."""
        home = self.home(language)
        return next((place for place in self.under(home) if place.slug == slug), None) if home else None


def site_map() -> SiteMap:
    """Every live page of the two top levels, in tree order, in one query."""
    private = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    pages = (
        Page.objects.live()
        .filter(depth__in=(HOME_DEPTH, HOME_DEPTH + 1), alias_of=None, content_type__app_label="home")
        .annotate(private=Exists(private))
        .order_by("path")
    )
    rows = pages.values_list(
        "pk",
        "depth",
        "path",
        "url_path",
        "title",
        "slug",
        "locale__language_code",
        "translation_key",
        "content_type__model",
        "show_in_menus",
        "private",
    )
    return SiteMap([Place(*row) for row in rows])


def page_at(place: Place) -> Any:
    """The page at a place, with its own fields, in one query; None when it has just gone."""
    model = apps.get_model("home", place.kind)
    joins = ["locale", *(["office"] if place.is_door else [])]
    return model._default_manager.live().select_related(*joins).filter(pk=place.pk).first()


def open_door(language: str, slug: str) -> Any:
    """The door at an address, in a query for each kind; None when there is none, or it is private in any way."""
    first_page = Left(OuterRef("path"), HOME_DEPTH * Page.steplen)
    private = PageViewRestriction.objects.filter(Q(page_id=OuterRef("pk")) | Q(page__path=first_page))
    for model in door_kinds().values():
        doors = model._default_manager.live().filter(alias_of=None, depth=HOME_DEPTH + 1)
        at_address = doors.filter(slug=slug, locale__language_code=language).exclude(Exists(private))
        if found := at_address.select_related("locale", "office").first():
            return found
    return None


def door(pk: int | None) -> Any:
    """One live door, or None."""
    for model in door_kinds().values() if pk else ():
        if found := model._default_manager.live().select_related("locale", "office").filter(pk=pk).first():
            return found
    return None


@cache
def door_kinds() -> dict[str, Any]:
    """The kinds of doors there are, by the name of their model; the contact page, the most used, first."""
    models = [model for model in apps.get_app_config("home").get_models() if getattr(model, "is_door", False)]
    models.sort(key=lambda model: model._meta.model_name != "contactpage")
    return {model._meta.model_name: model for model in models}


def twin_of(page: Any) -> Place | None:
    """The live page that says the same in the other language, for pages deep in the tree."""
    rows = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
    row = rows.values_list("pk", "depth", "path", "url_path", "title", "slug", "locale__language_code").first()
    return Place(*row, page.translation_key, "", False, False) if row else None


def news(index: Any) -> QuerySet[Any]:
    """The news under a list, the newest on top; what is private is nobody's news."""
    pages = apps.get_model("home", "newspage")._default_manager.child_of(index).live()
    open_to_all = pages.filter(alias_of=None).exclude(Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
    return open_to_all.select_related("locale").order_by("-day", "-pk")


def open_jobs(index: Any) -> QuerySet[Any]:
    """The postings under a list that are still open, the one that closes first on top."""
    pages = apps.get_model("home", "jobpage")._default_manager.child_of(index).live()
    open_to_all = pages.filter(alias_of=None).exclude(Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
    return open_to_all.filter(closes_on__gte=today()).select_related("locale").order_by("closes_on", "pk")


def asked(words: str) -> str:
    """What somebody looks for, as it is shown to them again."""
    return one_line(words[:400])[:LONGEST_QUESTION]


def findable(words: str) -> list[str]:
    """The words to look for: none where nothing but signs was typed."""
    return tokens(words)[:MOST_WORDS]


def found(page: Any, words: str) -> Any:
    """The public pages of a language with all of these words, the best on top."""
    pages = Page.objects.live().public().filter(alias_of=None, locale_id=page.locale_id, depth__gte=HOME_DEPTH)
    shown = Page.objects.filter(pk__in=pages.exclude(content_type__model__in=UNLISTED).values("pk"))
    return shown.select_related("locale").search(" ".join(findable(words)), operator="and")


def listed_pages() -> list[Any]:
    """Every page a search engine may list: live, public, not an alias; with its language and its twins' key."""
    pages = Page.objects.live().public().filter(alias_of=None, depth__gte=HOME_DEPTH).select_related("locale")
    closed = apps.get_model("home", "jobpage")._default_manager.filter(closes_on__lt=today()).values("pk")
    return list(pages.exclude(content_type__model__in=UNLISTED).exclude(pk__in=closed).order_by("path"))
