"""Writing a letter: begin it, submit it, take it back."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from casework.cases.models import Case
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, require
from casework.core.states import move
from casework.directory.models import Member
from casework.directory.queries import current_members

from ..merge import fill
from ..models import Letter, Template, TemplateUse
from ..queries import address_for, content_of, has_four_eyes, merge_values, salutation_for, thread_of
from ..states import MOVES, LetterStatus, TemplateKind
from .asking import make_plan
from .lines import note_lines
from .returning import end_clearances
from .shared import leave_review, locked, require_ready
from .templates import note_paragraphs


@transaction.atomic
def start_reply(
    case: Case, *, by: Actor, template: Template | None = None, language: str = "", signatory: Member | None = None
) -> Letter:
    """Begin an answer on a case: from a template with its fields filled in, or from an empty page.

    Language, channel and address are those the person asked for; the letter is a draft with its first revision. Of a
    template it takes the words that were approved last; those being written only where nothing was approved yet.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("office", "person").get(pk=case.pk)
    require(by, "change", case)
    if not case.is_active and case.status != "resolved":
        raise CaseworkError(_("%(case)s is closed. Reopen it to write a letter.") % {"case": case})
    template, tongue = _choose(template, case, language)
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
    if template is not None:
        TemplateUse.objects.create(letter=letter, template=template, version=template.current, began=True)
    record(letter, "letters.start", by=by, template=template and template.pk)
    return letter


@transaction.atomic
def submit(letter: Letter, *, by: Actor) -> Letter:
    """Send the newest words to somebody who did not write them.

    Raises CaseworkError while something is missing: an address, words, or a field nobody filled in.
    """
    letter = locked(letter)
    require(by, "change", letter)
    move(letter, LetterStatus.IN_REVIEW, MOVES)
    if letter.latest_revision is None:
        raise CaseworkError(_("Write the letter first."))
    words = letter.latest_revision.as_object()
    require_ready(words)
    if words.signatory and words.signatory.office_id not in {None, letter.office_id}:
        raise CaseworkError(_("This member belongs to another office. Choose in whose name the letter goes."))
    content = content_of(words)
    letter.submitted_sha256 = content.sha256
    workflow = letter.get_workflow()
    if workflow is None or not has_four_eyes(workflow):
        raise CaseworkError(
            _("No review by somebody else is set up for letters. Ask an administrator (Settings, Workflows).")
        )
    letter.save(update_fields=["status", "submitted_sha256"])
    note_lines(words, by=by)
    plan = make_plan(letter, by=by, content=content)
    if plan.signature and words.signatory_id is None:
        raise CaseworkError(_("A rule asks for a member’s signature: choose in whose name the letter goes."))
    note_paragraphs(letter, content)
    waiting = letter.current_workflow_state
    if waiting is not None and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES and waiting.workflow == workflow:
        waiting.resume(by)
    else:
        leave_review(letter, by=by)  # one that an administrator has replaced since is not gone on with
        workflow.start(letter, by)
    record(letter, "letters.submit", by=by, revision=letter.latest_revision_id)
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by: Actor) -> Letter:
    """Take the letter back from review to change it."""
    letter = locked(letter)
    require(by, "change", letter)
    if letter.status != LetterStatus.IN_REVIEW:
        raise CaseworkError(_("%(letter)s is not in review.") % {"letter": letter})
    move(letter, LetterStatus.DRAFT, MOVES)
    letter.save(update_fields=["status"])
    end_clearances(letter)
    leave_review(letter, by=by)
    record(letter, "letters.withdraw", by=by)
    return letter


def _fill_from(letter: Letter, template: Template | None, case: Case) -> None:
    if template is None:
        letter.subject = case.subject
        letter.salutation = salutation_for(case, language=letter.language)
        letter.closing = "Cordialement," if letter.language == "fr" else "Sincerely,"
        letter.body = ""
        return
    words = template.in_use.pair.side(letter.language)
    if words is None:
        raise CaseworkError(
            _("“%(name)s” has no words in %(language)s yet. Choose the other language, or another template.")
            % {"name": template, "language": letter.get_language_display()}
        )
    values = merge_values(case, language=letter.language, signatory=letter.signatory)
    letter.subject = fill(words.subject, values)[:200]
    letter.salutation = fill(words.salutation, values)[:200]
    letter.body = fill(words.body, values, html=True)
    letter.closing = fill(words.closing, values)[:120]


def _choose(template: Template | None, case: Case, language: str) -> tuple[Template | None, str]:
    """The template as it is now, and the language of the letter: the person's own where the template has words in it.

    Raises CaseworkError for a template that was retired meanwhile, and for one that is no whole letter.
    """
    if template is None:
        return None, language or case.language
    template = Template.objects.select_related("current").get(pk=template.pk)
    if not template.is_active:
        raise CaseworkError(_("“%(name)s” was retired. Choose another template.") % {"name": template})
    if template.in_use.kind != TemplateKind.LETTER:
        raise CaseworkError(_("“%(name)s” is a paragraph, not a whole letter. Choose another.") % {"name": template})
    there = template.in_use.pair.languages
    return template, language or (case.language if case.language in there else next(iter(there), case.language))
