"""The local mailbox in the browser: while trying the site out, one can be the person whom the letter reaches."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import arrived

SHOWN_AT_ONCE = 200
#: A letter as a mail program would show it: no script, nothing fetched, a place of its own.
CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def only_when_trying_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 anywhere but in a demo whose mail stays on this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEMO and settings.MAILBOX_DIR):
            raise Http404
        return view(request, *args, **kwargs)

    return require_safe(never_cache(guarded))


@only_when_trying_out
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything that arrived, newest first."""
    messages = arrived.newest(Path(settings.MAILBOX_DIR), limit=SHOWN_AT_ONCE)
    return _page(request, "mailbox", messages_arrived=messages)


@only_when_trying_out
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One message: its headers, its text, its HTML in a frame, its source."""
    return _page(request, "message", arrived=_one(key))


@only_when_trying_out
def message_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part alone, for the frame."""
    return HttpResponse(_one(key).html, headers={"Content-Security-Policy": CSP})


def _page(request: HttpRequest, name: str, **given: Any) -> HttpResponse:
    """A page in the frame of the public site, in the language of its address, without the site's own menu."""
    language = (get_language() or "en")[:2]
    other, in_its_own_name = ("en", "English") if language == "fr" else ("fr", "Français")
    switch = {"tag": f"{other}-CA", "name": in_its_own_name, "url": translate_url(request.path, other)}
    brand = settings.WAGTAIL_SITE_NAME
    frame = {"tag": f"{language}-CA", "brand": brand, "home_url": f"/{language}/", "switch": switch}
    return render(request, f"casework/dispatch/{name}.html", {"frame": frame, **given})


def _one(key: str) -> arrived.Arrived:
    found = arrived.one(Path(settings.MAILBOX_DIR), key)
    if found is None:
        raise Http404
    return found
