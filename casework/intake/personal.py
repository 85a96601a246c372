"""What this room holds about a person: what they sent, taken into a case or not; and what waits for a decision."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from casework.contacts.keys import email_key, phone_key
from casework.contacts.models import ContactKind, Person
from casework.core.files.kinds import MEDIA_TYPES, Kind
from casework.core.models import SearchDocument
from casework.core.personal import Fact, HeldFile, holds, nothing, stands_in_the_way, told_columns
from casework.core.text import fold, one_line

from .models import Attachment, Submission
from .queries import answers_of
from .states import SubmissionStatus


def _sent_by(person: Person) -> QuerySet[Submission]:
    """What lies on their cases, and what lies on none but came from their address under their name."""
    points = set(person.contact_points.values_list("kind", "key"))
    loose = Q()
    for kind, key in points:
        if kind == ContactKind.EMAIL:
            loose |= Q(email__iexact=key)
        elif kind == ContactKind.PHONE:
            loose |= ~Q(phone="")
    called, mine = fold(one_line(person.name)), []
    if loose:
        others = Submission.objects.filter(loose, office=person.office_id, case=None)
        for pk, name, email, phone in others.values_list("pk", "name", "email", "phone"):
            keys = {(ContactKind.EMAIL, email_key(email)), (ContactKind.PHONE, phone_key(phone))}
            if fold(one_line(name)) == called and points & keys:
                mine.append(pk)
    return Submission.objects.filter(Q(case__person=person) | Q(pk__in=mine))


def _as_asked(row: Submission) -> list[Fact]:
    """What somebody sent, with what the form asked them in words."""
    return [*told_columns(row, apart={"answers"}), *answers_of(row)]


holds("intake.Submission", _sent_by, facts=_as_asked, stone=lambda row: (row.reference, row.sha256))


def _as_told(row: Attachment) -> list[Fact]:
    """What somebody sent with a message."""
    return [
        (_("Came with"), str(row.submission)),
        (_("Name of the file"), row.name),
        (_("Kind"), str(row.get_kind_display())),
        (_("Size"), filesizeformat(row.size)),
        (_("Received"), date_format(localtime(row.received_at), "DATETIME_FORMAT")),
        (_("Viruses"), str(row.get_scan_display())),
    ]


holds(
    "intake.Attachment",
    lambda person: Attachment.objects.filter(submission__in=_sent_by(person)).select_related("submission"),
    facts=_as_told,
    stone=lambda row: (f"{row.submission}-{row.number}", row.came_sha256),
    file=lambda row: HeldFile(row.key, row.file_name, MEDIA_TYPES[Kind(row.kind)], row.may_be_opened),
)
holds(
    "core.SearchDocument",
    lambda person: SearchDocument.objects.filter(kind="submission", object_id__in=_sent_by(person).values("pk")),
    copy_of="what a submission is found by",
)
nothing("rules of an office", "intake.RoutingRule")


@stands_in_the_way
def undecided(person: Person) -> Iterator[str]:
    """What waits in triage under their name and address."""
    waiting = _sent_by(person).filter(status__in=[SubmissionStatus.RECEIVED, SubmissionStatus.HELD])
    for submission in waiting.order_by("pk"):
        yield _("%(submission)s waits in triage. Decide on it first.") % {"submission": submission}
