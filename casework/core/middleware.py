"""What a screen of Wagtail's own refuses leaves the line that a refusal of ours leaves; ours write it themselves."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from wagtail.models import Page, Site

from . import refusals

#: What Wagtail says when it sends somebody back to the first page, in words that its own catalogue translates.
_WORDS: Final = "Sorry, you do not have permission to access this area."
_ADMIN: Final = "/admin/"


class StockRefusals:
    """Wagtail catches a refusal inside its screens and answers with a redirect and a message: told from those."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is; a refusal by somebody who is signed in is written down first."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and request.path_info.startswith(_ADMIN) and _is_refusal(request, response):
            view = getattr(match.func, "view_class", match.func)
            if not view.__module__.startswith("casework."):
                refusals.note(request.user, match.view_name or "admin", _about(view, match), why="no_role")
        return response


def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code == 403:
        return True
    if response.status_code != 302:
        return False
    waiting = getattr(get_messages(request), "_queued_messages", ())
    return any(each.level == ERROR and gettext(_WORDS) in str(each.message) for each in waiting)


def _about(view: Any, match: Any) -> Any:
    """The kind of thing the screen is about; where it does not say, the site."""
    model = getattr(match.func, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
    if isinstance(model, type) and hasattr(model, "_meta"):
        return model
    return Page if "pages" in match.namespace else Site
