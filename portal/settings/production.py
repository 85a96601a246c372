"""A real office: everything from the environment, and no start while something is missing."""

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *  # noqa: F403  (a settings file is its base and what differs)

SECRET_KEY = env.required("SECRET_KEY", "fifty random characters or more that sign sessions and forms.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than fifty characters: make a longer, random one.")

env.required("DATABASE_URL", "for example postgres://user:password@host:5432/casework.")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    env.required("ALLOWED_HOSTS", "the host names this site answers to, separated by commas.")

WAGTAILADMIN_BASE_URL = env.required("SITE_URL", "the address of this site, as in https://contact.example.ca.")
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS", WAGTAILADMIN_BASE_URL)

MAIL_URL = env.required("MAIL_URL", "the mail server letters leave by, smtp://user:password@host:587?tls=starttls.")
if not MAIL_URL.startswith("smtp://"):
    raise ImproperlyConfigured("MAIL_URL must name a mail server (smtp://…) in production: letters must really leave.")
globals().update(env.mail(MAIL_URL, base=BASE_DIR))  # noqa: F405  (from the base)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.required("SERVER_EMAIL", "the address technical mail comes from.")

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
if env.flag("BEHIND_PROXY", default=True):
    TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1)  # else every visitor would seem to be the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=True)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
