"""A letter as somebody reads it before deciding: its words, the person's words, what to look out for, what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.cases import queries as cases
from casework.cases.levels import MASKED
from casework.cases.models import Accommodation, Case, Message
from casework.cases.queries.access import asked_on
from casework.cases.states import ReplyBy
from casework.contacts.queries import may_write_to
from casework.core.changes import Change, Piece, changes
from casework.core.permissions import may

from ..checks.asked import met_by_itself
from ..content import Content
from ..models import Clearance, Letter, Return
from ..render import as_html, as_text
from ..states import OPEN, LetterChannel, LetterStatus
from .deciding import why_not_decide
from .lines import LineSaid, lines_said
from .rows import last_return
from .signing import signers_of, why_not_sign
from .stale import over_since_it_left
from .text import content_of


@dataclass(frozen=True, slots=True)
class Background:
    """What the person said and asked for, to have beside the letter."""

    case: Case
    received: list[Message]
    new: list[Message]
    #: What they asked for so that they can read us or meet us, and what of it keeps the letter back.
    asked: list[Accommodation]
    held_back_by: list[Accommodation]

    @property
    def also_asked(self) -> list[Accommodation]:
        """What they asked for beside what keeps the letter back: a reminder."""
        return [need for need in self.asked if need not in self.held_back_by]


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest words of a letter exactly as they would leave, and the way to name them."""

    words: Letter
    content: Content
    html: str
    text: str
    revision_id: int | None

    @property
    def sha256(self) -> str:
        """The hash an approval of these words names."""
        return self.content.sha256


def background(case: Case, *, since: datetime | None = None, channel: str = "", limit: int = 20) -> Background:
    """What the person said on the case, the newest first; what came after ``since`` is new."""
    received = list(cases.received(case)[:limit])
    return _background(case, received, [one for one in received if since and one.occurred_at > since], channel)


def _background(case: Case, received: list[Message], new: list[Message], channel: str) -> Background:
    asked = asked_on(case)
    held = [need for need in asked if need.holds_back and not met_by_itself(need.kind, channel)]
    return Background(case, received, new, asked, held)


def around(letter: Letter, user: Any) -> Background:
    """The background of a letter; new is what came in after its newest words were saved.

    Whoever is asked about the letter and does not see its case reads the message it answers, and nothing else of it.
    """
    saved = letter.latest_revision.created_at if letter.latest_revision else letter.drafted_at
    if sees_case(letter, user):
        return background(letter.case, since=saved, channel=letter.channel)
    said = cases.received(letter.case)
    answered = letter.in_reply_to and said.filter(message_id=letter.in_reply_to).first()
    answered = answered or said.filter(occurred_at__lte=letter.drafted_at).first()
    return _background(letter.case, [answered] if answered else [], [], letter.channel)


def sees_case(letter: Letter, user: Any) -> bool:
    """Whether the case of a letter that this person reads is in their sight too."""
    is_here = letter.office_id in user.office_ids
    return (is_here and letter.case.sensitivity not in MASKED) or may(user, "view", letter.case)


def reading(letter: Letter) -> Reading:
    """The letter as it would leave with its newest words."""
    words = letter
    if letter.latest_revision:
        words = letter.with_content_json(letter.latest_revision.content)
        words.office, words.case = letter.office, letter.case  # as they were just read
    content = content_of(words)
    return Reading(words, content, as_html(content), as_text(content), letter.latest_revision_id)


def cautions(letter: Letter, content: Content, background: Background) -> list[str]:
    """What a reader of these words should know before they go, in words; nothing here forbids anything."""
    case = background.case
    by_mail, to, asked_for = content.channel == LetterChannel.EMAIL, content.to_address, case.reply_to.strip()
    known = {asked_for, *(point.value.strip() for point in case.person.contact_points.all())}
    found = [
        (
            content.language != case.language,
            _("Language of the letter: %(letter)s. Language the person asked for: %(person)s.")
            % {"letter": letter.get_language_display(), "person": case.get_language_display()},
        ),
        (case.reply_by == ReplyBy.NONE, _("The person said that no answer is needed.")),
        (case.reply_by == ReplyBy.PHONE, _("The person asked to be called, not written to.")),
        (case.reply_by == ReplyBy.POST and by_mail, _("The person asked for a letter by post; this goes by e-mail.")),
        (case.reply_by == ReplyBy.EMAIL and not by_mail, _("The person asked for an e-mail; this goes by post.")),
        (
            bool(to) and to not in known,
            _("The address is none that this person gave. Make sure that it is theirs."),
        ),
        (
            to in known and bool(asked_for) and to != asked_for and ("@" in asked_for) == by_mail,
            _("In this matter the person gave another address for the answer than this one."),
        ),
        (
            not may_write_to(office_id=letter.office_id, address=to),
            _("This address is marked “do not use”: the letter would not leave."),
        ),
        (
            letter.signatory is not None and not letter.signatory.is_current,
            _("The member in whose name it goes does not sit any more."),
        ),
        (
            letter.status == LetterStatus.TO_SIGN and not signers_of(letter),
            _("Nobody may sign for this member now. The Director says who may, under “Signing authority”."),
        ),
        (
            letter.status == LetterStatus.IN_REVIEW and content.sha256 != letter.submitted_sha256,
            _("The office’s name or address, or the member who signs, changed after this was submitted: return it."),
        ),
    ]
    return [words for applies, words in found if applies]


def out_of_date(letter: Letter, read: Reading) -> list[LineSaid]:
    """The lines that a letter which has not left says and may not say now."""
    said = lines_said(read.words, read.text) if letter.status in OPEN else []
    return [each for each in said if each.why]


def since_the_return(letter: Letter, now: Content) -> tuple[Return | None, list[Change]]:
    """The last return of the letter, and what has changed in the words since."""
    returned = last_return(letter)
    if returned is None:
        return None, []
    return returned, differences(content_of(returned.revision.as_object()), now)


def since_decision(turn: Clearance, now: Content) -> list[Change]:
    """What has changed in the words since the unit last let them pass."""
    return differences(Content.from_canonical(turn.decision.content), now) if turn.decision else []


def differences(then: Content, now: Content) -> list[Change]:
    """Each part of the letter that is not as it was, word by word."""
    parts = [
        (_("To"), then.to_name, now.to_name),
        (_("Address"), then.to_address, now.to_address),
        (_("Language"), then.language, now.language),
        (_("In the name of"), then.signatory, now.signatory),
        (_("Subject"), then.subject, now.subject),
        (_("Text"), as_text(then), as_text(now)),
    ]
    changed = [Change(label, changes(was, now_is)) for label, was, now_is in parts if was != now_is]
    if not changed and then != now:
        changed = [Change(_("Elsewhere"), [Piece("same", _("The layout, language, way out or signatory changed."))])]
    return changed


def verbs(letter: Letter, user: Any, *, why_not: str | None = None, is_over: bool | None = None) -> frozenset[str]:
    """What this person may do with the letter as it stands now: by their roles, their hand in it, and the moves.

    ``why_not`` is what ``why_not_decide`` said, ``is_over`` whether a line in what left is over, from who has asked.
    """
    found = set()
    if not (why_not_decide(letter, user) if why_not is None else why_not):
        found.add("decide")
    if letter.status == LetterStatus.TO_SIGN and not why_not_sign(letter, user):
        found.add("sign")
    if may(user, "change", letter):
        if letter.status == LetterStatus.SENT and (over_since_it_left(letter) if is_over is None else is_over):
            found.add("correct")
        found |= {
            LetterStatus.DRAFT: {"edit", "submit", "void"},
            LetterStatus.IN_REVIEW: {"withdraw", "void"},
            LetterStatus.TO_SIGN: {"recall", "void"},
            LetterStatus.APPROVED: {"recall", "void"},
        }.get(LetterStatus(letter.status), set())
    return frozenset(found)
