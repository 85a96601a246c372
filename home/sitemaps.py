"""The list of pages for search engines, each with its twin in the other language."""

from typing import Any

from django.contrib.sitemaps import Sitemap

from . import context, queries


class PageSitemap(Sitemap):
    """Every public page, in both languages."""

    def items(self) -> list[Any]:
        """The pages."""
        return queries.listed_pages()

    def location(self, page: Any) -> str:
        """Where a page is."""
        return context.url_of(page)

    def lastmod(self, page: Any) -> Any:
        """When its words last changed."""
        return page.last_published_at


class BothLanguages(PageSitemap):
    """The same, naming for each page the address of its twin."""

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = super()._urls(page, protocol, domain)
        twins: dict[Any, list[dict[str, str]]] = {}
        for url in urls:
            tag = context.TAGS[context.language_of(url["item"])]
            twins.setdefault(url["item"].translation_key, []).append({"location": url["location"], "lang_code": tag})
        for url in urls:
            url["alternates"] = twins[url["item"].translation_key]
        return urls
