"""How staff sign in: django-allauth behind Wagtail's own address, second factors, sessions."""

from . import env

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE_AT_THE_DOOR = [
    "allauth.account.middleware.AccountMiddleware",
    "casework.directory.sign_in.middleware.Sessions",
    "casework.directory.sign_in.middleware.SecondFactor",
]

LOGIN_URL = "account_login"  # the address of Wagtail's: ours stands in front of it
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
#: Nobody sets a password for somebody else: who begins is invited, who forgot asks for a link.
WAGTAILUSERS_PASSWORD_ENABLED = False
#: Where links for a new password go is not for a borrowed session to say: an administrator changes an address.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "casework.directory.sign_in.adapters.Door"
ACCOUNT_FORMS = {
    "login": "casework.directory.sign_in.forms.SignInForm",
    "reauthenticate": "casework.directory.sign_in.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth wants to know all the same
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets when it is closed
ACCOUNT_RATE_LIMITS = False  # casework/directory/sign_in/throttle.py counts in the database, for every web process
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60

MFA_ADAPTER = "casework.directory.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "casework.directory.sign_in.forms.CodeForm",
    "reauthenticate": "casework.directory.sign_in.forms.CodeAgainForm",
    "activate_totp": "casework.directory.sign_in.forms.ActivateAppForm",
    "add_webauthn": "casework.directory.sign_in.forms.AddPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are an administrator's, and proven by the invitation
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off; a code counts once all the same

#: Keys that seal stored secrets, newest first; without any, one made from SECRET_KEY.
SEALING_KEYS = env.listed("SEALING_KEYS")
#: Whether staff need a second factor before the admin answers; in production they do unless told otherwise.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=False)
#: How long a session lives without anything being done, and at most; 0 for without end.
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS = env.number("SESSION_HOURS", 12)
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60  # an upper bound for the rows; the two above decide

#: The office's own provider of accounts (OpenID Connect), where it has one.
OIDC_URL = env.text("OIDC_URL")
#: Whether a sign-in there counts as one with a second factor.
OIDC_TRUSTED_FOR_MFA = env.flag("OIDC_TRUSTED_FOR_MFA", default=False)
_PROVIDER = {
    "provider_id": "office",
    "name": env.text("OIDC_NAME", "OpenID Connect"),
    "client_id": env.text("OIDC_CLIENT_ID"),
    "secret": env.text("OIDC_CLIENT_SECRET"),
    "settings": {"server_url": OIDC_URL},
}
SOCIALACCOUNT_ADAPTER = "casework.directory.sign_in.adapters.Provider"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_PROVIDER] if OIDC_URL else []}}
# A link, not a form: our content policy lets no form lead to another machine. The state in the session ties the answer
# to this browser.
SOCIALACCOUNT_LOGIN_ON_GET = True
