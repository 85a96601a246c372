"""Looking for a page by its words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from home import context, queries
from home.paging import paged

from .pages import SitePage


class SearchPage(SitePage):
    """The search of one language: a form that works without scripts and keeps nothing of what was asked."""

    said_in = ()
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What was asked, and the pages found."""
        found = super().get_context(request, *args, **kwargs)
        words = queries.asked(request.GET.get("q", ""))
        page = paged(queries.found(self, words), request, each=10, q=words) if queries.findable(words) else None
        for one in page.rows if page else []:
            one.address = context.url_of(one)
        return found | {"asked": words, "paged": page}
