"""Whether the person at this browser has proven who they are within the last minutes, and what to do when not."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def records(request: HttpRequest) -> list[dict[str, Any]]:
    """How the signed-in person of this session proved who they are, oldest first."""
    found: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return found


def has_signed_in(request: HttpRequest) -> bool:
    """Whether a password, a factor or the office's own provider said so within the last minutes."""
    if not request.user.is_authenticated:
        return False
    latest = max((float(record["at"]) for record in records(request)), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def has_used_factor(request: HttpRequest) -> bool:
    """Whether this session rests on a second factor, or on a provider that is trusted to have asked for one."""
    return any(
        record["method"] == "mfa" or (record["method"] == "socialaccount" and settings.OIDC_TRUSTED_FOR_MFA)
        for record in records(request)
    )
