"""The words of a page as a search compares them."""

from collections.abc import Iterable
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import get_text_for_indexing

from casework.core.text import index_tokens


def found_by(parts: Iterable[Any]) -> str:
    """The folded words of texts, of rich text and of bodies, one after the other."""
    return " ".join(index_tokens(" ".join(map(_text, parts))))


def _text(part: Any) -> str:
    if isinstance(part, StreamValue):
        return " ".join(map(str, part.stream_block.get_searchable_content(part)))
    return get_text_for_indexing(part) if "<" in part else str(part)
