"""Comments on a passage of a letter in review: made by its readers, resolved by its writer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, in_place_of, require
from casework.directory.models import Unit

from ..models import Clearance, Letter, LetterComment
from ..passages import one_line, place_of
from ..queries import (
    held_by_comments,
    is_of_elsewhere,
    is_writer,
    passages_of,
    plan_of,
    resolvable,
    turns_of,
    voice_elsewhere,
)
from ..states import LetterStatus
from .shared import as_it_stands, locked


@transaction.atomic
def comment(
    letter: Letter,
    *,
    by: Actor,
    words: str,
    quote: str = "",
    place: int | None = None,
    is_required: bool = False,
    unit: Unit | None = None,
) -> LetterComment:
    """Say something to a passage of a letter in review, or to all of it where nothing is quoted.

    A passage alone, without a quote, is quoted whole. Raises OutOfDate when the letter does not say those words.
    """
    letter = locked(letter)
    require(by, "clear", letter)
    if by is SYSTEM or is_writer(letter, by):
        raise NotPermitted(_("Comments on a letter are made by those who read it, not by who wrote it."))
    plan = plan_of(letter)
    if letter.status != LetterStatus.IN_REVIEW or plan is None:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    if not words.strip():
        raise CaseworkError(_("Say what you mean: the writer reads it."))
    quote, place = _anchor(letter, quote, place)
    turn = _turn_of(letter, by)
    made = LetterComment.objects.create(
        letter=letter,
        plan=plan,
        unit=unit or (turn.unit if turn else None),
        quote=quote,
        place=place,
        words=words.strip(),
        is_required=is_required,
        made_by=by,
    )
    whose = in_place_of(by, "approve", letter)
    if turn is not None and is_of_elsewhere(turn, letter):
        whose = voice_elsewhere(turn, by)[1]
    record(letter, "letters.comment", by=by, acting_for=whose, comment=made.pk, required=is_required)
    return made


@transaction.atomic
def resolve_comment(comment: LetterComment, *, by: Actor, words: str) -> LetterComment:
    """Say how a comment was met: its writer's word, or that of whoever made it and takes it back."""
    letter = locked(comment.letter)
    found = LetterComment.objects.select_for_update().get(pk=comment.pk)
    if found.resolved_at is not None:
        raise CaseworkError(_("This comment has been resolved already."))
    if found not in resolvable(letter, by):
        raise NotPermitted(_("A comment is resolved by whoever writes the letter, or taken back by who made it."))
    if not words.strip():
        raise CaseworkError(_("Say how it was resolved: who made the comment reads it."))
    found.resolution, found.resolved_at, found.resolved_by = words.strip(), clock.now(), by
    found.save(update_fields=["resolution", "resolved_at", "resolved_by"])
    record(letter, "letters.resolve_comment", by=by, comment=found.pk)
    return found


def require_resolved(letter: Letter) -> None:
    """Raise CaseworkError while a required comment waits for its writer."""
    if waiting := held_by_comments(letter):
        sentence = ngettext(
            "%(n)d comment has to be resolved by the writer before the approval.",
            "%(n)d comments have to be resolved by the writer before the approval.",
            waiting,
        )
        raise CaseworkError(sentence % {"n": waiting})


def _anchor(letter: Letter, quote: str, place: int | None) -> tuple[str, int | None]:
    among = passages_of(as_it_stands(letter))
    quote = one_line(quote)
    if not quote and place is not None and place < len(among):
        return among[place], place
    found = place_of(quote, place, among)
    if found is None and (quote or place is not None):
        raise OutOfDate(_("The letter does not say these words in one paragraph. Choose words of one paragraph of it."))
    return quote, found


def _turn_of(letter: Letter, by: Any) -> Clearance | None:
    """The turn of the unit for which somebody reads this letter; none for who reads it as an approver alone."""
    return turns_of(by, Clearance.objects.filter(letter=letter)).select_related("unit").order_by("id").last()
