"""The last yes: the reviewed thing decides what it means."""

from types import SimpleNamespace

import pytest
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from casework.core.workflow import finish
from tests.factories.directory import UserFactory


def test_a_thing_with_an_opinion_is_asked_and_not_published():
    told = []

    class Letter:
        """Anything that answers."""

        def on_workflow_finished(self, workflow_state, *, user):
            told.append((workflow_state, user))

    state = SimpleNamespace(content_object=Letter())
    finish(state, user="bob")
    assert told == [(state, "bob")]


@pytest.mark.django_db
def test_a_page_without_an_opinion_goes_live_as_in_wagtail():
    editor = UserFactory(admin=True)
    page = Page.objects.get(depth=1).add_child(instance=Page(title="News", slug="news", live=False))
    page.save_revision(user=editor)
    task = GroupApprovalTask.objects.create(name="Read")
    workflow = Workflow.objects.create(name="Pages")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(page, editor)
    state.current_task_state.approve(user=editor)
    page.refresh_from_db()
    assert page.live
