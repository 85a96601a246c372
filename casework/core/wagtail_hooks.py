"""What every screen of the office has in common."""

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import watching
from .menus import KeepersItem
from .views import HistoryChain


@hooks.register("insert_global_admin_css")
def admin_css():
    """The few rules our own screens need, in Wagtail's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_js():
    """What starts the date choosers, whose own scripts the content policy does not let run."""
    return format_html('<script src="{}"></script>', static("js/choosers.js"))


@hooks.register("construct_help_menu")
def no_advertisements(request, items):
    """What is new in Wagtail, and how to edit pages in it, is no work of an office."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("register_admin_urls")
def admin_urls():
    """The one screen of the tools that is no other room's."""
    return [path("history/", HistoryChain.as_view(), name="history_chain")]


@hooks.register("register_reports_menu_item")
def history_chain():
    """For whoever keeps the history."""
    return KeepersItem(
        _("The history’s seals"), reverse_lazy("history_chain"), watching.KEEPS, icon_name="history", order=2000
    )
