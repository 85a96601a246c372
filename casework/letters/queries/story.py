"""What happened to the letters of a case, as the case tells it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.queries import Entry
from casework.cases.states import told
from casework.core.models import HistoryEntry

from ..models import Letter, Return, StopReason

#: The lines a case shows; saves between them are the letter's own affair.
TOLD = ("start", "submit", "withdraw", "clear", "approve", "return", "recall", "void", "sent")


def story_of(case: Case, user: Any) -> list[Entry]:
    """Each step of each letter of the case in sight, with what was said of it where something was; 4 queries."""
    letters = {str(letter.pk): letter for letter in Letter.objects.for_user(user).filter(case=case).defer("body")}
    if not letters:
        return []
    lines = (
        HistoryEntry.objects.get_for_model(Letter)
        .filter(object_id__in=letters, action__in=[f"letters.{verb}" for verb in TOLD])
        .select_related("user")
        .order_by("timestamp", "id")
    )
    comments, reasons = _comments(letters), _reasons(letters)
    last = {line.object_id: line.pk for line in lines}
    return [
        _entry(line, letters[line.object_id], _said(line, comments, reasons), is_last=last[line.object_id] == line.pk)
        for line in lines
    ]


def _comments(letters: dict[str, Letter]) -> dict[tuple[str, int], str]:
    returns = Return.objects.filter(letter_id__in=letters)
    return {(str(each.letter_id), each.revision_id): each.comment for each in returns}


def _reasons(letters: dict[str, Letter]) -> dict[int, str]:
    return dict(StopReason.objects.filter(letter_id__in=letters).values_list("pk", "words"))


def _said(line: HistoryEntry, comments: dict[tuple[str, int], str], reasons: dict[int, str]) -> str:
    """What was said with the step: by whoever returned the letter, or whoever stopped it."""
    if line.action == "letters.return":
        return comments.get((line.object_id, line.data.get("revision", 0)), "")
    return told(reasons.get(line.data.get("why", 0), ""))


def _entry(line: HistoryEntry, letter: Letter, said: str, *, is_last: bool) -> Entry:
    verb = line.action.removeprefix("letters.")
    return Entry(
        kind="letter",
        at=line.timestamp,
        title=f"{letter} · {line.message}",
        body=said,
        who=line.user,
        label=_("As sent") if verb == "sent" else str(letter.get_status_display()) if is_last else "",
        url=reverse("letters:inspect", args=[letter.pk]),
    )
