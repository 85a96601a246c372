"""Who may: what arrived at an office is its own, and so are its rules."""

from wagtail.permissions import register_permission_policy

from casework.core import sight
from casework.directory.permissions import OfficePolicy

from .models import Attachment, RoutingRule, Submission


def register() -> None:
    """One policy for each model; what lies on a case is seen where the case is."""
    register_permission_policy(Submission, OfficePolicy(Submission))
    register_permission_policy(RoutingRule, OfficePolicy(RoutingRule))
    sight.keep("intake.Submission", Submission.objects.kept_from)
    sight.keep("intake.Attachment", Attachment.objects.kept_from)
    sight.mask("intake.Submission", Submission.objects.masked_for)
