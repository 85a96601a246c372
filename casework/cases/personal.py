"""What this room holds about a person, and what has to be finished before they are erased."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from casework.contacts.models import Person
from casework.core.models import SearchDocument
from casework.core.personal import holds, stands_in_the_way, told_columns

from .models import (
    Accommodation,
    AccommodationStep,
    Assignment,
    Case,
    CaseParty,
    Conflict,
    Consent,
    ConsentEnd,
    ConsentReminder,
    KnownQuestion,
    LevelChange,
    Message,
    NamedPerson,
    Note,
    Opening,
    PossibleConflict,
    Share,
    StatusChange,
    Transfer,
)
from .states import CaseStatus

holds("cases.Case", lambda person: Case.objects.filter(person=person), stone=lambda row: (row.reference, ""))
holds("cases.Message", lambda person: Message.objects.filter(case__person=person))
holds("cases.Note", lambda person: Note.objects.filter(case__person=person))
holds("cases.StatusChange", lambda person: StatusChange.objects.filter(case__person=person))
holds("cases.Assignment", lambda person: Assignment.objects.filter(case__person=person))
holds("cases.LevelChange", lambda person: LevelChange.objects.filter(case__person=person))
holds("cases.NamedPerson", lambda person: NamedPerson.objects.filter(case__person=person))
holds("cases.Accommodation", lambda person: Accommodation.objects.filter(case__person=person))
holds("cases.AccommodationStep", lambda person: AccommodationStep.objects.filter(case__person=person))
holds("cases.CaseParty", lambda person: CaseParty.objects.filter(case__person=person))
# In whose matter somebody is named, and as what, is that person's: that it was so is told, and no more.
holds(
    "cases.CaseParty",
    lambda person: CaseParty.objects.filter(person=person),
    title=gettext_lazy("Named in the matter of somebody else"),
    only=("added_at",),
)
# What a colleague is to somebody, and why they opened a file, is theirs: that it was so is told, and no more.
holds(
    "cases.Conflict",
    lambda person: Conflict.objects.filter(Q(person=person) | Q(case__person=person)),
    only=("declared_at", "ended_at"),
)
holds(
    "cases.PossibleConflict",
    lambda person: PossibleConflict.objects.filter(person=person),
    only=("asked_at", "answered_at"),
)
holds("cases.Opening", lambda person: Opening.objects.filter(case__person=person), only=("opened_at", "ends_at"))
# The case that another office opened is that office's to tell of, and so is its number.
holds(
    "cases.Transfer",
    lambda person: Transfer.objects.filter(case__person=person),
    facts=lambda row: told_columns(row, apart=("received_as", "passed_sha256")),
)
holds("cases.Share", lambda person: Share.objects.filter(case__person=person))
holds("cases.KnownQuestion", lambda person: KnownQuestion.objects.filter(case__person=person))
holds("cases.ConsentEnd", lambda person: ConsentEnd.objects.filter(case__person=person))
holds("cases.ConsentReminder", lambda person: ConsentReminder.objects.filter(case__person=person))
holds("cases.Consent", lambda person: Consent.objects.filter(case__person=person))
holds(
    "core.SearchDocument",
    lambda person: SearchDocument.objects.filter(
        kind="case", object_id__in=Case.objects.filter(person=person).values("pk")
    ),
    copy_of="what a case is found by",
)


@stands_in_the_way
def unfinished(person: Person) -> Iterator[str]:
    """Cases somebody works on, and openings nobody has looked at."""
    for case in Case.objects.filter(person=person).exclude(status=CaseStatus.CLOSED).order_by("pk"):
        yield _("%(case)s is not closed. Close it first.") % {"case": case}
    for transfer in Transfer.objects.filter(case__person=person).standing().order_by("pk"):
        words = _("%(transfer)s is offered to another office. Withdraw it, or wait for the answer, first.")
        yield words % {"transfer": transfer}
    opened = Opening.objects.filter(case__person=person, reviewed_at=None).select_related("case").order_by("pk")
    for case in dict.fromkeys(opening.case for opening in opened):
        yield _("%(case)s was opened by exception, and nobody has reviewed that. Review it first.") % {"case": case}
