"""Which letters and decisions somebody sees."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision

from casework.cases import queries as cases
from casework.cases.levels import MASKED
from casework.core import clock, sight
from casework.core.errors import OutOfDate
from casework.core.references import normalise
from casework.dispatch.models import Dispatch

from ..models import Approval, Letter, Return, Writer
from ..models.elsewhere import speaks_for, turns_elsewhere
from ..states import LetterStatus
from .clearing import (
    decides_on_letters,
    late_with_units,
    unratified,
    waiting_for_a_second_reader,
    waiting_for_units_of,
)
from .gates import gates_open, not_restricted
from .stale import is_stale, needing_a_decision, with_staleness


def letters_for(user: Any) -> QuerySet[Letter]:
    """The letters of this person's offices, newest first, with what a list shows."""
    return _listed(sight.with_masks(Letter.objects.for_user(user), user))


def letters_to_clear(user: Any) -> QuerySet[Letter]:
    """Those in review, with the letters of other offices that wait for a unit of this person's."""
    there = turns_elsewhere(user).values("letter_id")
    here = Letter.objects.for_user(user).filter(status=LetterStatus.IN_REVIEW)
    masked = Exists(Letter.objects.masked_for(user).filter(pk=OuterRef("pk")))
    of_another = ~Q(office_id__in=user.office_ids) & Q(case__sensitivity__in=MASKED)
    rows = Letter.objects.filter(Q(pk__in=here.values("pk")) | Q(pk__in=there))
    return _listed(rows.annotate(is_masked=masked | of_another))


def _listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    rows = rows.select_related("case", "office", "drafted_by", "latest_revision")
    rows = rows.defer("body", "latest_revision__content")  # the words; a list tells only when they were saved
    return with_staleness(rows).order_by("-drafted_at", "-id")


def letter_for(user: Any, pk: Any) -> Letter | None:
    """One letter, whole, if it lies within this person's sight."""
    return _whole(Letter.objects.for_user(user)).filter(pk=pk).first()


def letter_to_read(user: Any, pk: Any) -> Letter | None:
    """The same, or one of another office that waits for a unit of this person's; with ``is_in_sight``, which it is."""
    here = Exists(Letter.objects.for_user(user).filter(pk=OuterRef("pk")))
    return _whole(Letter.objects.read_by(user)).annotate(is_in_sight=here).filter(pk=pk).first()


def _whole(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    return rows.select_related("case__person", "office", "drafted_by", "signatory", "latest_revision__user")


def who_see(letter: Letter, people: list[Any]) -> list[Any]:
    """Those of the people who may read the letter: a query each, for the few who are told something."""
    return [each for each in people if Letter.objects.read_by(each).filter(pk=letter.pk).exists()]


def letter_by_reference(reference: str) -> Letter | None:
    """The letter with this reference, in any spelling of it, whosever it is: for who keeps the database."""
    return Letter.objects.filter(reference=as_written(reference)).first()


def as_written(reference: str) -> str:
    """The reference of a letter as we write it, from any spelling of it; empty when it cannot be one of ours."""
    case, _slash, number = reference.partition("/")
    found, number = normalise(case), number.strip()
    return f"{found}/{number}" if found and number.isdecimal() else ""


def letter_of(user: Any, sent: Dispatch) -> Letter | None:
    """The letter in sight that a dispatch was made from."""
    return Letter.objects.for_user(user).filter(approvals__dispatch=sent).first()


def found(user: Any, words: str, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the rows a search finds: by the reference of the letter, or by whatever its case is found by."""
    reference = normalise(words.partition("/")[0])
    if reference:
        return rows.filter(case__reference=reference)
    return rows.filter(case__in=cases.found(user, words).order_by().values("pk"))


def waiting_for_approval(user: Any) -> QuerySet[Letter]:
    """The letters in review, cleared by every unit, that this person may decide on; who waits longest on top."""
    if not decides_on_letters(user):
        return Letter.objects.none()
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    rows = letters_for(user).filter(status=LetterStatus.IN_REVIEW).exclude(drafted_by_id=user.pk)
    if not user.has_perm("letters.waive_letter"):
        rows = not_restricted(rows)
    if not user.has_perm("letters.approve_letter"):
        rows = rows.filter(_in_place_of(speaks_for(user)))
    return rows.filter(~Exists(hand), ~gates_open()).order_by("drafted_at", "id")


def _in_place_of(absences: list[Any]) -> Q:
    """The letters on which those who are away could decide: of the office they are away from, without their hand."""
    found = Q(pk__in=[])
    for one in absences:
        hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=one.person_id)
        seen = Q(pk__in=Letter.objects.for_user(one.person).values("pk"))
        found |= Q(office_id=one.office_id) & ~Q(drafted_by=one.person_id) & ~Exists(hand) & seen
    return found


def waiting_for_my_units(user: Any) -> QuerySet[Letter]:
    """The letters that wait for the word of a unit of this person's, the one due first on top."""
    return waiting_for_units_of(user, letters_to_clear(user))


def waiting_to_be_proof_read(user: Any) -> QuerySet[Letter]:
    """The letters that wait for a second reader, who may be this person; the one due first on top."""
    return waiting_for_a_second_reader(user, letters_for(user))


def next_to_read(user: Any, kind: str, *, after: Letter) -> Letter | None:
    """The letter that waits longest for this person beside ``after``: of this kind of reading first, then any."""
    queues = {"proof_read": waiting_to_be_proof_read, "clear": waiting_for_my_units, "approve": waiting_for_approval}
    for name in sorted(queues, key=lambda each: each != kind):
        if found := queues[name](user).prefetch_related(None).exclude(pk=after.pk).first():
            return found
    return None


def late_letters(user: Any) -> QuerySet[Letter]:
    """The letters that a unit of this person's offices is late with, the one that waits longest on top."""
    return late_with_units(letters_for(user)) if user.has_perm("letters.view_letter") else Letter.objects.none()


def waivers_to_ratify(user: Any) -> QuerySet[Letter]:
    """The letters that went on without a unit and wait for somebody else to look at that."""
    return unratified(letters_for(user)) if user.has_perm("letters.waive_letter") else Letter.objects.none()


def drafts_of(user: Any) -> QuerySet[Letter]:
    """The drafts this person began, the newest first; those that were returned among them."""
    return letters_for(user).filter(status=LetterStatus.DRAFT, drafted_by_id=user.pk)


def drafts_to_look_at_again(user: Any) -> QuerySet[Letter]:
    """The drafts with this person's hand in them that say a line which may not be said any more, or not yet."""
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    mine = letters_for(user).filter(Q(drafted_by_id=user.pk) | Exists(hand), status=LetterStatus.DRAFT)
    return mine.filter(is_stale())


def letters_to_correct(user: Any) -> QuerySet[Letter]:
    """The letters that left in the last days with a line that may not be said any more, where nobody has decided."""
    since = clock.now() - timedelta(days=settings.CORRECTION_DAYS)
    return needing_a_decision(letters_for(user), since)


def approvals_of(letter: Letter) -> QuerySet[Approval]:
    """Each yes the letter ever had, with what left because of it."""
    return letter.approvals.select_related("approved_by", "acting_for", "dispatch")


def last_return(letter: Letter) -> Return | None:
    """The last time the letter was sent back, with what was to be changed."""
    return (
        letter.returns.select_related("returned_by", "acting_for", "revision").order_by("-returned_at", "-id").first()
    )


def returns_of(letter: Letter) -> QuerySet[Return]:
    """Each time the letter was sent back, the last on top."""
    return letter.returns.select_related("returned_by", "acting_for").order_by("-returned_at", "-id")


def revision_of(letter: Letter, pk: int) -> Revision:
    """One text of this letter and of no other; raises OutOfDate when it is none of its own."""
    found = letter.revisions.filter(pk=pk).first()
    if found is None:
        raise OutOfDate(_("These are not the words of %(letter)s. Read it again.") % {"letter": letter})
    return found


def hands_in(letter: Letter) -> list[Any]:
    """The people with a hand in the text, the drafter first."""
    others = [each.user for each in letter.writers.select_related("user").exclude(user_id=letter.drafted_by_id)]
    return [letter.drafted_by, *others]
