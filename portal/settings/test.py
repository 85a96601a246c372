"""The test suite: quick password hashing, mail kept in memory, everything else as it is for real."""

from .base import *  # noqa: F403  (a settings file is its base and what differs)

DEMO = True
SECRET_KEY = "tests-only"  # noqa: S105  (signs nothing that matters)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SESSION_IDLE_MINUTES = SESSION_HOURS = 0  # tests turn the clock by days; those of the limits set them
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the browser of the tests comes by http
