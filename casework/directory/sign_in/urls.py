"""Where the door is: in front of Wagtail's own addresses, so that none of these is a way round."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as provider
from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access as staff

from . import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", factors.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("login/again/", views.StartAgain.as_view(), name="sign_in_again"),
    path("login/with/<slug:provider_id>/", provider.login, name="openid_connect_login"),
    path("login/with/<slug:provider_id>/back/", provider.callback, name="openid_connect_callback"),
    path("password_reset/", views.AskForLink.as_view(), name="wagtailadmin_password_reset"),
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="accept_invitation"),
    path("confirm/", staff(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", staff(factors.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", staff(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/sign-in/", staff(views.Overview.as_view()), name="mfa_index"),
    path("account/sign-in/app/", staff(app.activate_totp), name="mfa_activate_totp"),
    path("account/sign-in/app/remove/", staff(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/sign-in/codes/", staff(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/sign-in/codes/new/", staff(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/sign-in/codes/file/", staff(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/sign-in/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/sign-in/passkeys/add/", staff(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/sign-in/passkeys/<int:pk>/", staff(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/sign-in/passkeys/<int:pk>/remove/", staff(views.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path("account/sign-in/elsewhere/", staff(views.SignOutElsewhere.as_view()), name="sign_out_elsewhere"),
]
