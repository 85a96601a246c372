"""Who may: an office's cases are its own."""

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import Case


def register() -> None:
    """One policy for the case; what hangs on a case is reached through it."""
    register_permission_policy(Case, OfficePolicy(Case))
