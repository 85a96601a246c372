"""Trying the site and working on it: debug pages, demo accounts, mail kept in a local mailbox."""

from .base import *  # noqa: F403  (a settings file is its base and what differs)

DEBUG = True
DEMO = True
SECRET_KEY = "only-for-trying-things-out-on-one-machine"  # noqa: S105  (never used in production)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost:8000; a passkey cannot be bound to 127.0.0.1
