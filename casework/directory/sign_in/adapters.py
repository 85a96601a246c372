"""What django-allauth asks of this house: who may try, which words are said, how secrets are kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy as _

from casework.core.envelopes import seal, unseal
from casework.core.visitors import network_of

from ..queries import account_with_address, factors_of
from . import lately, throttle

TOO_MANY = _(
    "Too many tries. Wait fifteen minutes and try again, or sign in with a passkey. Nothing is wrong with the account."
)

#: The ways to say again who one is, as they are called on the page.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class Door(DefaultAccountAdapter):
    """Signing in with a user name and a password; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "username_password_mismatch": _(
            "This user name and password do not belong together. Type both again, or ask for a new password."
        ),
        "incorrect_password": _("This is not your password. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts begin with an invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Django's own answer, which takes as long for an unknown name; and none after too many tries."""
        attempt = throttle.password(request, str(credentials.get("username", "")))
        if attempt.is_too_many:
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, **credentials)
        if user is not None:
            attempt.take_back()
        return user

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **others: Any
    ) -> None:
        """What was done stands on the page that follows; allauth's own words for it are left out, a refusal is said."""
        if message_template is None:
            super().add_message(request, level, message_template, *more, **others)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to say again who one is, in our words."""
        return [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the rest of the house sees it."""
        return network_of(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Having signed in just now is enough."""
        return not lately.has_signed_in(context.request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Nothing is told of an account that was closed."""
        messages.error(request, gettext("Signing in did not work. Ask an administrator of your office."))
        return redirect("account_login")


class Factors(DefaultMFAAdapter):
    """Second factors: sealed in the database, and never the last one taken away where one is needed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your last second factor, and one is needed here. Set up another one first."
        ),
        "incorrect_code": _(
            "This did not work. Type the code that the app shows now, or a recovery code that was not used yet."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the site's newest key."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened with whichever of the site's keys sealed it."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one, where one is needed: first the new, then the old."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        """What the app shows above the code."""
        return str(settings.WAGTAIL_SITE_NAME)

    def get_totp_label(self, user: Any) -> str:
        """The user name."""
        return str(user.get_username())

    def _get_site_name(self) -> str:
        """What the browser shows when it asks for a passkey."""
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called unless the person says otherwise."""
        return gettext("My passkey")


class Provider(DefaultSocialAccountAdapter):
    """An office's own provider: it opens accounts there are, for addresses it has verified, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts begin with an invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The first time, find the account by the address that the provider has verified; or say no."""
        sociallogin.account.extra_data = {}  # who it is stands in the account; more is not kept
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
        user = account_with_address(verified[0]) if len(verified) == 1 else None
        if user is None:
            words = _(
                "Nobody here has an account with the address that your organisation gave. Ask an administrator to "
                "invite you."
            )
            raise ImmediateHttpResponse(self._back(request, words))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The provider said no, or nothing."""
        words = _("Signing in with your organisation’s account did not work. Try again, or sign in with your password.")
        raise ImmediateHttpResponse(self._back(request, words))

    def _back(self, request: HttpRequest, words: Any) -> HttpResponse:
        user_login_failed.send(__name__, credentials={}, request=request)
        messages.error(request, str(words))
        return redirect("account_login")
