"""Roles exist as soon as the tables do; who signs in, or tries to, leaves a line, and so does a changed second factor.

Neither the name that was typed nor the address is kept: somebody types a password into the wrong field now and then.
Both are keyed hashes, so that what came from one place, or for one name, can be told to belong together.
"""

import logging
from datetime import timedelta
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.http import HttpRequest

from casework.core import chain
from casework.core.audit import tell
from casework.core.limits import count_up
from casework.core.permissions import SYSTEM
from casework.core.visitors import network_of

from . import actions
from .sign_in import middleware

logger = logging.getLogger(__name__)

#: So many failures from one place leave a line each in a minute: a flood fills no table.
MOST_FAILURES: Final = 30


def connect() -> None:
    """Listen for the last app that has models: by then every app's permissions are there; and at the door."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(roles_after_migrate, sender=last, dispatch_uid="directory.roles_after_migrate")
    user_logged_in.connect(signed_in, dispatch_uid="directory.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="directory.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="directory.sign_in_failed")
    user_logged_in.connect(session_begins, dispatch_uid="directory.session_begins")
    factors.authenticator_added.connect(factor_added, dispatch_uid="directory.factor_added")
    factors.authenticator_removed.connect(factor_removed, dispatch_uid="directory.factor_removed")
    factors.authenticator_reset.connect(codes_renewed, dispatch_uid="directory.codes_renewed")


def roles_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the groups; after a partial or backward migration there may be no tables to make them in."""
    if using != DEFAULT_DB_ALIAS or _has_migrations_to_run(using):
        return
    result = actions.sync_roles()
    if result.missing:
        logger.warning("roles name permissions that do not exist: %s", ", ".join(result.missing))


def signed_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Somebody is who they said."""
    tell(user, "directory.sign_in", by=user, place=_place(request))


def signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Somebody is done."""
    if user is not None:
        tell(user, "directory.sign_out", by=user, place=_place(request))


def sign_in_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Somebody is not who they said, or nobody has that name: it takes the same time, and the line looks the same."""
    place = _place(request)
    if count_up(f"sign-in failed {place}", window=timedelta(minutes=1)) > MOST_FAILURES:
        return
    users = get_user_model()
    typed = str(next((credentials[key] for key in ("username", "login", "email") if credentials.get(key)), ""))
    account = users.objects.filter(username__iexact=typed[:150]).only("pk").first()
    name = chain.veiled("sign-in name", typed.strip().casefold())
    tell(account or users, "directory.sign_in_failed", by=SYSTEM, place=place, name=name)


def _place(request: HttpRequest | None) -> str:
    address = network_of(request) if request is not None else ""
    return chain.veiled("address", address) if address else ""


def _has_migrations_to_run(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def session_begins(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The limits of a session count from here."""
    if request is not None and hasattr(request, "session"):
        middleware.begin(request)


def factor_added(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets up a factor has just used it; the codes that come with the first one are no news."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    actions.change_factor(user, kind=authenticator.type, change="added", by=user)


def factor_removed(sender: Any, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Taken away by its owner."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.change_factor(user, kind=authenticator.type, change="removed", by=user)


def codes_renewed(sender: Any, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """The old recovery codes open nothing any more."""
    actions.change_factor(user, kind=authenticator.type, change="renewed", by=user)
