"""Pages that show what stands in the directory: offices, members, who else can help; the words are editors'."""

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from casework.core import clock
from casework.directory import queries as directory
from casework.directory.models import Need
from home import context
from home.blocks import PLAIN_FEATURES
from home.paging import paged

from .pages import SitePage

#: How far ahead closures are told.
AHEAD: Final = timedelta(days=90)
#: The one size of a portrait.
PORTRAIT: Final = "fill-240x300"


class ListingPage(SitePage):
    """A page whose rows come from the directory: one of each kind in a language is enough."""

    lead = SitePage.lead_field()
    intro = RichTextField(_("before the list"), features=PLAIN_FEATURES, blank=True)
    after = RichTextField(_("after the list"), features=PLAIN_FEATURES, blank=True)

    said_in = ("lead", "intro", "after")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("intro"), FieldPanel("after")]

    class Meta:
        abstract = True


class OfficesPage(ListingPage):
    """Where the offices are, when they are open, and how to get in."""

    class Meta:
        verbose_name = _("page of the offices")
        verbose_name_plural = _("pages of the offices")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The offices, each with the closures that are coming."""
        today = clock.today()
        closures = directory.closures_ahead(today, today + AHEAD)
        offices = list(directory.offices_with_members())
        for office in offices:
            office.closures_ahead = [one for one in closures if one.office_id == office.pk]
        everywhere = [one for one in closures if one.office_id is None]
        return super().get_context(request, *args, **kwargs) | {"offices": offices, "everywhere": everywhere}


class MembersPage(ListingPage):
    """Who sits, and who speaks on what."""

    class Meta:
        verbose_name = _("page of the members")
        verbose_name_plural = _("pages of the members")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The members; the same portfolios once more by their subject."""
        members = list(directory.members_with_portfolios(PORTRAIT))
        portfolios = [(one.title(), member) for member in members for one in member.current_portfolios]
        found = super().get_context(request, *args, **kwargs)
        offices_url = context.url_of_kind(request, found["frame"].language, "officespage")
        shown = {"members": members, "portfolios": sorted(portfolios, key=lambda one: one[0].casefold())}
        return found | shown | {"offices_url": offices_url, "portrait_size": PORTRAIT}


class ServicesPage(ListingPage):
    """Who else can help: organisations outside the house, by what somebody needs."""

    class Meta:
        verbose_name = _("page of community services")
        verbose_name_plural = _("pages of community services")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The services for the need that was asked for; for every need when none was, or one there is not."""
        asked = request.GET.get("need", "")
        need = asked if asked in Need.values else ""
        page = paged(directory.services(need), request, each=20, need=need)
        found = super().get_context(request, *args, **kwargs)
        return found | {"paged": page, "need": need, "needs": Need.choices, "chosen": Need(need).label if need else ""}
