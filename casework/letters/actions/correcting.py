"""After a line was stopped, replaced or ended: whether those who were told by it are written to again."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, require

from ..models import Correction, Letter
from ..queries import over_since_it_left
from ..states import CorrectionVerdict, LetterStatus
from .shared import locked
from .writing import start_reply


@transaction.atomic
def correct(letter: Letter, *, by: Actor, verdict: str, reason: str) -> list[Correction]:
    """Decide about a letter that left with a line which may not be said any more: write again, or leave it at that.

    Writing again begins a letter on the same case, in the same language. Decided is about every such line of the letter
    at once, and once. Raises CaseworkError when there is nothing to decide, or the case is closed.
    """
    letter = locked(letter)
    require(by, "change", letter)
    said = over_since_it_left(letter) if letter.status == LetterStatus.SENT else []
    if not said:
        raise CaseworkError(_("There is nothing to decide about %(letter)s any more.") % {"letter": letter})
    if not reason.strip():
        raise CaseworkError(_("Say why, in a few words."))
    decided = CorrectionVerdict(verdict)
    following = None
    if decided == CorrectionVerdict.WRITE:
        following = start_reply(letter.case, by=by, language=letter.language, signatory=letter.signatory)
    rows = [
        Correction(
            letter=letter,
            version=line.version,
            verdict=decided,
            reason=reason.strip(),
            followed_by=following,
            decided_by=by,
        )
        for line in said
    ]
    for row in rows:
        row.save()
    record(letter, "letters.correct", by=by, verdict=str(decided), letter=following and following.pk)
    return rows
