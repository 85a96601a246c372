"""What the verbs of a letter have in common."""

from typing import Final

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person
from casework.core.states import move
from casework.dispatch.models import Dispatch
from casework.dispatch.render import mail_address

from ..checks import Finding
from ..merge import left_open
from ..models import Letter
from ..queries import content_of, line_findings, lines_said, preflight
from ..render import as_text
from ..states import MOVES, LetterStatus

#: Of these the error quotes the words: a person's name or number is in none of them.
QUOTED: Final = frozenset({"unfilled", "link", "line"})


def locked(letter: Letter) -> Letter:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("case", "office", "latest_revision")
    return rows.get(pk=letter.pk)


def leaving(letter: Letter) -> Dispatch:
    """What the letter leaves with, or would have."""
    return letter.approvals.select_related("dispatch").latest("approved_at", "id").dispatch


def take_back(letter: Letter) -> None:
    """An approved letter is a draft again; its approval stays on file, and it needs a new one."""
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.live, letter.live_revision, letter.has_unpublished_changes = False, None, True
    letter.save(update_fields=["status", "live", "live_revision", "has_unpublished_changes"])


def leave_review(letter: Letter, *, by: Actor) -> None:
    """End the review that is going on, if there is one. Say first where the letter stands: this sends the news."""
    state = letter.current_workflow_state
    if state is not None:
        state.cancel(user=person(by))


def require_ready(letter: Letter) -> None:
    """Raise CaseworkError with the first thing that keeps these words from leaving.

    A draft has to pass the pre-flight as well. Words in review passed it when they were submitted, and their hash says
    that they are the same. What the record, the calendar or the checks have become since then is on the reviewer's
    screen, to be weighed; it does not make an approval impossible. A line that may not be said any more does.
    """
    content = content_of(letter)
    missing = [
        label
        for value, label in (
            (content.to_address, _("the address")),
            (content.subject, _("the subject")),
            (content.salutation, _("the salutation")),
            (strip_tags(content.body), _("the text")),
        )
        if not value.strip()
    ]
    if missing:
        raise CaseworkError(_("Fill in %(missing)s first.") % {"missing": ", ".join(missing)})
    if content.channel == "email":
        mail_address(content.to_address)
    text = as_text(content)
    if still_open := left_open(f"{content.subject}\n{content.salutation}\n{text}"):
        raise CaseworkError(_("Fill in %(places)s first.") % {"places": ", ".join(dict.fromkeys(still_open))})
    is_draft = letter.status == LetterStatus.DRAFT
    blockers = preflight(letter, content, text).blockers if is_draft else line_findings(lines_said(letter, text))
    if blockers:
        raise CaseworkError(_in_words(blockers[0]))


def _in_words(blocker: Finding) -> str:
    """What to mend first. A person's name or number stands on the screens, where it is quoted, and in no error."""
    if blocker.code not in QUOTED:
        return str(blocker.sentence)
    return _("“%(passage)s”: %(sentence)s") % {"passage": blocker.passage, "sentence": blocker.sentence}
