"""What every screen of the office has in common."""

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail import hooks
from wagtail.log_actions import LogFormatter

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


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines of the tools: what was refused, and what was taken away as a file."""

    actions.register_action("core.wagtail", _("Line of Wagtail’s"), _("Written down by Wagtail"))

    @actions.register_action("core.refused")
    class Refused(LogFormatter):
        """Which verb, and why it was refused."""

        label = _("Refused")

        def format_message(self, line):
            """In words, as far as the verb has any."""
            verb = str(line.data.get("verb", ""))
            plain = _VERBS.get(verb.partition(".")[2], verb)
            called = actions.get_action_label(verb) if actions.action_exists(verb) else plain
            return gettext("Refused: %(verb)s (%(why)s)") % {"verb": called, "why": _WHY.get(line.data.get("why"), "")}

    @actions.register_action("core.exported")
    class Exported(LogFormatter):
        """How many rows left as a file."""

        label = _("Taken away as a file")

        def format_message(self, line):
            """How many, and of which kind of file."""
            rows = line.data.get("rows", 0)
            words = ngettext("%(rows)d row taken away as %(kind)s", "%(rows)d rows taken away as %(kind)s", rows)
            return words % {"rows": rows, "kind": str(line.data.get("kind", "")).upper()}


#: What a role allows on any kind of thing, where no verb of a room was asked for.
_VERBS = {
    "view": _("to see it"),
    "add": _("to make one"),
    "change": _("to change it"),
    "delete": _("to remove it"),
    "approve": _("to approve it"),
}
_WHY = {
    "no_role": _("no role of theirs has it"),
    "not_theirs": _("not theirs to do"),
    "own_text": _("they wrote it themselves"),
    "out_of_sight": _("not of their office"),
}
