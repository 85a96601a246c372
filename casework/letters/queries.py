"""Reads over letters: the content that leaves, who may approve, what waits."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from casework.cases.models import Case, Message
from casework.contacts.models import ContactKind
from casework.core import clock
from casework.core.errors import NotPermitted
from casework.core.permissions import may
from casework.directory.models import Member

from .content import Content
from .models import Approval, FourEyesTask, Letter, Return, Template, Writer
from .render import clean
from .states import LetterChannel, LetterStatus


def letters_for(user: Any) -> QuerySet[Letter]:
    """The letters of this person's offices, newest first, with what a list shows."""
    rows = Letter.objects.for_user(user).select_related("case", "office", "drafted_by", "latest_revision")
    return rows.order_by("-drafted_at", "-id")


def letter_for(user: Any, pk: int) -> Letter | None:
    """One letter, if it lies within this person's sight."""
    return letters_for(user).filter(pk=pk).first()


def templates_for(user: Any, *, case: Case | None = None) -> QuerySet[Template]:
    """The templates in use this person may start from; for a case, those of its office and the shared ones."""
    rows = Template.objects.for_user(user).filter(is_active=True)
    if case is not None:
        rows = rows.filter(Q(office__isnull=True) | Q(office_id=case.office_id))
    return rows.order_by("name", "language")


def writers_of(letter: Letter) -> frozenset[int]:
    """Everybody with a hand in the text, by key: the drafter and whoever saved a revision."""
    hands = Writer.objects.filter(letter_id=letter.pk).values_list("user_id", flat=True)
    return frozenset({letter.drafted_by_id, *hands})


def is_writer(letter: Letter, user: Any) -> bool:
    """Whether this person has a hand in the text."""
    return user.pk in writers_of(letter)


def may_approve(letter: Letter, user: Any) -> bool:
    """Whether this person may approve the letter or return it: the verb, the office, and no hand in the text."""
    return may(user, "approve", letter) and not is_writer(letter, user)


def require_stranger_to_the_text(letter: Letter, user: Any) -> None:
    """Raise NotPermitted unless this person works in the letter's office and has no hand in its words."""
    if user is None or not may(user, "view", letter) or is_writer(letter, user):
        raise NotPermitted(_("A letter is approved by someone of its office who did not write it."))


def why_not_decide(letter: Letter, user: Any) -> str:
    """Why this person cannot decide on the letter now, in words for them; empty when they can."""
    if letter.status != LetterStatus.IN_REVIEW:
        return _("There is nothing to decide: %(letter)s is not in review.") % {"letter": letter}
    if is_writer(letter, user):
        return _("You wrote this letter, or changed its words: somebody else approves it.")
    if not may(user, "approve", letter):
        return _("Your role does not approve letters. You can read everything here.")
    step = letter.current_workflow_task_state
    if step is None or step.revision_id != letter.latest_revision_id:
        return _("The review does not stand at these words any more. Its writer has to withdraw and submit it again.")
    if not step.task.specific.get_actions(letter, user):
        return _("This step of the review, “%(step)s”, is for others.") % {"step": step.task.name}
    return ""


def has_four_eyes(workflow: Any) -> bool:
    """Whether the review contains a step in which somebody else says yes; without one nothing is ever approved."""
    return FourEyesTask.objects.filter(active=True, workflow_tasks__workflow=workflow).exists()


def waiting_for_approval(user: Any) -> QuerySet[Letter]:
    """The letters in review that this person may decide on, the one that waits longest on top."""
    if not user.has_perm("letters.approve_letter"):
        return Letter.objects.none()
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    rows = letters_for(user).filter(status=LetterStatus.IN_REVIEW).exclude(drafted_by_id=user.pk)
    return rows.filter(~Exists(hand)).order_by("drafted_at", "id")


def returned_to(user: Any) -> QuerySet[Letter]:
    """This person's drafts, the newest first."""
    return letters_for(user).filter(status=LetterStatus.DRAFT, drafted_by_id=user.pk)


def content_of(letter: Letter) -> Content:
    """The content that would leave if the letter were sent as this object has it."""
    signatory: Member | None = letter.signatory
    office = letter.office
    by_post = letter.channel == LetterChannel.POST
    return Content(
        reference=letter.reference,
        language=letter.language,
        channel=letter.channel,
        to_name=letter.to_name.strip(),
        to_address=letter.to_address.strip(),
        from_name=office.title(letter.language),
        from_address=(office.address.strip() or office.email) if by_post else office.email,
        subject=letter.subject.strip(),
        salutation=letter.salutation.strip(),
        body=clean(expand_db_html(letter.body), site=settings.WAGTAILADMIN_BASE_URL),
        closing=letter.closing.strip(),
        signatory=signatory.name if signatory else "",
        signatory_title=signatory.title(letter.language) if signatory else "",
    )


def text_under_review(letter: Letter) -> Letter:
    """The letter with the words of its newest revision, standing where it stands."""
    return letter.latest_revision.as_object() if letter.latest_revision else letter


def approvals_of(letter: Letter) -> QuerySet[Approval]:
    """Each yes the letter ever had, with what left because of it."""
    return letter.approvals.select_related("approved_by", "dispatch")


def last_return(letter: Letter) -> Return | None:
    """The last time the letter was sent back, with what was to be changed."""
    return letter.returns.select_related("returned_by", "revision").order_by("-returned_at", "-id").first()


def came_since(letter: Letter) -> QuerySet[Message]:
    """What the person said on the case after the newest words of the letter were saved."""
    since = letter.latest_revision.created_at if letter.latest_revision else letter.drafted_at
    return letter.case.messages.filter(direction="in", occurred_at__gt=since)


def merge_values(case: Case, *, language: str, signatory: Member | None) -> Mapping[str, str]:
    """What the fields of a template stand for on this case, in the language of the letter."""
    first = case.messages.filter(direction="in").order_by("occurred_at", "id").first()
    with translation.override(language):
        received = timezone.localtime(first.occurred_at).date() if first else timezone.localtime(case.opened_at).date()
        return {
            "name": case.person.name,
            "salutation": salutation_for(case, language=language),
            "reference": case.reference,
            "subject": case.subject,
            "received_on": formats.date_format(received, "DATE_FORMAT"),
            "today": formats.date_format(clock.today(), "DATE_FORMAT"),
            "office": case.office.title(language),
            "office_phone": case.office.phone,
            "member": signatory.name if signatory else "",
            "member_title": signatory.title(language) if signatory else "",
        }


def salutation_for(case: Case, *, language: str) -> str:
    """How the letter begins: the person's own salutation, else their name."""
    if case.person.salutation:
        return case.person.salutation
    return f"Bonjour {case.person.name}," if language == "fr" else f"Dear {case.person.name},"


def address_for(case: Case) -> tuple[str, str]:
    """How the answer leaves and where to: as the person asked, else as we can; the address may be empty."""
    points = {point.kind: point.value for point in reversed(case.person.contact_points.filter(do_not_use=False))}
    email, post = points.get(ContactKind.EMAIL, ""), points.get(ContactKind.POST, "")
    if case.reply_by == "post" or (not email and post):
        return "post", post
    return "email", email


def thread_of(case: Case) -> tuple[str, tuple[str, ...]]:
    """The e-mail the answer continues and those before it, as Message-IDs: (in reply to, references)."""
    mails = case.messages.exclude(message_id="").order_by("occurred_at", "id")
    names = tuple(mails.values_list("message_id", flat=True))
    return (names[-1], names) if names else ("", ())
