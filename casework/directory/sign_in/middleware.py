"""What every request of somebody who is signed in passes: the limits of a session, and the second factor."""

import re
import time
from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import lately

Answer = Callable[[HttpRequest], HttpResponse]

#: When the session began, and when its person last did something.
BEGAN: Final = "sign_in_began"
SEEN: Final = "sign_in_seen"
#: How exactly the last thing done is known: a session is written once in this many seconds, not on every page.
WRITTEN_EVERY: Final = 60
#: What a page asks by itself while nobody sits before it.
BY_ITSELF: Final = re.compile(r"/editing-sessions/|/notifications/")

#: What is behind the second factor.
BEHIND: Final = ("/admin/", "/documents/")
#: What is open to somebody without one: setting one up, saying again who one is, and going away.
OPEN: Final = frozenset(
    {
        "account_login",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
    }
)


def begin(request: HttpRequest) -> None:
    """A session begins now."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_asked_by_script(request: HttpRequest) -> bool:
    """Whether a script waits for the answer: it is told no, and not where to go."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


class Sessions:
    """A session ends when nothing was done for a while, and after a working day in any case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session that is too old, before anything asks whose it is."""
        limited = settings.SESSION_IDLE_MINUTES or settings.SESSION_HOURS
        if limited and settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        now, session = time.time(), request.session
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:
            begin(request)
            return
        if settings.SESSION_IDLE_MINUTES and now - seen > settings.SESSION_IDLE_MINUTES * 60:
            self._end(request, _("You were signed out because nothing had been done for a while. Sign in to go on."))
        elif settings.SESSION_HOURS and now - began > settings.SESSION_HOURS * 3600:
            self._end(request, _("You were signed out because you had been signed in all day. Sign in to go on."))
        elif now - seen >= WRITTEN_EVERY and not BY_ITSELF.search(request.path_info):
            session[SEEN] = now

    def _end(self, request: HttpRequest, words: str) -> None:
        logout(request)
        if not is_asked_by_script(request) and not BY_ITSELF.search(request.path_info):
            messages.info(request, words)


class SecondFactor:
    """Where a second factor is required, nothing of the admin answers a session that does not rest on one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision needs to know which view it is."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on, or the way to the second factor."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.path_info.startswith(BEHIND):
            return None
        if not request.user.is_authenticated or lately.has_used_factor(request):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN:
            return None
        if is_asked_by_script(request):
            raise PermissionDenied
        return HttpResponseRedirect(_way_to_factor(request))


def _way_to_factor(request: HttpRequest) -> str:
    """To use the factor there is, or to set one up."""
    if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        return reverse("mfa_index")
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    name = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    path = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: path})}"
