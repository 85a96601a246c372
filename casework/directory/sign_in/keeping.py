"""What an administrator does about how colleagues get in: invitations, links, and lost second factors."""

from functools import partial

from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, RedirectView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casework.core.errors import CaseworkError
from casework.core.views import ActionView, SaysRefusals

from .. import actions, queries
from ..models import Invitation


class Invite(SaysRefusals, generic.CreateView):
    """Somebody is to begin to work here."""

    submit_button_label = gettext_lazy("Send the invitation")

    def save_instance(self):
        """The verb; one answer, whether or not the address has an account."""
        given = self.form.cleaned_data
        return actions.invite(
            email=given["email"], offices=list(given["offices"]), roles=list(given["roles"]), by=self.request.user
        )


class InviteAgain(ActionView):
    """The link got lost, or its three days are over."""

    model, permission = Invitation, "change"
    action, success_url_name = staticmethod(actions.invite_again), "invitations:index"
    page_title, submit_label = gettext_lazy("Send the invitation again"), gettext_lazy("Send again")
    explanation = gettext_lazy("They get a new link, good for three days; the one they have opens nothing any more.")
    success_message = gettext_lazy("The invitation was sent again.")
    template_name = "casework/directory/invitation.html"

    def get_success_message(self, result):
        """Without the row: its label is a number that says nothing here."""
        return str(self.success_message)

    def get_success_url(self, result=None):
        """Back to the list."""
        return reverse(self.success_url_name)

    get_cancel_url = get_success_url

    def get_page_subtitle(self):
        """Whom it is about."""
        return self.object.email

    def get_context_data(self, **kwargs):
        """The address, where other screens have a reference."""
        return super().get_context_data(subject=self.object.email, **kwargs)


class WithdrawInvitation(InviteAgain):
    """It was sent to the wrong address, or is not needed any more."""

    action = staticmethod(actions.withdraw_invitation)
    page_title, submit_label = gettext_lazy("Withdraw the invitation"), gettext_lazy("Withdraw")
    explanation = gettext_lazy("The link opens nothing any more. Nobody is told.")
    success_message = gettext_lazy("The invitation was withdrawn.")
    tone = "serious"


class InviteInstead(RedirectView):
    """An account is not made by hand: whoever begins is invited, and sets a password nobody else knows."""

    pattern_name = "invitations:add"


class AccountSignIn(WagtailAdminTemplateMixin, DetailView):
    """How a colleague signs in, without any secret, and what an administrator may do when they cannot."""

    template_name = "casework/directory/account_sign_in.html"
    page_title = gettext_lazy("Signing in")
    header_icon = "key"
    context_object_name = "person"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        """For whoever keeps accounts."""
        if not request.user.has_perm("directory.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        """The accounts this person may keep."""
        return queries.accounts(self.request.user)

    def get_breadcrumbs_items(self):
        """Below the account."""
        account = {"url": reverse("wagtailusers_users:edit", args=[self.object.pk]), "label": str(self.object)}
        users = {"url": reverse("wagtailusers_users:index"), "label": _("Users")}
        return [*self.breadcrumbs_items, users, account, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self):
        """Whose it is."""
        return str(self.object)

    def get_context_data(self, **kwargs):
        """The factors by kind and date, and whether another administrator waits for a yes."""
        return super().get_context_data(
            factors=[factor for factor in queries.factors_of(self.object) if factor.type != "recovery_codes"],
            reset=queries.open_reset(self.object),
            is_own=self.object.pk == self.request.user.pk,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """One of the verbs, or in words why not."""
        self.object = self.get_object()
        wanted = self.verbs.get(request.POST.get("do", ""))
        if wanted is None:
            raise BadRequest
        verb, words = wanted
        try:
            verb(self.object, by=request.user)
        except CaseworkError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
        return redirect(request.path)

    #: What may be asked for here, and what is said afterwards.
    verbs = {
        "link": (actions.send_link, gettext_lazy("The link for a new password is on its way.")),
        "sessions": (actions.end_sessions, gettext_lazy("They are signed out everywhere.")),
        "ask": (actions.ask_for_reset, gettext_lazy("Noted. Another administrator has to agree on this page.")),
        "grant": (partial(actions.decide_reset, is_granted=True), gettext_lazy("Their second factors are taken away.")),
        "refuse": (partial(actions.decide_reset, is_granted=False), gettext_lazy("Noted: nothing was taken away.")),
    }
