"""The screens at the door and those about one's own way in: allauth's views, in Wagtail's looks."""

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter as factors_adapter
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views import account as wagtails
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casework.core.errors import CaseworkError

from .. import actions, queries
from . import lately, throttle
from .forms import AcceptForm


class SignIn(account.LoginView):
    """User name and password, or a passkey alone."""

    template_name = "account/login.html"

    def dispatch(self, request, *args, **kwargs):
        """Whoever is signed in goes on; whoever may not enter the admin is offered to sign in as somebody else."""
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            return super(account.RedirectAuthenticatedUserMixin, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Where the ways in lead."""
        providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return super().get_context_data(next=self.get_next_url() or "", providers=providers, **kwargs)


class StartAgain(View):
    """Somebody stopped between the two steps."""

    http_method_names = ["post"]

    def post(self, request):
        """Forget the first step."""
        clear_login(request)
        return redirect("account_login")


class AskForLink(wagtails.PasswordResetView):
    """A link for a new password: the same answer for an address that nobody here has, and only so often."""

    def form_valid(self, form):
        """Ask for it; it is sent by the next sweep, so that the answer takes as long for everybody."""
        asked = form.cleaned_data["email"]
        if not throttle.link(self.request, asked).is_too_many:
            actions.ask_for_link(asked)
        return redirect(self.success_url)


class Overview(WagtailAdminTemplateMixin, factors.IndexView):
    """How this person signs in, and what they may change about it."""

    page_title = gettext_lazy("Signing in")
    header_icon = "key"
    _show_breadcrumbs = True

    def get_template_names(self):
        """Without a second factor where one is needed, nothing but setting one up."""
        if settings.SECOND_FACTOR_REQUIRED and not lately.has_used_factor(self.request):
            return ["casework/directory/set_up.html"]
        return ["casework/directory/sign_in.html"]

    def get_breadcrumbs_items(self):
        """Below one's own account."""
        here = [{"url": reverse("wagtailadmin_account"), "label": _("Account")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs):
        """The factors, without what they hold."""
        found = {"app": None, "passkeys": [], "codes": None}
        for factor in queries.factors_of(self.request.user):
            if factor.type == Authenticator.Type.TOTP:
                found["app"] = factor
            elif factor.type == Authenticator.Type.WEBAUTHN:
                found["passkeys"].append(factor)
            else:
                found["codes"] = factor
        left = len(found["codes"].wrap().get_unused_codes()) if found["codes"] else 0
        return super().get_context_data(
            **found, codes_left=left, is_required=settings.SECOND_FACTOR_REQUIRED, menu=True, **kwargs
        )


class RemovePasskey(webauthn.RemoveWebAuthnView):
    """A passkey that is no longer used; the last one stays where a second factor is needed."""

    def form_valid(self, form):
        """Take it away, or say why it stays."""
        adapter = factors_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        return super().form_valid(form)


class SignOutElsewhere(View):
    """Every session of this person ends but this one."""

    http_method_names = ["post"]

    def post(self, request):
        """End them, and stay."""
        actions.end_sessions(request.user, by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("You are signed out everywhere but here."))
        return redirect("mfa_index")


class AcceptInvitation(FormView):
    """Somebody opened the link of an invitation: names and a password, and they are in."""

    template_name = "casework/directory/accept.html"
    form_class = AcceptForm

    def dispatch(self, request, *args, **kwargs):
        """One answer for every link that opens nothing."""
        self.invitation = actions.invited_by_link(self.kwargs["token"])
        if self.invitation is None:
            return self.gone()
        return never_cache(super().dispatch)(request, *args, **kwargs)

    def gone(self):
        """Why, and what to do."""
        words = {"words": actions.gone_words()}
        return TemplateResponse(self.request, "casework/directory/gone.html", words, status=410)

    def get_form_kwargs(self):
        """The password is held against the address as well."""
        return {**super().get_form_kwargs(), "email": self.invitation.email}

    def get_context_data(self, **kwargs):
        """Their user name."""
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def form_valid(self, form):
        """Make the account, and sign in with it."""
        given = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "password")}
        try:
            user = actions.accept_invitation(self.kwargs["token"], **given)
        except CaseworkError:
            return self.gone()
        return perform_password_login(self.request, {"username": user.get_username()}, Login(user=user))
