"""The doors: pages with a form, through which people reach an office."""

from typing import Any, ClassVar

from django.db import models
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page

from casework.core.text import one_line
from casework.directory.models import Office
from casework.directory.queries import programs
from home import context, conversation
from home.blocks import PLAIN_FEATURES
from home.casework_form import CaseworkForm
from home.forms import ContactForm, DoorForm

from .pages import SitePage


class DoorPage(RoutablePageMixin, SitePage):
    """A door: people write here. Editors own the words round the form, its code is a ``DoorForm``.

    The conversation is the same at every door; a kind of door says here which form it has.
    """

    #: By which the routing, the menus and the error pages know a door, whatever its kind.
    is_door = True
    form_class: ClassVar[type[DoorForm]]

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
    said_in = ("intro",)

    class Meta:
        abstract = True

    def make_form(self, data: Any = None, *, offices: list[Office], initial: Any = None) -> DoorForm:
        """The form of this door: with what was sent, or with what stands in it when it is opened."""
        return self.form_class(data, initial=initial, offices=offices, fixed=self.office)

    def first_answers(self, request: Any) -> dict[str, Any]:
        """What stands in the form when it is opened, besides the office and the language of the answer."""
        return {}

    @path("", name="form")
    @method_decorator(never_cache)
    def form_view(self, request):
        """The form, and what is sent with it."""
        return conversation.answer(self, request)

    @path("thanks/", name="thanks")
    @method_decorator(never_cache)
    def thanks_view(self, request):
        """The number, and what happens next."""
        if "r" not in request.GET:
            return redirect(context.url_of(self))
        return conversation.thanks(self, request)


class ContactPage(DoorPage):
    """Write to an office, about anything."""

    form_class = ContactForm

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def first_answers(self, request: Any) -> dict[str, Any]:
        """The subject, where a link from another page names it."""
        return {"subject": one_line(request.GET.get("subject", ""))[:200]}


class CaseworkPage(DoorPage):
    """Get help with a program of a government."""

    form_class = CaseworkForm

    danger_title = models.CharField(_("in danger: title"), max_length=120, blank=True)
    danger_text = RichTextField(
        _("in danger: text"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Above the form, before anything is typed: whom to call. The help line stands below it."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("danger_title"), FieldPanel("danger_text")], heading=_("If somebody is in danger")),
        *DoorPage.content_panels[len(Page.content_panels) :],
    ]
    said_in = ("intro", "danger_text")

    class Meta:
        verbose_name = _("page for help with a program")
        verbose_name_plural = _("pages for help with a program")

    def make_form(self, data=None, *, offices, initial=None):
        """The form, with the programs there are."""
        return self.form_class(data, initial=initial, offices=offices, fixed=self.office, programs=programs())

    def first_answers(self, request):
        """A link may name the program."""
        return {"program": request.GET.get("program", "")}
