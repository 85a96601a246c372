"""What the verbs of a letter have in common."""

from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor, in_place_of, may, person, require
from casework.core.states import move
from casework.directory.models import Unit
from casework.directory.queries import clears_for
from casework.dispatch.models import Dispatch
from casework.dispatch.render import mail_address

from ..checks import Finding
from ..content import Content
from ..merge import left_open
from ..models import Clearance, Letter
from ..queries import (
    content_of,
    is_in_unit,
    is_writer,
    line_findings,
    lines_said,
    plan_of,
    preflight,
    still_to_talk_about,
    voice_of,
)
from ..render import as_text
from ..states import MOVES, ClearanceState, LetterStatus

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


def as_it_stands(letter: Letter) -> Content:
    """What would leave if the newest words did."""
    return content_of(letter.latest_revision.as_object())


def leave_review(letter: Letter, *, by: Actor) -> None:
    """End the review that is going on, if there is one. Say first where the letter stands: this sends the news."""
    state = letter.current_workflow_state
    if state is not None:
        state.cancel(user=person(by))


def speaking_for(clearance: Clearance, letter: Letter, *, by: Actor) -> tuple[Clearance, Any]:
    """The turn as it is now, if this person speaks for its unit on this letter, or may read it as the second reader.

    And the colleague who is away and in whose place they do. Raises NotPermitted where they may not.
    """
    clearance = Clearance.objects.select_related("unit", "plan", "decision").get(pk=clearance.pk)
    whose = None
    if clearance.unit is None:
        if not may(by, "change", letter):
            require(by, "approve", letter)
            whose = in_place_of(by, "approve", letter)
    else:
        require(by, "clear", letter)
    if by is SYSTEM or is_writer(letter, by):
        raise NotPermitted(_("A letter is cleared by someone who did not write it."), why="own_text")
    if clearance.unit is not None:
        speaks, whose = voice_of(clearance, letter, by)
        if not speaks:
            _refuse_voice(by, clearance, clearance.unit)
    require_current(clearance, letter)
    if clearance.state == ClearanceState.LATER:
        raise CaseworkError(_("The turn of %(unit)s comes after an earlier stage.") % {"unit": clearance.who})
    return clearance, whose


def _refuse_voice(by: Actor, clearance: Clearance, unit: Unit) -> None:
    """Raise NotPermitted: this person does not speak for the unit on this letter."""
    if not clears_for(unit, clearance.letter.office_id):
        raise NotPermitted(_("%(unit)s does not clear letters of this office any more.") % {"unit": unit})
    only = _("This letter is restricted: only the people named for it by %(unit)s speak for the unit.")
    refusal = only if is_in_unit(by, unit) else _("Only the people of %(unit)s speak for it.")
    raise NotPermitted(refusal % {"unit": unit})


def require_current(clearance: Clearance, letter: Letter) -> None:
    """Raise CaseworkError when the turn is one of a submission that is over."""
    plan = plan_of(letter)
    if letter.status != LetterStatus.IN_REVIEW or plan is None or clearance.plan_id != plan.pk:
        over = _(
            "%(letter)s is not in review any more, or was submitted anew. Reload the page to see where it stands now."
        )
        raise CaseworkError(over % {"letter": letter})


def require_ready(letter: Letter) -> None:
    """Raise CaseworkError with the first thing that keeps these words from leaving.

    A draft has to pass the pre-flight as well. Words in review passed it when they were submitted, and their hash says
    that they are the same. What the record, the calendar or the checks have become since then is on the reviewer's
    screen, to be weighed; it does not make an approval impossible. A line that may not be said any more does, and so
    does something the person asked for that nobody has talked about with them.
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
    if letter.status == LetterStatus.DRAFT:
        blockers = preflight(letter, content, text).blockers
    else:
        blockers = [*line_findings(lines_said(letter, text)), *still_to_talk_about(letter, content)]
    if blockers:
        raise CaseworkError(_in_words(blockers[0]))


def _in_words(blocker: Finding) -> str:
    """What to mend first. A person's name or number stands on the screens, where it is quoted, and in no error."""
    if blocker.code not in QUOTED:
        return str(blocker.sentence)
    return _("“%(passage)s”: %(sentence)s") % {"passage": blocker.passage, "sentence": blocker.sentence}
