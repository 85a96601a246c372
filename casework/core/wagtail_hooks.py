"""What every screen of the office has in common."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_css():
    """The few rules our own screens need, in Wagtail's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
