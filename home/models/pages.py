"""The pages that are read: the first page of a language, and pages of text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from home import context, wording
from home.blocks import body_field


class SitePage(Page):
    """What every page of the site has: its frame, and the way to it in few queries."""

    #: The fields whose words a search finds the page by, besides its title.
    said_in: tuple[str, ...] = ()
    search_fields = [*Page.search_fields, index.SearchField("found_by")]

    #: Set by the routing when one query has shown that neither the page nor one above it is private.
    is_known_public = False

    class Meta:
        abstract = True

    @staticmethod
    def lead_field():
        """The sentence under the title."""
        return models.CharField(_("first sentence"), max_length=250, blank=True)

    def found_by(self):
        """The words a search finds the page by: folded, so that accents and capitals make no difference."""
        return wording.found_by([self.title, *(getattr(self, name) for name in self.said_in)])

    def get_view_restrictions(self):
        """Who may see the page; asked again only when the routing has not seen to it."""
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request, *args, **kwargs):
        """The page's own context, and the frame round every page."""
        round_it = {"frame": context.frame(request, self), "here": self.address}
        return super().get_context(request, *args, **kwargs) | round_it

    @property
    def address(self):
        """Where the page is, told without a query."""
        return context.url_of(self)

    @property
    def list_url(self):
        """Where the list is in which the page stands."""
        return context.url_of_parent(self)


class HomePage(SitePage):
    """The first page of one language; also keeps the help line that stands at the foot of every page."""

    lead = models.CharField(
        _("first sentence"), max_length=250, blank=True, help_text=_("Large, under the title: what people can do here.")
    )
    brand = models.CharField(_("name of the site"), max_length=60, blank=True, help_text=_("At the top of every page."))
    body = body_field(blank=True, verbose_name=_("text"))
    help_phone = models.CharField(_("telephone of the help line"), max_length=40, blank=True)
    help_email = models.EmailField(_("e-mail of the help line"), blank=True)
    help_hours = models.CharField(_("hours of the help line"), max_length=120, blank=True)

    said_in = ("lead", "body")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.ContactPage",
        "home.CaseworkPage",
        "home.OfficesPage",
        "home.MembersPage",
        "home.ServicesPage",
        "home.NewsIndexPage",
        "home.JobsPage",
        "home.SearchPage",
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("brand"),
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("help_phone"), FieldPanel("help_email"), FieldPanel("help_hours")],
            heading=_("Help line, at the foot of every page"),
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(SitePage):
    """A page of text."""

    lead = SitePage.lead_field()
    body = body_field(blank=True, verbose_name=_("text"))

    said_in = ("lead", "body")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
