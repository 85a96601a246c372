"""What is asked at the door: with the tokens by which a browser fills it in, paste allowed, and no puzzle."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import throttle
from .adapters import TOO_MANY

_AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}


def password_field(label, *, token="current-password"):  # noqa: S107  (an autocomplete token, no password)
    """A password as a browser or a password manager knows it."""
    return forms.CharField(label=label, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": token}))


def code_field(label, help_text=""):
    """A code that may be pasted, typed with blanks, or filled in by the telephone."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", **_AS_TYPED}
    return forms.CharField(label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attrs))


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, **_AS_TYPED})
        self.fields["login"] = forms.CharField(label=_("Username"), max_length=150, widget=widget)
        self.fields["password"] = password_field(_("Password"))
        self.order_fields(["login", "password"])


class PasswordAgainForm(ReauthenticateForm):
    """The password of whoever is signed in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Password"))


class OneTimeCode:
    """In front of allauth's forms for a code: tries are counted for every web process, and a code is good once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code"), _("Six digits from the app, or one of your recovery codes."))

    def clean_code(self):
        """The code, if it is right, new, and not one try too many."""
        attempt = throttle.code(context.request, str(self.user.pk))
        if attempt.is_too_many:
            raise ValidationError(TOO_MANY, code="too_many")
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        try:
            code = super().clean_code()
            if not throttle.is_first_use(str(self.user.pk), code):
                raise ValidationError(_("This code was used already. Wait for the next one."), code="used")
        except ValidationError:
            credentials = {"username": self.user.get_username()}
            user_login_failed.send(__name__, credentials=credentials, request=context.request)
            raise
        attempt.take_back()
        return code


class CodeForm(OneTimeCode, factors.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(OneTimeCode, factors.ReauthenticateForm):
    """A code by whoever is signed in."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code"), _("The six digits that the app shows now."))

    def clean_code(self):
        """The code, typed with blanks or without."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()


class AddPasskeyForm(AddWebAuthnForm):
    """A name for a new passkey, and whether it may do without a password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it from others: “Office laptop”, “My telephone”.")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Sign in with it alone, without user name and password")
        self.fields["passwordless"].help_text = _("The device then asks for your fingerprint, your face or its code.")
        self.fields["passwordless"].initial = True


class AcceptForm(forms.Form):
    """What an invited person says about themselves."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"] = password_field(_("Password"), token="new-password")  # noqa: S106  (an autocomplete token)
        self.fields["password"].help_text = _("Twelve characters or more; a few words are easier to keep in mind.")
        self.fields["password_again"] = password_field(_("The same password again"), token="new-password")  # noqa: S106  (an autocomplete token)

    def clean(self):
        """Twice the same, and none that is easily guessed."""
        data = super().clean()
        typed = data.get("password")
        if typed and data.get("password_again") and typed != data["password_again"]:
            self.add_error("password_again", _("This is not the same password. Type it again."))
        if typed:
            names = {"first_name": data.get("first_name", ""), "last_name": data.get("last_name", "")}
            try:
                validate_password(typed, get_user_model()(username=self.email, email=self.email, **names))
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return data
