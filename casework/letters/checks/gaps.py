"""What nobody has filled in yet, and links that lead nowhere or do not say where. Pure; no network, ever."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..merge import left_open
from .sheet import Finding, Sheet, listed

#: Marks that writers leave for themselves; a form may hold a line of underscores, so none of them forbids anything.
_MARKS: Final = re.compile(
    r"<<[^<>\n]{1,60}>>|\b(?:TBD|TBC|TO ?DO)\b|\bX{3,}\b(?![-\d])|_{4,}|\b[Ll]orem ipsum\b|\?{3,}"
    r"|\b(?:À|À) (?:COMPLÉTER|VENIR|CONFIRMER)\b"
)
_TYPED: Final = re.compile(r"\b(?:https?|htt?ps?|htp):/{0,3}[^\s<>\"“”«»]*|\bwww\.[^\s<>\"“”«»]+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))+")
_MAIL: Final = re.compile(r"[^\s@,;<>]+@[\w-]+(?:\.[\w-]+)+")
_TEL: Final = re.compile(r"\+?[\d().\- \u00a0]{3,}(?:;ext=\d+|;\d+|,\d+)?")
_PRIVATE: Final = (".local", ".localhost", ".internal", ".lan", ".invalid", ".test")
_POINTS: Final = ".,;:!?'’"
_EMPTY: Final = re.compile(
    r"\b(?:click(?:ing)? (?:here|on this link|this link|below)|cliquez(?: sur)? (?:ici|ce lien|le lien)|clique ici)\b",
    re.IGNORECASE,
)
_EMPTY_WORDS: Final = listed(
    "here|link|this link|this page|this|more|read more|learn more|more information|see more|website|ici|lien|ce lien"
    "|cette page|plus|en savoir plus|lire la suite|lire plus|plus d’information|plus d'information|site web",
    by="|",
)


def unfilled(sheet: Sheet) -> Iterator[Finding]:
    """Fields in braces and words in square brackets; and marks that a writer may have left for later."""
    for place in left_open(sheet.words):
        yield Finding("blocker", "unfilled", place, _("Fill this in, or take it out."))
    for mark in _MARKS.finditer(sheet.words):
        yield Finding("warning", "mark", mark.group(), _("This looks like a mark for later. Write what belongs here."))


def broken_links(sheet: Sheet) -> Iterator[Finding]:
    """Links that cannot work for anybody, by their form alone."""
    for link in sheet.links:
        if why := _why_broken(link.address):
            yield Finding("blocker", "link", link.address or link.words, why)
    led_to = {link.address for link in sheet.links}
    for typed in _TYPED.finditer(sheet.text):
        address = _without_the_end(typed.group())
        if address in led_to:
            continue
        if why := _why_broken(f"https://{address}" if address.lower().startswith("www.") else address):
            yield Finding("blocker", "link", address, why)


def empty_link_words(sheet: Sheet) -> Iterator[Finding]:
    """Links that do not say where they lead: read aloud alone, or on paper, they say nothing."""
    why = _("Name what the link leads to: these words say nothing when they are read alone or on paper.")
    for words in _EMPTY.finditer(sheet.text):
        yield Finding("warning", "link_words", words.group(), why)
    for link in sheet.links:
        if link.words.casefold().strip(" .:»>") in _EMPTY_WORDS:
            yield Finding("warning", "link_words", link.words, why)


def _without_the_end(address: str) -> str:
    """An address in running text without the punctuation that ends the sentence."""
    address = address.rstrip(_POINTS)
    extra = min(address.count(")") - address.count("("), len(address) - len(address.rstrip(")")))
    return address[:-extra].rstrip(_POINTS) if extra > 0 else address


def _why_broken(address: str) -> Promise | None:
    """What is wrong with an address, in words; nothing when it could work."""
    if not address:
        return _("This link leads nowhere. Give it an address, or take it off.")
    if re.search(r"\s", address):
        return _("There is a space in this address, so the link breaks there. Take it out.")
    scheme, colon, rest = address.partition(":")
    if scheme.lower() == "mailto":
        works = _MAIL.fullmatch(rest.partition("?")[0])
    elif scheme.lower() == "tel":
        works = _TEL.fullmatch(rest) and re.search(r"\d{3}", rest)
    elif scheme.lower() in {"http", "https"}:
        return _why_no_page(address)
    else:
        works = None
    return None if works and colon else _("This is not a whole address. Write it out, or take the link off.")


def _why_no_page(address: str) -> Promise | None:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # brackets or a port that cannot be
        return _("This is not a whole address. Write it out, or take the link off.")
    if host == "localhost" or host.endswith(_PRIVATE) or _is_inside(host):
        return _("This address works inside one network only; the person cannot open it. Give the public one.")
    if not address.partition(":")[2].startswith("//") or not (_HOST.fullmatch(host) or _is_number(host)):
        return _("This is not a whole address. Write it out, or take the link off.")
    if any(address.count(a) != address.count(b) for a, b in ("()", "[]")) or "%" in re.sub(
        r"%[0-9A-Fa-f]{2}", "", address
    ):
        return _("A part of this address seems to be missing. Copy it again, whole.")
    return None


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
