"""What every screen of the office has in common."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


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
