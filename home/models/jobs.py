"""Jobs: postings with a closing day. A posting that has closed leaves the list; the offer to accommodate never does."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from casework.core import clock
from home import queries
from home.blocks import PLAIN_FEATURES, body_field

from .pages import SitePage


class JobsPage(SitePage):
    """The list of the jobs that are open now."""

    lead = SitePage.lead_field()
    none_open = RichTextField(_("when no job is open"), features=PLAIN_FEATURES, blank=True)

    said_in = ("lead",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.JobPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("none_open")]

    class Meta:
        verbose_name = _("list of jobs")
        verbose_name_plural = _("lists of jobs")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The postings that are still open, the one that closes first on top."""
        return super().get_context(request, *args, **kwargs) | {"jobs": list(queries.open_jobs(self))}


class JobPage(SitePage):
    """One posting. That whoever needs it is accommodated is said by the page itself: no editor can forget it."""

    lead = SitePage.lead_field()
    closes_on = models.DateField(_("last day to apply"))
    place = models.CharField(_("where"), max_length=160, blank=True)
    terms = models.CharField(
        _("kind of job"), max_length=160, blank=True, help_text=_("Full time, for a year; and whether it is a new job.")
    )
    pay = models.CharField(_("pay"), max_length=120, blank=True, help_text=_("The range, as in $52,000 to $58,000."))
    body = body_field(blank=True, verbose_name=_("text"))
    how_to_apply = RichTextField(_("how to apply"), features=PLAIN_FEATURES, blank=True)

    said_in = ("lead", "place", "terms", "body", "how_to_apply")
    parent_page_types = ["home.JobsPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("closes_on"),
        FieldPanel("place"),
        FieldPanel("terms"),
        FieldPanel("pay"),
        FieldPanel("body"),
        FieldPanel("how_to_apply"),
    ]

    class Meta:
        indexes = [models.Index(fields=["closes_on", "page_ptr"], name="jobs_closing_first")]
        verbose_name = _("job posting")
        verbose_name_plural = _("job postings")

    @property
    def has_closed(self) -> bool:
        """Whether its last day is over."""
        return self.closes_on < clock.today()
