"""The doors: pages with a form, through which people reach an office."""

from django.db import models
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from casework.directory.models import Office
from home import contact, context
from home.blocks import PLAIN_FEATURES

from .pages import SitePage


class ContactPage(RoutablePageMixin, SitePage):
    """The door: people write here. Editors own the words round the form; the form is in ``forms.py``."""

    intro = RichTextField(_("before the form"), features=PLAIN_FEATURES, blank=True)
    next_steps = RichTextField(
        _("what happens next"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Beside the form and on the page people see after sending."),
    )
    privacy_notice = RichTextField(_("privacy notice"), features=PLAIN_FEATURES, blank=True)
    thanks_title = models.CharField(_("title"), max_length=120, blank=True)
    thanks_text = RichTextField(_("text"), features=PLAIN_FEATURES, blank=True)
    office = models.ForeignKey(
        Office,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office"),
        help_text=_(
            "Where messages from this page go. Empty: people choose among the offices the public may write to."
        ),
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("next_steps"),
        FieldPanel("privacy_notice"),
        FieldPanel("office"),
        MultiFieldPanel([FieldPanel("thanks_title"), FieldPanel("thanks_text")], heading=_("After sending")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @path("", name="form")
    @method_decorator(never_cache)
    def form_view(self, request):
        """The form, and what is sent with it."""
        return contact.answer(self, request)

    @path("thanks/", name="thanks")
    @method_decorator(never_cache)
    def thanks_view(self, request):
        """The number, and what happens next."""
        if "r" not in request.GET:
            return redirect(context.url_of(self))
        return contact.thanks(self, request)
