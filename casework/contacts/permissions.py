"""Who may: an office's people are its own."""

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from . import models


def register() -> None:
    """One policy for each model with rows of an office."""
    register_permission_policy(models.Person, OfficePolicy(models.Person))
    register_permission_policy(models.Organisation, OfficePolicy(models.Organisation))
