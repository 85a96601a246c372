"""A long list in pages, by plain links; a number that is none leads to a page there is."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.http import urlencode


@dataclass(frozen=True)
class Paged:
    """The rows of one page, and the way to the pages before and after it."""

    rows: list[Any]
    total: int
    number: int
    last: int
    before: str
    after: str


def paged(rows: Any, request: HttpRequest, *, each: int, **kept: str) -> Paged:
    """The page that the address asks for; ``kept`` is what the links go on asking for."""
    found = Paginator(rows, each).get_page(request.GET.get("page", "1")[:9])

    def link(number: int) -> str:
        asked = {name: value for name, value in kept.items() if value}
        return "?" + urlencode({**asked, "page": number})

    return Paged(
        rows=list(found.object_list),
        total=found.paginator.count,
        number=found.number,
        last=found.paginator.num_pages,
        before=link(found.number - 1) if found.has_previous() else "",
        after=link(found.number + 1) if found.has_next() else "",
    )
