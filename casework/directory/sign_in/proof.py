"""Before what weighs most, somebody proves again who they are; what they had typed waits for them."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import lately

#: What was typed, by the address it was typed at; in the session, until it is shown again.
TYPED: Final = "sign_in_typed"
#: What a form carries for itself.
_OF_THE_FORM: Final = ("csrfmiddlewaretoken",)


class AsksAgain:
    """In front of a form view: where ``needs_proof``, the form is taken from somebody who has signed in just now."""

    request: HttpRequest

    def needs_proof(self) -> bool:
        """Whether what this form does weighs so much."""
        return False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form, or keep what was typed and ask who it is."""
        if not self.needs_proof() or lately.has_signed_in(request):
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]  # the view behind
        ways = get_adapter().get_reauthentication_methods(request.user)
        if not ways:
            raise PermissionDenied
        typed = request.POST.copy()
        for name in _OF_THE_FORM:
            typed.pop(name, None)
        request.session[TYPED] = {request.path: typed.urlencode()}
        return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")

    def get_form_kwargs(self) -> dict[str, Any]:
        """On the way back, with what was typed before."""
        found: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # the view behind
        kept = self.request.session.get(TYPED, {})
        if self.request.method == "GET" and self.request.path in kept:
            del self.request.session[TYPED]
            found["data"] = QueryDict(kept[self.request.path])
            messages.info(self.request, _("Thank you. What you had typed is still here: press the button once more."))
        return found
