"""What this room holds about a person, the exit's copies included; and which letters have to be finished first."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState

from casework.contacts.models import Person
from casework.core.personal import Fact, as_words, holds, label_of, nothing, stands_in_the_way, told_columns
from casework.dispatch.models import Dispatch
from casework.dispatch.states import DispatchStatus

from . import models
from .models import Letter
from .states import LetterStatus

#: The words of a letter, as a revision keeps them.
WORDS = ("to_name", "to_address", "subject", "salutation", "body", "closing")
OF_A_LETTER = (
    *("Approval", "Return", "StopReason", "ClearancePlan", "TierRaise", "Decision", "Clearance", "Waiver"),
    *("Ratification", "LetterComment", "LineUse", "ApprovedLine", "Correction", "SignOff", "Unlocking", "TemplateUse"),
    *("Writer",),
)


def _letters(person: Person) -> QuerySet[Letter]:
    return Letter.objects.filter(case__person=person)


def _of(model: Any) -> Callable[[Person], QuerySet[Any]]:
    return lambda person: model._default_manager.filter(letter__case__person=person)


def _about(model: Any, kind: str, key: str = "object_id") -> Callable[[Person], QuerySet[Any]]:
    """The rows of a model of Wagtail's that name letters by kind and number."""

    def rows(person: Person) -> QuerySet[Any]:
        """Those that name a letter to them."""
        numbers = _letters(person).annotate(_key=Cast("pk", CharField())).order_by().values("_key")
        return model.objects.filter(**{kind: ContentType.objects.get_for_model(Letter), f"{key}__in": numbers})

    return rows


def _as_written(revision: Any) -> list[Fact]:
    """An earlier state of the words."""
    when = (label_of(Letter._meta.get_field("drafted_at")), str(revision.created_at))
    words = [(label_of(Letter._meta.get_field(name)), as_words(revision.content.get(name) or "")) for name in WORDS]
    return [when, *words]


def _with_words(row: Any) -> list[Fact]:
    """Something that keeps the words of a whole letter as one text: those words, and its own columns."""
    kept = json.loads(row.content)
    words = [(label_of(Letter._meta.get_field(name)), as_words(str(kept.get(name, "")))) for name in WORDS]
    return [*told_columns(row, apart={"content"}), *words]


holds("letters.Letter", _letters, stone=lambda row: (row.reference, row.submitted_sha256))
for name in OF_A_LETTER:
    keeps_words = name in {"Approval", "Decision"}
    holds(f"letters.{name}", _of(getattr(models, name)), facts=_with_words if keeps_words else None)
holds(
    "dispatch.Dispatch",
    lambda person: Dispatch.objects.filter(approval__letter__case__person=person),
    stone=lambda row: (row.reference, row.sha256),
)
holds(
    "wagtailcore.Revision",
    _about(Revision, "base_content_type"),
    title=gettext_lazy("Earlier versions of letters"),
    facts=_as_written,
)
holds("wagtailcore.WorkflowState", _about(WorkflowState, "base_content_type"), copy_of="that a letter was reviewed")
holds(
    "wagtailcore.TaskState",
    lambda person: TaskState.objects.filter(workflow_state__in=_about(WorkflowState, "base_content_type")(person)),
    title=gettext_lazy("Steps of reviews"),
    facts=lambda row: [(_("Status"), row.get_status_display()), (_("Comment"), row.comment)],
)
holds("wagtailadmin.FormState", _about(FormState, "content_type"), copy_of="what a browser keeps of an unsaved letter")
holds("wagtailadmin.EditingSession", _about(EditingSession, "content_type"), copy_of="that a letter lies open")
holds("wagtailcore.ReferenceIndex", _about(ReferenceIndex, "base_content_type"), copy_of="what a letter refers to")
holds("wagtailcore.ModelLogEntry", _about(ModelLogEntry, "content_type"), copy_of="Wagtail’s own log, which is unused")
nothing(
    "rules, templates and authorities of an office; no letter and nobody’s words",
    *("letters.ClearanceRule", "letters.ClearanceRule_units", "letters.ClearanceRule_issues"),
    *("letters.ClearanceRule_signatories", "letters.FourEyesTask", "letters.SigningAuthority", "letters.AuthorityEnd"),
    *("letters.Template", "letters.Template_issues", "letters.TemplateVersion", "letters.TemplateReturn"),
    *("letters.TemplateWriter", "letters.Digest"),
)


@stands_in_the_way
def on_their_way(person: Person) -> Iterator[str]:
    """Letters that somebody reads, signs or is about to send."""
    waiting = (LetterStatus.IN_REVIEW, LetterStatus.TO_SIGN, LetterStatus.APPROVED)
    for letter in _letters(person).filter(status__in=waiting).order_by("pk"):
        yield _("Letter %(letter)s is on its way. See it off, or recall it, first.") % {"letter": letter}
    ended = Q(status=DispatchStatus.SENT) | Q(status=DispatchStatus.STOPPED)
    theirs = Dispatch.objects.filter(approval__letter__case__person=person)
    for dispatch in theirs.exclude(ended).order_by("pk"):
        yield _("What leaves under %(dispatch)s is not settled. Stop it or settle it first.") % {"dispatch": dispatch}
    for dispatch in theirs.filter(status=DispatchStatus.SENT, told_at=None).order_by("pk"):
        yield _("%(dispatch)s has left a moment ago, and is being filed. Try again in a minute.") % {
            "dispatch": dispatch
        }
