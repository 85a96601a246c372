"""Reads over what arrived."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.core import search

from .models import RoutingRule, Submission
from .routing import Rule
from .states import WAITING, SubmissionStatus


def submissions_for(user: Any) -> QuerySet[Submission]:
    """What arrived at this person's offices, newest first, with what a list shows."""
    rows = Submission.objects.for_user(user).select_related("office", "issue", "unit", "case")
    return rows.order_by("-received_at", "-id")


def to_triage(user: Any) -> QuerySet[Submission]:
    """What waits for somebody to decide, newest first."""
    return submissions_for(user).filter(status__in=WAITING)


def spam(user: Any) -> QuerySet[Submission]:
    """What was marked as spam and can be brought back."""
    return submissions_for(user).filter(status=SubmissionStatus.REJECTED)


def submission_for(user: Any, pk: int) -> Submission | None:
    """One submission, if it lies within this person's sight."""
    return submissions_for(user).filter(pk=pk).first()


def found(user: Any, words: str, *, limit: int = 200) -> QuerySet[Submission]:
    """The submissions in sight that a search finds, by reference, name, subject or text."""
    hits = search.find(words, office_ids=user.office_ids, kinds=["submission"], limit=limit)
    return submissions_for(user).filter(pk__in=[hit.object_id for hit in hits])


def rules_of(office_id: int) -> list[Rule]:
    """An office's routing rules in use, in order, as values."""
    rows = RoutingRule.objects.filter(office_id=office_id, is_active=True).order_by("order", "id")
    return [as_rule(row) for row in rows]


def as_rule(row: RoutingRule) -> Rule:
    """One rule as a value."""
    return Rule(
        pk=row.pk,
        name=row.name,
        version=row.version,
        any_words=tuple(line.strip() for line in row.any_words.splitlines() if line.strip()),
        language=row.language,
        form=row.form,
        postal_prefix=row.postal_prefix.strip(),
        issue_id=row.issue_id,
        unit_id=row.unit_id,
        urgency=row.urgency,
        goes_on=row.goes_on,
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the public page may say of a submission: its number, and nothing else of it."""

    reference: str
    is_held: bool
    office_id: int


def receipt(key: str) -> Receipt | None:
    """The receipt for one form sent, found by the form's own key; None when nothing came of it."""
    row = Submission.objects.filter(key=key).values_list("reference", "status", "office_id").first()
    return Receipt(row[0], row[1] == SubmissionStatus.HELD, row[2]) if row else None


def why(submission: Submission) -> list[str]:
    """Why it was routed where it was, a sentence for each rule that spoke; says so when none did."""
    lines = [f"{step['name']} — {'; '.join(step['because'])}" for step in submission.trace]
    return lines or [_("No rule matched: it waits for somebody to look.")]


def has_any() -> bool:
    """Whether anything ever arrived."""
    return Submission.objects.exists()
