"""Reads over what arrived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.queries import Entry
from casework.contacts.access import label
from casework.contacts.keys import email_key, phone_key
from casework.contacts.models import Person
from casework.contacts.queries import Match, in_sight, matches
from casework.core import search, sight
from casework.core.permissions import may
from casework.core.references import normalise
from casework.core.text import fold
from casework.directory.models import Language, Program
from casework.directory.queries import program_by_code, programs_by_code

from .answers import as_dict, searched, shown
from .models import Attachment, RoutingRule, Submission
from .routing import Rule
from .states import MOVES, UNSEEN, WAITING, ScanState, SubmissionStatus


def submissions_for(user: Any) -> QuerySet[Submission]:
    """What arrived at this person's offices, newest first, with what a list shows."""
    rows = sight.with_masks(Submission.objects.for_user(user), user)
    rows = rows.select_related("office", "issue", "unit", "case")
    rows = rows.annotate(has_attachments=Exists(Attachment.objects.filter(submission=OuterRef("pk"))))
    return rows.defer("raw").order_by("-received_at", "-id")


def to_triage(user: Any) -> QuerySet[Submission]:
    """What waits for somebody to decide, newest first."""
    return submissions_for(user).filter(status__in=WAITING)


def held(user: Any) -> QuerySet[Submission]:
    """What screening held back for somebody to look at, newest first."""
    return submissions_for(user).filter(status=SubmissionStatus.HELD)


def spam(user: Any) -> QuerySet[Submission]:
    """What was marked as spam and can be brought back."""
    return submissions_for(user).filter(status=SubmissionStatus.REJECTED)


def submission_for(user: Any, pk: int) -> Submission | None:
    """One submission, if it lies within this person's sight."""
    return submissions_for(user).filter(pk=pk).first()


def attachment_for(user: Any, pk: int) -> Attachment | None:
    """One attachment, if its submission lies within this person's sight."""
    return Attachment.objects.for_user(user).select_related("submission").filter(pk=pk).first()


def attachments_of(submission: Submission) -> QuerySet[Attachment]:
    """What came with a submission, in its order."""
    return submission.attachments.select_related("submission").order_by("number")


def to_scan(*, limit: int = 200) -> QuerySet[Attachment]:
    """What nobody has looked at; where no scanner is expected, what still waits for one. Least often tried first."""
    unseen = UNSEEN if settings.CLAMD else [ScanState.WAITING]
    return Attachment.objects.filter(scan__in=unseen).order_by("tries", "id")[:limit]


def without_a_row(keys: Sequence[str]) -> list[str]:
    """Those of the keys of the vault that no attachment leads to."""
    led_to: set[str] = set()
    for start in range(0, len(keys), 500):
        portion = keys[start : start + 500]
        led_to |= set(Attachment.objects.filter(key__in=portion).values_list("key", flat=True))
    return [key for key in keys if key and key not in led_to]


def found(
    user: Any, words: str, among: QuerySet[Submission] | None = None, *, limit: int = 200
) -> QuerySet[Submission]:
    """The submissions in sight that a search finds, by reference, name, subject or text; ``among`` narrows them.

    What a list masks is found by its reference alone: a search for a name would tell what the mask keeps back.
    """
    hits = search.find(words, office_ids=user.office_ids, kinds=["submission"], limit=limit)
    rows = submissions_for(user) if among is None else among
    rows = rows.filter(pk__in=[hit.object_id for hit in hits])
    return rows if normalise(words) else sight.unmasked(rows)


def rules_for(user: Any) -> QuerySet[RoutingRule]:
    """The routing rules of this person's offices, in the order in which they are asked."""
    return (
        RoutingRule.objects.for_user(user)
        .select_related("office", "issue", "unit")
        .order_by("office_id", "order", "id")
    )


def verbs(submission: Submission, user: Any) -> frozenset[str]:
    """What this person may do with it as it stands now."""
    if not may(user, "change", submission):
        return frozenset()
    to = MOVES[SubmissionStatus(submission.status)]
    offered = {
        "accept": SubmissionStatus.ACCEPTED in to,
        "attach": SubmissionStatus.ATTACHED in to,
        "mark_spam": SubmissionStatus.REJECTED in to,
        "not_spam": SubmissionStatus.RECEIVED in to,
    }
    return frozenset(name for name, is_offered in offered.items() if is_offered)


def document_of(submission: Submission) -> search.Document:
    """What a submission is found by: its number, its subject, who wrote it and how to reach them, its text."""
    title = f"{submission.reference} {submission.subject} {submission.name}"
    who = f"{submission.email} {submission.phone} {submission.postal_code}"
    words = "\n".join(filter(None, [who, submission.body, searched(submission.answers)]))
    return search.Document(submission.pk, submission.office_id, title, words)


@search.source("submission")
def documents() -> Iterator[search.Document]:
    """What search finds of every submission, for a rebuild."""
    rows = Submission.objects.order_by("received_at", "pk").defer("raw")
    return (document_of(submission) for submission in rows.iterator(chunk_size=1000))


def likely_people(submission: Submission, user: Any) -> list[Match]:
    """Who of those in sight may have written it, and why we think so."""
    office, name = submission.office_id, submission.name
    return in_sight(user, matches(office_id=office, name=name, email=submission.email, phone=submission.phone))


def wrote(submission: Submission, person: Person) -> bool:
    """Whether it came from this person, by a name or an address we know of them; else it is about somebody else."""
    if fold(submission.name) == fold(person.name):
        return True
    keys = {email_key(submission.email), phone_key(submission.phone)} - {""}
    return person.contact_points.filter(key__in=keys).exists() if keys else False


def story_of(case: Case, user: Any) -> list[Entry]:
    """On a case: each message as it came in, how its writer wants to be answered, what they asked for, its files."""
    if not user.has_perm("intake.view_submission"):
        return []
    rows = submissions_for(user).filter(case=case)
    files = Attachment.objects.for_user(user).filter(submission__case=case).select_related("submission")
    return [
        *(_story_of(attachment) for attachment in files.order_by("submission_id", "number")),
        *_arrivals(rows),
    ]


def _story_of(attachment: Attachment) -> Entry:
    """A file that came with a message: what it is, and the way to it."""
    page = reverse("triage:inspect", args=[attachment.submission_id])
    return Entry(
        kind="file",
        at=attachment.received_at,
        title=_("Attachment: %(name)s") % {"name": attachment.name},
        body=", ".join(about(attachment)),
        url=reverse("triage:file", args=[attachment.pk]) if attachment.may_be_opened else f"{page}#attachments",
    )


def about(attachment: Attachment) -> list[str]:
    """What an attachment is: its kind, its size, what the scanner said."""
    size = filesizeformat(attachment.size)
    return [str(attachment.get_kind_display()), str(size), str(attachment.get_scan_display())]


def _arrivals(rows: QuerySet[Submission]) -> list[Entry]:
    """Each message as it came in, with what its door asked."""
    arrived = list(rows)
    programs = _programs_of(arrived)
    return [
        Entry(
            kind="arrived",
            at=row.received_at,
            title=_("Arrived as %(reference)s") % {"reference": row.reference},
            body="\n".join([*_wanted_answer(row), *asked_for(row), *_answered(row, programs)]),
            url=reverse("triage:inspect", args=[row.pk]),
        )
        for row in arrived
    ]


def _wanted_answer(row: Submission) -> list[str]:
    """How and in which language they want to be answered."""
    return [str(row.get_reply_by_display()), str(row.get_reply_language_display())]


def _answered(row: Submission, programs: dict[str, Program]) -> list[str]:
    """What its door asked and what was answered, a line each; the words of a consent stand with the consent."""
    told = shown([pair for pair in row.answers if pair[0] != "consent_words"], programs)
    return [_("%(label)s: %(words)s") % {"label": label, "words": words} for label, words in told]


def answers_of(submission: Submission) -> list[tuple[str, str]]:
    """What its door asked besides the message, with what was answered, in the language of whoever reads."""
    return shown(submission.answers, _programs_of([submission]))


def program_of(submission: Submission) -> Program | None:
    """The program they chose, in use or not; None when they chose none, or one that is gone."""
    return program_by_code(as_dict(submission.answers).get("program", ""))


def _programs_of(rows: list[Submission]) -> dict[str, Program]:
    """The programs that are named in the answers, by their short names."""
    return programs_by_code({as_dict(row.answers).get("program", "") for row in rows} - {""})


def asked_for(submission: Submission) -> list[str]:
    """The formats and supports asked for in a message, in words."""
    kept = _("They agreed that it is kept for next time.") if submission.access_keep else ""
    return [*(label(code) for code in submission.access_needs), *filter(None, [submission.access_words, kept])]


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
    lines = [_step(step) for step in submission.trace]
    return lines or [_("No rule matched: it waits for somebody to look.")]


def _step(step: dict[str, Any]) -> str:
    """One line of a trace: a rule that spoke, or the program that was chosen."""
    if "program" in step:
        return _("The program they chose")
    return f"{step['name']} — {'; '.join(_reason(*pair) for pair in step['because'])}"


def _reason(condition: str, found: str) -> str:
    """One reason of a trace in words a person reads."""
    words = {
        "language": _("language: %(found)s"),
        "form": _("form: %(found)s"),
        "postal_code": _("postal code: %(found)s"),
        "words": _("words: %(found)s"),
    }
    if condition == "language":
        found = dict(Language.choices).get(found, found)
    return words[condition] % {"found": found}


def has_any() -> bool:
    """Whether anything ever arrived."""
    return Submission.objects.exists()
