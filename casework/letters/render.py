"""From the content of a letter to the HTML and the plain text that leave. Pure."""

import re

import nh3
from django.utils.html import escape
from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig

from .content import Content

#: A link as ``clean`` leaves it: one attribute, in double quotes, and no link inside another.
_LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
#: What the editor can make, and nothing else.
TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3"}
#: Where a link may lead.
SCHEMES = {"http", "https", "mailto", "tel"}


def clean(html: str, *, site: str = "") -> str:
    """The editor's HTML with only what a letter may contain; links become whole addresses, or words alone."""

    def whole(tag: str, attribute: str, value: str) -> str | None:
        if value.startswith("/") and not value.startswith("//"):
            return site.rstrip("/") + value
        # A letter stands on no site: what is neither whole nor from the root of ours leads nowhere.
        return value if value.partition(":")[0].lower() in SCHEMES else None

    # What is left of nested tags may be read anew: once more, until nothing changes. The words are cleaned wherever
    # they pass, and are the same wherever that was.
    for _turn in range(5):
        before, html = (
            html,
            nh3.clean(
                html,
                tags=TAGS,
                attributes={"a": {"href"}},
                url_schemes=SCHEMES,
                attribute_filter=whole,
                link_rel=None,
            ).strip(),
        )
        if html == before:
            break
    return html


def as_html(content: Content) -> str:
    """The letter as an HTML fragment: salutation, body, closing, signatory; on paper the links are written out."""
    body = _LINK.sub(_written_out, content.body) if content.channel == "post" else content.body
    parts = [f"<p>{escape(content.salutation)}</p>", body, f"<p>{escape(content.closing)}</p>"]
    signed = "<br>".join(escape(line) for line in (content.signatory, content.signatory_title) if line)
    return "\n".join(part for part in [*parts, f"<p>{signed}</p>" if signed else ""] if part and part != "<p></p>")


def as_text(content: Content) -> str:
    """The same words as plain text, links written out."""
    signed = "\n".join(line for line in (content.signatory, content.signatory_title) if line)
    body = plain_words(content.body)
    return "\n\n".join(part for part in (content.salutation, body, content.closing, signed) if part) + "\n"


def plain_words(html: str) -> str:
    """The words of a text as plain text, links written out."""
    config = ParserConfig(css=STRICT_CSS_PROFILE.copy())
    body = get_text(f"<div>{_LINK.sub(_written_out, html)}</div>", config)
    return "\n".join(line.rstrip() for line in body.strip().splitlines())


def _written_out(link: re.Match[str]) -> str:
    """The words of a link with its address after them, unless they say it already."""
    address, words = link.group(1) or "", link.group(2)
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    return words if bare in words or not bare else f"{words} ({bare})"
