"""What stands in the tables about one case."""

from django.utils import timezone

from casework.cases import actions
from casework.cases.models import Assignment, Case, Message, Note, StatusChange


def standing(case):
    """The case as the database has it."""
    return Case.objects.filter(pk=case.pk).values().get()


def rows_of(case):
    """How many rows hang on it."""
    return [model.objects.filter(case=case).count() for model in (Message, Note, StatusChange, Assignment)]


def moves_of(case):
    """Its status changes: from, to, by whom, why."""
    return [(row.was, row.now, row.changed_by, row.reason) for row in case.status_changes.all()]


def hands_of(case):
    """Its assignments: from, to, by whom, why."""
    return [(row.was, row.now, row.assigned_by, row.reason) for row in case.assignments.all()]


def reply(case, by):
    """The letter left."""
    return actions.record_reply(
        case,
        by=by,
        subject="Re: hydro",
        body="Dear Ada",
        channel="email",
        source=f"{case.reference}/1",
        message_id="<1@example.org>",
        sent_at=timezone.now(),
    )
