"""The language of a page, for the addresses that have one."""

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware

#: Addresses without a language of their own: what is not there stays not there.
WITHOUT = ("/admin/", "/documents/", "/captcha/", "/static/", "/media/")


class PageLanguageMiddleware(LocaleMiddleware):
    """Django's, which sends an address without a language to the same with one; the admin's are left alone.

    Otherwise a case out of sight would answer with a redirect to a public page that does not exist either.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Django's answer, and for the others their own."""
        if request.path_info.startswith(WITHOUT):
            return response
        return super().process_response(request, response)
