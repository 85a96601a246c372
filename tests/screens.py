"""What tests of screens share: counting what a page asks, and words that nobody should ever type."""

from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

#: Markup, template syntax, and a letter that turns the writing round; each harmless as long as it stays words.
MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\""
TEMPLATE = "{{ request.user.password }}{% debug %}"
TURNED = "\u202egnirts\u2066"
HOSTILE = f"{MARKUP}\n{TEMPLATE}\n{TURNED} end"


def queries(client: Client, url: str) -> int:
    """How many queries one page asks, after a first visit has filled what is kept for good."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def said(response: Any) -> str:
    """The words of a page as its reader gets them: the source, its entities resolved."""
    return unescape(response.content.decode())


def is_inert(response: Any) -> bool:
    """Whether hostile words are on the page as words: no tag of theirs, no template of theirs at work."""
    source = response.content.decode()
    words = unescape(source)
    return "<script>alert(" not in source and "<img src=x" not in source and "<script>alert(" in words


def typed(response: Any, name: str) -> Any:
    """What a form that came back still holds in one field."""
    return response.context["form"][name].value()
