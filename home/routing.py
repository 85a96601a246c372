"""The short way from an address to its page; every other address goes Wagtail's own way."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from . import context, queries


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at an address, with all that Wagtail does on the way."""
    try:
        if route := _route(request, [part for part in path.split("/") if part]):
            # Where Wagtail keeps a route once it is found: it looks there first.
            request._wagtail_route_for_request = route
    except Http404:
        pass  # Wagtail says so itself, after looking for a redirect
    return wagtail_serve(request, path)


def _route(request: HttpRequest, parts: list[str]) -> RouteResult | None:
    """The page and what is left of the address, found through the map of the two top levels."""
    language = (translation.get_language() or "en")[:2]
    if request.method == "POST" and len(parts) == 1 and (door := queries.open_door(language, parts[0])):
        door.is_known_public = True  # or the query had not found it
        return door.route(request, [])
    found = context.site_map(request)
    home = found.home(language)
    place: Any = found.at(language, parts[0]) if parts else home
    if home is None or place is None:
        return None
    page = queries.page_at(place)
    if page is None:
        return None
    ends_here = len(parts) < 2 or place.is_door  # deeper pages may be private themselves
    page.is_known_public = ends_here and not (home.is_private or place.is_private)
    return page.route(request, parts[1:])
