"""Who may: a verb of its own, on the people of one's office."""

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import AccessExport, CorrectionRequest, Disagreement, Erasure, LegalHold


def register() -> None:
    """One policy for each model with rows of an office."""
    for model in (AccessExport, CorrectionRequest, Disagreement, Erasure, LegalHold):
        register_permission_policy(model, OfficePolicy(model))
