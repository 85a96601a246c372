"""The verbs of a letter."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.states import move
from casework.directory.models import Member
from casework.directory.queries import current_members
from casework.dispatch import actions as dispatch
from casework.dispatch.models import Dispatch
from casework.dispatch.render import mail_address

from .merge import fill, left_open
from .models import Approval, FourEyesTask, Letter, Template, Writer
from .queries import address_for, content_of, is_writer, merge_values, salutation_for, thread_of
from .render import as_html, as_text
from .states import MOVES, OPEN, LetterStatus


@transaction.atomic
def start_reply(
    case: Case, *, by: Actor, template: Template | None = None, language: str = "", signatory: Member | None = None
) -> Letter:
    """Begin an answer on a case: from a template with its fields filled in, or from an empty page.

    Language, channel and address are those the person asked for; the letter is a draft with its first revision.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("office", "person").get(pk=case.pk)
    require(by, "change", case)
    if not case.is_active and case.status != "resolved":
        raise CaseworkError(_("%(case)s is closed. Reopen it to write a letter.") % {"case": case})
    tongue = language or (template.language if template else case.language)
    signatory = signatory or current_members(case.office_id).first()
    channel, address = address_for(case)
    letter = Letter(
        reference=f"{case.reference}/{case.letters.count() + 1}",
        case=case,
        office=case.office,
        drafted_by=by,
        live=False,
        language=tongue,
        channel=channel,
        to_name=case.person.name,
        to_address=address,
        signatory=signatory,
        in_reply_to=thread_of(case)[0],
    )
    _fill_from(letter, template, case)
    require(by, "add", letter)
    letter.save()
    letter.save_revision(user=by, clean=False)
    record(letter, "letters.start", by=by, template=template and template.pk)
    return letter


@transaction.atomic
def submit(letter: Letter, *, by: Actor) -> Letter:
    """Send the newest words to somebody who did not write them.

    Raises CaseworkError while something is missing: an address, words, or a field nobody filled in.
    """
    letter = _locked(letter)
    require(by, "change", letter)
    move(letter, LetterStatus.IN_REVIEW, MOVES)
    if letter.latest_revision is None:
        raise CaseworkError(_("Write the letter first."))
    _require_ready(letter.latest_revision.as_object())
    workflow = letter.get_workflow()
    if workflow is None:
        raise CaseworkError(_("No review is set up for letters. Ask an administrator (Settings, Workflows)."))
    letter.save(update_fields=["status"])
    waiting = letter.current_workflow_state
    if waiting is not None and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES:
        waiting.resume(by)
    else:
        workflow.start(letter, by)
    record(letter, "letters.submit", by=by, revision=letter.latest_revision_id)
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by: Actor) -> Letter:
    """Take the letter back from review to change it."""
    letter = _locked(letter)
    require(by, "change", letter)
    if letter.status != LetterStatus.IN_REVIEW:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    _leave_review(letter, by=by)
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.save(update_fields=["status"])
    record(letter, "letters.withdraw", by=by)
    return letter


@transaction.atomic
def approve(letter: Letter, *, by: Actor, revision: Any, sha256: str = "", comment: str = "") -> Letter:
    """Say yes to exactly these words. What is approved is what is sent: they are frozen and queued.

    ``sha256`` is the hash of what the reviewer had on the screen, when a screen of ours showed it. Raises
    NotPermitted for a writer, OutOfDate when the text is no longer the one that was read.
    """
    letter = _locked(letter)
    state = _review_in_progress(letter, by=by, revision=revision)
    if sha256 and content_of(revision.as_object()).sha256 != sha256:
        raise OutOfDate(_("The letter changed while you were reading it. Read it again before you decide."))
    state.approve(user=by, comment=comment)
    letter = Letter.objects.get(pk=letter.pk)
    if letter.status != LetterStatus.APPROVED:
        record(letter, "letters.clear", by=by, revision=revision.pk)
    return letter


@transaction.atomic
def return_to_writer(letter: Letter, *, by: Actor, revision: Any, comment: str) -> Letter:
    """Send the letter back with what is to be changed."""
    letter = _locked(letter)
    if not comment.strip():
        raise CaseworkError(_("Say what is to be changed."))
    state = _review_in_progress(letter, by=by, revision=revision)
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.save(update_fields=["status"])
    state.reject(user=by, comment=comment.strip())
    record(letter, "letters.return", by=by, revision=revision.pk)
    return letter


@transaction.atomic
def settle_approval(letter: Letter, *, workflow_state: Any, by: Actor) -> Approval:
    """The review is finished: freeze the words with their hash and queue them. Called by Wagtail's finish action.

    Every yes must have been given to the newest words, by somebody without a hand in them, and one of them in a
    four-eyes step; whatever steps an administrator put into the workflow.
    """
    letter = _locked(letter)
    revision = letter.latest_revision
    given = list(workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED).select_related("task"))
    if revision is None or workflow_state.current_task_state.revision_id != revision.pk:
        raise OutOfDate(_("The text has changed since it was reviewed. Submit it again."))
    current = [state for state in given if state.revision_id == revision.pk]
    if not any(isinstance(state.task.specific, FourEyesTask) for state in current):
        raise NotPermitted(_("Nobody has approved these words."))
    writers = {letter.drafted_by_id, *Writer.objects.filter(letter=letter).values_list("user_id", flat=True)}
    if any(state.finished_by_id in writers for state in current):
        raise NotPermitted(_("A letter is approved by someone who did not write it."))
    words = revision.as_object()
    _require_ready(words)
    content = content_of(words)
    move(letter, LetterStatus.APPROVED, MOVES)
    letter.save(update_fields=["status"])
    revision.publish(user=by, skip_permission_checks=True)
    approval = Approval.objects.create(
        letter=letter,
        revision=revision,
        workflow_state=workflow_state,
        content=content.canonical(),
        sha256=content.sha256,
        approved_by=by,
        dispatch=_queue(letter, content, by=by),
    )
    record(letter, "letters.approve", by=by, revision=revision.pk, sha256=content.sha256)
    return approval


@transaction.atomic
def recall(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Stop an approved letter that has not left yet; it is a draft again and needs a new approval."""
    letter = _locked(letter)
    require(by, "change", letter)
    if letter.status != LetterStatus.APPROVED:
        raise CaseworkError(_("%(letter)s is not waiting to leave.") % {"letter": letter})
    if not reason.strip():
        raise CaseworkError(_("Say why the letter is recalled."))
    dispatch.stop(_leaving(letter), by=by)
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.save(update_fields=["status"])
    record(letter, "letters.recall", by=by, reason=reason.strip())
    return letter


@transaction.atomic
def void(letter: Letter, *, by: Actor, reason: str) -> Letter:
    """Say that this letter will never go; it stays readable on its case."""
    letter = _locked(letter)
    require(by, "change", letter)
    if not reason.strip():
        raise CaseworkError(_("Say why the letter will not go."))
    if letter.status == LetterStatus.APPROVED:
        dispatch.stop(_leaving(letter), by=by)
    if letter.current_workflow_state is not None:
        _leave_review(letter, by=by)
    move(letter, LetterStatus.VOID, MOVES)
    letter.save(update_fields=["status"])
    record(letter, "letters.void", by=by, reason=reason.strip())
    return letter


@transaction.atomic
def mark_sent(sent: Dispatch) -> Letter | None:
    """The exit says that it has left: say so on the letter and lay it on the case. Telling it twice changes nothing.

    None when it was no letter of this room.
    """
    approval = Approval.objects.select_related("letter").filter(dispatch=sent).first()
    if approval is None:
        return None
    letter = _locked(approval.letter)
    if letter.status == LetterStatus.SENT:
        return letter
    move(letter, LetterStatus.SENT, MOVES)
    letter.sent_at = sent.sent_at or timezone.now()
    letter.save(update_fields=["status", "sent_at"])
    cases.record_reply(
        letter.case,
        by=SYSTEM,
        subject=sent.subject,
        body=sent.text,
        channel=sent.channel,
        source=letter.reference,
        message_id=sent.message_id,
        sent_at=letter.sent_at,
    )
    record(letter, "letters.sent", by=SYSTEM, sha256=sent.sha256)
    return letter


@transaction.atomic
def void_open_letters(case: Case, *, by: Actor) -> int:
    """A case was closed: what had not left by then will not leave. Returns how many."""
    letters = list(Letter.objects.filter(case=case, status__in=OPEN))
    for letter in letters:
        void(letter, by=by, reason=_("The case was closed."))
    return len(letters)


@transaction.atomic
def save_template(template: Template, *, by: Actor) -> Template:
    """Write down a template, or its new wording."""
    require(by, "add" if template.pk is None else "change", template)
    template.full_clean()
    template.save()
    record(template, "letters.template", by=by)
    return template


def _locked(letter: Letter) -> Letter:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("case", "office", "latest_revision")
    return rows.get(pk=letter.pk)


def _fill_from(letter: Letter, template: Template | None, case: Case) -> None:
    if template is None:
        letter.subject = case.subject
        letter.salutation = salutation_for(case, language=letter.language)
        letter.closing = "Cordialement," if letter.language == "fr" else "Sincerely,"
        letter.body = ""
        return
    values = merge_values(case, language=letter.language, signatory=letter.signatory)
    letter.subject = fill(template.subject, values)[:200]
    letter.salutation = fill(template.salutation, values)[:200]
    letter.body = fill(template.body, values, html=True)
    letter.closing = fill(template.closing, values)[:120]


def _require_ready(letter: Letter) -> None:
    """Raise CaseworkError with the first thing that keeps these words from leaving."""
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
    if still_open := left_open(f"{content.subject}\n{content.salutation}\n{as_text(content)}"):
        raise CaseworkError(_("Fill in %(places)s first.") % {"places": ", ".join(dict.fromkeys(still_open))})


def _review_in_progress(letter: Letter, *, by: Actor, revision: Any) -> Any:
    """The step of the review that waits for a decision on this revision by this person; raises when there is none."""
    require(by, "approve", letter)
    if by is SYSTEM or is_writer(letter, by):
        raise NotPermitted(_("A letter is approved by someone who did not write it."))
    if letter.status != LetterStatus.IN_REVIEW:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    state = letter.current_workflow_task_state
    if revision.pk != letter.latest_revision_id or state is None or state.revision_id != revision.pk:
        raise OutOfDate(_("The text has changed since it was submitted. Read it again before you decide."))
    return state


def _leave_review(letter: Letter, *, by: Actor) -> None:
    state = letter.current_workflow_state
    if state is not None:
        state.cancel(user=None if by is SYSTEM else by)


def _queue(letter: Letter, content: Any, *, by: Actor) -> Dispatch:
    in_reply_to, references = thread_of(letter.case)
    return dispatch.queue(
        by=by,
        office=letter.office,
        reference=letter.reference,
        channel=content.channel,
        language=content.language,
        to_name=content.to_name,
        to_address=content.to_address,
        from_name=content.from_name,
        from_address=content.from_address,
        subject=content.subject,
        html=as_html(content),
        text=as_text(content),
        approved_sha256=content.sha256,
        in_reply_to=in_reply_to,
        references=references,
    )


def _leaving(letter: Letter) -> Dispatch:
    return letter.approvals.select_related("dispatch").latest("approved_at", "id").dispatch
