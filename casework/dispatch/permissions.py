"""Who may: an office's letters leave by its own people's hands."""

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from . import models


def register() -> None:
    """The verb from a role, the row from the office."""
    register_permission_policy(models.Dispatch, OfficePolicy(models.Dispatch))
