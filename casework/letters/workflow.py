"""The review that a fresh site starts with; an administrator may add steps to it afterwards."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from .models import FourEyesTask, Letter


def ensure_workflow() -> None:
    """See that letters have a review with a four-eyes step; one that an administrator set up stays as it is."""
    content_type = ContentType.objects.get_for_model(Letter, for_concrete_model=False)
    if WorkflowContentType.objects.filter(content_type=content_type).exists():
        return
    task, _made = FourEyesTask.objects.get_or_create(name="Approval by somebody else")
    workflow, _made = Workflow.objects.get_or_create(name="Review of letters")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
