"""News: what happened, newest first, to be read here or followed in a reader."""

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from casework.core import clock
from home import feeds, queries
from home.blocks import body_field
from home.paging import paged

from .pages import SitePage


class NewsIndexPage(RoutablePageMixin, SitePage):
    """The list of the news of one language, with its feed."""

    lead = SitePage.lead_field()

    said_in = ("lead",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The news, ten to a page."""
        page = paged(queries.news(self), request, each=10)
        return super().get_context(request, *args, **kwargs) | {"paged": page}

    @path("feed/", name="feed")
    def feed_view(self, request: Any) -> HttpResponse:
        """The newest news for a reader."""
        return feeds.answer(self, request)


class NewsPage(SitePage):
    """One piece of news."""

    day = models.DateField(_("day"), default=clock.today, help_text=_("Stands under the title; the list goes by it."))
    lead = SitePage.lead_field()
    body = body_field(blank=True, verbose_name=_("text"))

    said_in = ("lead", "body")
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        indexes = [models.Index(fields=["-day", "-page_ptr"], name="news_newest")]
        verbose_name = _("news")
        verbose_name_plural = _("news")
