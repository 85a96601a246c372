"""What this room tells Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.models import HistoryEntry

from . import queries
from .models import RoutingRule, Submission
from .viewsets import RuleViewSet, TriageViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Submission, RoutingRule):
        actions.register_model(model, HistoryEntry)
    actions.register_action("intake.receive", _("Receive"), _("Received"))
    actions.register_action("intake.accept", _("Accept"), _("Accepted into a case"))
    actions.register_action("intake.attach", _("Attach"), _("Attached to a case"))
    actions.register_action("intake.mark_spam", _("Mark as spam"), _("Marked as spam"))
    actions.register_action("intake.not_spam", _("Not spam"), _("Brought back to triage"))
    actions.register_action("intake.open_attachment", _("Open an attachment"), _("Attachment opened"))
    actions.register_action("intake.scan", _("Check an attachment"), _("Attachment checked for viruses"))
    actions.register_action("intake.rule", _("Save routing rule"), _("Routing rule saved"))


@hooks.register("case_story")
def story(case, user):
    """On a case: each message as it came in, with what its writer asked for."""
    return queries.story_of(case, user)


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [TriageViewSet(), RuleViewSet()]
