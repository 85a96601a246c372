"""What stands round every page: name, menu, the way to the other language, the help line."""

from dataclasses import dataclass, field
from typing import Any

import phonenumbers
from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import translation

from . import queries

#: The languages in their own names, with the code a browser is told.
NAMES = {"en": "English", "fr": "Français"}
TAGS = {"en": "en-CA", "fr": "fr-CA"}
#: The kinds of pages to which a way stands at the foot of every page, in no menu.
FOOT = ("jobspage",)


@dataclass(frozen=True)
class Link:
    """One entry of a menu."""

    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Switch:
    """The way to the other language; ``leads_home`` says that the page itself is not there."""

    language: str
    url: str
    leads_home: bool = False

    @property
    def tag(self) -> str:
        """The language as a browser is told."""
        return TAGS[self.language]

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it."""
        return self.tag.replace("-", "_")

    @property
    def name(self) -> str:
        """The language in its own name."""
        return NAMES[self.language]


@dataclass(frozen=True)
class HelpLine:
    """Where a person answers; the same on every page of a language."""

    phone: str = ""
    email: str = ""
    hours: str = ""

    @property
    def phone_href(self) -> str:
        """The number as a telephone dials it."""
        return dialled(self.phone)


@dataclass(frozen=True)
class Frame:
    """Everything round the page."""

    language: str
    tag: str
    brand: str
    home_url: str
    switch: Switch | None = None
    menu: list[Link] = field(default_factory=list)
    door_url: str = ""
    #: The doors besides the first.
    more_doors: list[Link] = field(default_factory=list)
    search_url: str = ""
    feed_url: str = ""
    foot: list[Link] = field(default_factory=list)
    help: HelpLine = field(default_factory=HelpLine)

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it."""
        return self.tag.replace("-", "_")


#: What the frame was when it was last read, for the page that says the database cannot be read.
_last: dict[str, Frame] = {}


def dialled(phone: str) -> str:
    """A number as a telephone dials it; empty for what is none."""
    try:
        number = phonenumbers.parse(phone, "CA")
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966))


def frame(request: Any, page: Any = None) -> Frame:
    """The frame of a page; of the language asked for when there is no page."""
    language = language_of(page)
    found = site_map(request)
    home = found.home(language)
    if home is None:
        return bare(language)
    here = page.specific if page is not None and page.pk == home.pk else queries.page_at(home)
    menu = [
        Link(place.title, address(language, place.tail), is_current=page is not None and place.pk == page.pk)
        for place in found.under(home)
        if place.in_menu
    ]
    doors = [place for place in found.under(home) if place.is_door]
    doors.sort(key=lambda place: place.kind != "contactpage")  # to write about anything comes first
    made = Frame(
        language=language,
        tag=TAGS[language],
        brand=here.brand or here.title,
        home_url=address(language),
        switch=_switch(found, language, page),
        menu=menu,
        door_url=address(language, doors[0].tail) if doors else "",
        more_doors=[Link(place.title, address(language, place.tail)) for place in doors[1:]],
        search_url=url_of_kind(request, language, "searchpage"),
        feed_url=url_of_kind(request, language, "newsindexpage", "feed/"),
        foot=[Link(place.title, address(language, place.tail)) for place in found.under(home) if place.kind in FOOT],
        help=HelpLine(here.help_phone, here.help_email, here.help_hours),
    )
    _last[language] = made
    return made


def url_of_kind(request: Any, language: str, kind: str, tail: str = "") -> str:
    """The address of the page of a kind, or of something under it; empty when there is none."""
    place = site_map(request).of_kind(language, kind)
    return address(language, place.tail + tail) if place and not place.is_private else ""


def bare(language: str) -> Frame:
    """The frame without asking the database: as it was last, or the name of the site alone."""
    return _last.get(language) or Frame(language, TAGS[language], settings.WAGTAIL_SITE_NAME, address(language))


def frame_or_bare(request: Any) -> Frame:
    """The frame if the database answers, else the bare one: an error page must not fail a second time."""
    try:
        return frame(request)
    except DatabaseError:
        return bare(language_of(None))


def site_map(request: Any) -> queries.SiteMap:
    """Where the pages stand, read once a request."""
    if not hasattr(request, "site_map"):
        request.site_map = queries.site_map()
    return request.site_map


def language_of(page: Any) -> str:
    """The language a page is written in; without a page, the one the address asked for."""
    code = page.locale.language_code if page is not None else (translation.get_language() or "en")
    return code[:2] if code[:2] in NAMES else "en"


def address(language: str, tail: str = "") -> str:
    """The address of a page from its language and its tail."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[tail])


def url_of(page: Any) -> str:
    """The address of a page, without a query."""
    return address(language_of(page), "/".join((page.url_path or "").split("/")[2:]))


def url_of_parent(page: Any) -> str:
    """The address of the page above a page, without a query."""
    return address(language_of(page), "".join(f"{part}/" for part in page.url_path.strip("/").split("/")[1:-1]))


def _switch(found: queries.SiteMap, language: str, page: Any) -> Switch | None:
    """To the same page in the other language; to its first page, and saying so, when there is none."""
    other = next(code for code in NAMES if code != language)
    if found.home(other) is None:
        return None
    if page is None:
        return Switch(other, address(other))
    twin = next((p for p in found.places if p.translation_key == page.translation_key and p.language == other), None)
    if twin is None and (page.depth or 0) > queries.HOME_DEPTH + 1:
        twin = queries.twin_of(page)
    if twin is None:
        return Switch(other, f"{address(other)}?untranslated=1", leads_home=True)
    return Switch(other, address(other, twin.tail))
