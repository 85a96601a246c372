"""The language of a page, for the addresses that have one."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware

from home.views import too_large

#: Addresses without a language of their own: what is not there stays not there.
WITHOUT = ("/admin/", "/documents/", "/captcha/", "/static/", "/media/")

#: Three files of ten megabytes, the words, and what a browser writes between them; staff upload one picture at a time.
MOST_BYTES: Final = 36 * 1024 * 1024


class BodyLimitMiddleware:
    """What is larger than anything that is asked for is refused before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or a page that says what to do."""
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return too_large(request)
        return self.get_response(request)


class PageLanguageMiddleware(LocaleMiddleware):
    """Django's, which sends an address without a language to the same with one; the admin's are left alone.

    Otherwise a case out of sight would answer with a redirect to a public page that does not exist either.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Django's answer, and for the others their own."""
        if request.path_info.startswith(WITHOUT):
            return response
        return super().process_response(request, response)
