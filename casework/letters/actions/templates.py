"""The verbs of a template: write it, have it approved, begin its next version, stand by a translation, retire it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, person, require
from casework.core.states import move
from casework.core.text import one_line, plain
from casework.directory.models import Issue

from ..content import Content
from ..models import Letter, Template, TemplateReturn, TemplateUse, TemplateVersion, TemplateWriter
from ..models.template import APPROVED, WORDS
from ..pair import LANGUAGES, Pair, bare, behind
from ..queries import paragraphs_said, template_writers
from ..states import TEMPLATE_MOVES, TemplateStatus


@transaction.atomic
def save_template(template: Template, *, by: Actor, issues: Iterable[Issue] | None = None, seen: str = "") -> Template:
    """Save a draft, a new one or one that is changed; saving what is there already leaves no line.

    Without ``issues`` those it is for stay as they are. ``seen`` is the hash of the words that the writer began from:
    raises OutOfDate when somebody changed them since. When the words of one language change alone, the other is marked
    as behind.
    """
    _tidy(template)
    _require_words(template)
    if template._state.adding:
        return _begin(template, by=by, issues=issues)
    row = _locked(template)
    require(by, "change", row)
    if row.status != TemplateStatus.DRAFT:
        raise CaseworkError(_("“%(name)s” is not a draft: its words cannot be changed now.") % {"name": row})
    before = row.pair
    if seen and seen != before.sha256:
        raise OutOfDate(_("Somebody changed this template while you were writing. Copy your words and open it again."))
    template.office_id = row.office_id
    _require_own_unit(template)
    told = [name for name in (*APPROVED, "name", "owner_id") if getattr(row, name) != getattr(template, name)]
    about = None if issues is None else {issue.pk for issue in issues}
    if about is not None and about != set(row.issues.values_list("pk", flat=True)):
        row.issues.set(about)
        told.append("issues")
    if not told:
        return row
    for name in told:
        if name != "issues":
            setattr(row, name, getattr(template, name))
    _mark(row, before)
    row.save()
    if before != row.pair:
        _hand(row, by)
    record(row, "letters.template", by=by, what=told, version=row.number)
    return row


@transaction.atomic
def submit_template(template: Template, *, by: Actor) -> Template:
    """Hand the words to somebody who did not write them; from now on nobody changes them."""
    template = _locked(template)
    require(by, "change", template)
    _require_in_use(template)
    _require_words(template)
    move(template, TemplateStatus.IN_REVIEW, TEMPLATE_MOVES)
    template.submitted_at, template.submitted_sha256 = clock.now(), template.pair.sha256
    template.save(update_fields=["status", "submitted_at", "submitted_sha256"])
    record(template, "letters.template_submit", by=by, version=template.number, sha256=template.submitted_sha256)
    return template


@transaction.atomic
def withdraw_template(template: Template, *, by: Actor) -> Template:
    """Take the words back from review; they are a draft again."""
    template = _locked(template)
    require(by, "change", template)
    _require_in_review(template)
    _to_draft(template)
    record(template, "letters.template_withdraw", by=by, version=template.number)
    return template


@transaction.atomic
def return_template(template: Template, *, by: Actor, comment: str) -> Template:
    """Send the words back with what is to be changed; they are a draft again, and the comment is kept."""
    template = _locked(template)
    _require_decider(template, by)
    comment = plain(comment).strip()
    if not comment:
        raise CaseworkError(_("Say what is to be changed."))
    _to_draft(template)
    TemplateReturn.objects.create(template=template, number=template.number, comment=comment, returned_by=by)
    record(template, "letters.template_return", by=by, version=template.number)
    return template


@transaction.atomic
def approve_template(template: Template, *, by: Actor, sha256: str = "") -> TemplateVersion:
    """Say yes to exactly these words: they become a version that nobody can change, and letters start from it.

    ``sha256`` is the hash of what the reviewer had on the screen. Raises NotPermitted for a writer, a superuser
    included, OutOfDate when the words are not those that were read or submitted.
    """
    template = _locked(template)
    _require_decider(template, by)
    _require_in_use(template)
    content = template.pair
    if content.sha256 != template.submitted_sha256 or (sha256 and sha256 != content.sha256):
        raise OutOfDate(_("The template changed while you were reading it. Read it again before you decide."))
    version = TemplateVersion.objects.create(
        template=template,
        number=template.number,
        sha256=content.sha256,
        behind=template.behind,
        matches=template.matches,
        written_by=template.begun_by,
        approved_at=clock.now(),
        approved_by=by,
        **{name: getattr(template, name) for name in APPROVED},
    )
    move(template, TemplateStatus.APPROVED, TEMPLATE_MOVES)
    template.current = version
    template.save(update_fields=["status", "current"])
    record(template, "letters.template_approve", by=by, version=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def begin_template_version(template: Template, *, by: Actor) -> Template:
    """Begin the next version from the words as they are; letters start from the approved one until that is approved."""
    template = _locked(template)
    require(by, "change", template)
    _require_in_use(template)
    move(template, TemplateStatus.DRAFT, TEMPLATE_MOVES)
    template.number += 1
    template.begun_by = person(by)
    template.submitted_at, template.submitted_sha256 = None, ""
    template.save()
    _hand(template, by)
    record(template, "letters.template_version", by=by, version=template.number)
    return template


@transaction.atomic
def stand_by_translation(template: Template, *, by: Actor) -> Template:
    """Say that the language that was not changed still says what the other says now.

    What is approved already becomes pre-cleared text by that: there somebody says it who did not write the change.
    """
    template = _locked(template)
    require(by, "change", template)
    language = template.behind
    if not language:
        raise CaseworkError(_("Both languages of “%(name)s” are in step.") % {"name": template})
    if template.status == TemplateStatus.IN_REVIEW:
        raise CaseworkError(_("“%(name)s” is in review: nothing about it changes now.") % {"name": template})
    if template.status == TemplateStatus.APPROVED:
        wrote = template.writers.filter(number__gt=template.matches or 0, user_id=by.pk)
        if by is SYSTEM or wrote.exists():
            raise NotPermitted(
                _("Whether the translation still holds is said by someone who did not write the change.")
            )
        template.checked_number = template.number
    template.behind, template.matches = "", None
    template.save(update_fields=["behind", "matches", "checked_number"])
    record(template, "letters.template_holds", by=by, version=template.number, language=language)
    return template


@transaction.atomic
def retire_template(template: Template, *, by: Actor, reason: str) -> Template:
    """Take a template out of use, with the reason; nobody starts from it, and what began from it counts no more."""
    template = _locked(template)
    require(by, "change", template)
    _require_in_use(template)
    reason = plain(reason).strip()
    if not reason:
        raise CaseworkError(_("Say why the template is retired."))
    if template.status == TemplateStatus.IN_REVIEW:
        _to_draft(template)
    template.is_active, template.retired_because = False, reason
    template.save(update_fields=["is_active", "retired_because"])
    record(template, "letters.template_retire", by=by)
    return template


@transaction.atomic
def bring_back_template(template: Template, *, by: Actor) -> Template:
    """Take a retired template into use again: as a draft, so that somebody approves it anew before it counts."""
    template = _locked(template)
    require(by, "change", template)
    if template.is_active:
        raise CaseworkError(_("“%(name)s” is in use already.") % {"name": template})
    template.is_active, template.retired_because = True, ""
    if template.status == TemplateStatus.APPROVED:
        move(template, TemplateStatus.DRAFT, TEMPLATE_MOVES)
        template.number += 1
        template.submitted_at, template.submitted_sha256 = None, ""
    template.current = None
    template.save()
    _hand(template, by)
    record(template, "letters.template_bring_back", by=by, version=template.number)
    return template


def note_paragraphs(letter: Letter, content: Content) -> None:
    """Keep which approved paragraphs a letter says as it is submitted; what it was noted to say before stays noted."""
    for version in paragraphs_said(letter, content):
        if not TemplateUse.objects.filter(letter=letter, version=version).exists():
            TemplateUse.objects.create(letter=letter, template=version.template, version=version, began=False)


def _begin(template: Template, *, by: Actor, issues: Iterable[Issue] | None) -> Template:
    require(by, "add", template)
    _require_own_unit(template)
    template.status, template.number, template.begun_by = TemplateStatus.DRAFT, 1, person(by)
    template.save()
    template.issues.set(issues or ())
    _hand(template, by)
    record(template, "letters.template", by=by, what=["new"], version=1)
    return template


def _hand(template: Template, by: Actor) -> None:
    """Whoever writes has a hand in this version from now on."""
    if by is not SYSTEM:
        TemplateWriter.objects.get_or_create(template=template, number=template.number, user=by)


def _mark(row: Template, before: Pair) -> None:
    """Say which language is behind now, and with which approved version it was last in step."""
    was = row.behind
    row.behind = behind(before, row.pair, was)
    if not row.behind:
        row.matches = None
    elif row.behind != was:
        row.matches = row.current.number if row.current else None


def _to_draft(template: Template) -> None:
    move(template, TemplateStatus.DRAFT, TEMPLATE_MOVES)
    template.submitted_at, template.submitted_sha256 = None, ""
    template.save(update_fields=["status", "submitted_at", "submitted_sha256"])


def _locked(template: Template) -> Template:
    """The row as it is now, held until the transaction ends."""
    rows = Template.objects.select_for_update(of=("self",)).select_related("current", "begun_by", "owner", "office")
    return rows.get(pk=template.pk)


def _tidy(template: Template) -> None:
    """Words as people type them: nothing invisible, an empty text empty."""
    template.name = one_line(template.name)[:120]
    for name in WORDS:
        setattr(template, name, plain(getattr(template, name)).strip())
    for language in LANGUAGES:
        body = f"body_{language}"
        if not bare(getattr(template, body)):
            setattr(template, body, "")


def _require_words(template: Template) -> None:
    """Raise CaseworkError with what is wrong with the words: a field nobody could fill, no name, no text."""
    try:
        template.full_clean()
    except ValidationError as wrong:
        raise CaseworkError(" ".join(wrong.messages)) from wrong


def _require_own_unit(template: Template) -> None:
    if template.owner is not None and template.owner.office_id != template.office_id:
        raise CaseworkError(_("Choose a unit of the office whose template it is."))


def _require_in_use(template: Template) -> None:
    if not template.is_active:
        raise CaseworkError(_("“%(name)s” is retired. Bring it back first.") % {"name": template})


def _require_in_review(template: Template) -> None:
    if template.status != TemplateStatus.IN_REVIEW:
        raise CaseworkError(
            _("“%(name)s” is not in review. Reload the page to see where it stands now.") % {"name": template}
        )


def _require_decider(template: Template, by: Actor) -> None:
    require(by, "approve", template)
    _require_in_review(template)
    if by is SYSTEM or by.pk in template_writers(template):
        raise NotPermitted(_("A template is decided on by someone who did not write it."), why="own_text")
