"""What Wagtail does when the last reviewer has said yes (WAGTAIL_FINISH_WORKFLOW_ACTION).

``wagtail.models`` imports this file while it loads: no model may be imported here.
"""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """Let the reviewed thing decide what approval means; anything without an opinion is published, as Wagtail does."""
    thing = workflow_state.content_object
    if hasattr(thing, "on_workflow_finished"):
        thing.on_workflow_finished(workflow_state, user=user)
        return
    from wagtail.workflows import publish_workflow_state  # leaf: Wagtail's own module, safe once it has loaded

    publish_workflow_state(workflow_state, user=user)
