"""The verbs of the message box: write a line, submit it, decide on it, stop it, begin its next version."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock, search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, in_place_of, require
from casework.core.states import move
from casework.core.text import one_line, plain

from .models import PARTS, Position, PositionVersion, Return, Withdrawal, Writer
from .queries import document_of, writers_of
from .states import MOVES, PositionStatus, Standing, day_of, first_moment, standing

_TEXTS = ("text_en", "text_fr", "do_say", "dont_say", "sources")


@transaction.atomic
def write(position: Position, *, by: Actor, seen: str = "") -> Position:
    """Save the words of a draft, a new one or one that is changed; saving what is there already leaves no line.

    ``seen`` is the hash of the words that the writer began from: raises OutOfDate when somebody changed them since.
    """
    _tidy(position)
    if position._state.adding:
        return _begin(position, by=by)
    row = _locked(position)
    require(by, "change", row)
    _require_person(by)
    if row.status != PositionStatus.DRAFT:
        raise CaseworkError(_("%(line)s is not a draft: its words cannot be changed now.") % {"line": row})
    if seen and seen != row.content.sha256:
        raise OutOfDate(_("Somebody changed this line while you were writing. Copy your words and open it again."))
    position.office_id = row.office_id
    _require_own_unit(position)
    changed = [name for name in (*PARTS, "owner") if _raw(row, name) != _raw(position, name)]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, getattr(position, name))
    row.save(update_fields=changed)
    if changed != ["owner"]:
        Writer.objects.get_or_create(position=row, number=row.number, user=by)
    record(row, "positions.write", by=by, what=changed, version=row.number)
    _index(row)
    return row


@transaction.atomic
def submit(position: Position, *, by: Actor) -> Position:
    """Hand the words to somebody who did not write them; from now on nobody changes them."""
    position = _locked(position)
    require(by, "change", position)
    _require_ready(position)
    move(position, PositionStatus.IN_REVIEW, MOVES)
    position.submitted_at, position.submitted_sha256 = clock.now(), position.content.sha256
    position.save(update_fields=["status", "submitted_at", "submitted_sha256"])
    record(position, "positions.submit", by=by, version=position.number, sha256=position.submitted_sha256)
    return position


@transaction.atomic
def withdraw(position: Position, *, by: Actor) -> Position:
    """Take the words back from review; they are a draft again."""
    position = _locked(position)
    require(by, "change", position)
    _require_in_review(position)
    _to_draft(position)
    record(position, "positions.withdraw", by=by, version=position.number)
    return position


@transaction.atomic
def return_to_writer(position: Position, *, by: Actor, comment: str) -> Position:
    """Send the words back with what is to be changed; they are a draft again, and the comment is kept."""
    position = _locked(position)
    _require_decider(position, by)
    comment = plain(comment).strip()
    if not comment:
        raise CaseworkError(_("Say what is to be changed."))
    _to_draft(position)
    whose = in_place_of(by, "approve", position)
    said = {"comment": comment, "returned_by": by, "acting_for": whose}
    Return.objects.create(position=position, number=position.number, **said)
    record(position, "positions.return", by=by, acting_for=whose, version=position.number)
    return position


@transaction.atomic
def approve(position: Position, *, by: Actor, sha256: str = "") -> PositionVersion:
    """Say yes to exactly these words: they become a version that nobody can change, and supersede the one before.

    ``sha256`` is the hash of what the reviewer had on the screen. Raises NotPermitted for a writer, a superuser
    included, OutOfDate when the words are not those that were read or submitted.
    """
    position = _locked(position)
    _require_decider(position, by)
    _require_ready(position)
    content, now = position.content, clock.now()
    whose = in_place_of(by, "approve", position)
    if content.sha256 != position.submitted_sha256 or (sha256 and sha256 != content.sha256):
        raise OutOfDate(_("The line changed while you were reading it. Read it again before you decide."))
    version = PositionVersion.objects.create(
        position=position,
        number=position.number,
        sha256=content.sha256,
        starts_at=first_moment(position.effective_from, position.not_before, now),
        written_by=position.begun_by,
        approved_at=now,
        approved_by=by,
        acting_for=whose,
        supersedes=position.versions.order_by("-number").first(),
        **{name: getattr(position, name) for name in PARTS},
    )
    move(position, PositionStatus.APPROVED, MOVES)
    position.save(update_fields=["status"])
    record(
        position,
        "positions.approve",
        by=by,
        acting_for=whose,
        version=version.number,
        sha256=version.sha256,
    )
    return version


@transaction.atomic
def withdraw_live(position: Position, *, by: Actor, reason: str) -> list[PositionVersion]:
    """Withdraw a line at once, with every approved version of it that may be said now or would be later."""
    position = _locked(position)
    require(by, "withdraw_live", position)
    _require_person(by)
    reason = plain(reason).strip()
    if not reason:
        raise CaseworkError(_("Say why the line is withdrawn."))
    now = clock.now()
    over = {Standing.EXPIRED, Standing.SUPERSEDED, Standing.WITHDRAWN}
    stopped = [version for version in position.versions.told() if standing(version, now) not in over]
    if not stopped:
        raise CaseworkError(
            _("No approved words of %(line)s stand: there is nothing to withdraw.") % {"line": position}
        )
    for version in stopped:
        Withdrawal.objects.create(version=version, reason=reason, withdrawn_at=now, withdrawn_by=by)
    record(position, "positions.withdraw_live", by=by, versions=[version.number for version in stopped])
    return stopped


@transaction.atomic
def new_version(position: Position, *, by: Actor) -> Position:
    """Begin the next version from the words as they are; what was approved goes on until that one takes its place."""
    position = _locked(position)
    require(by, "change", position)
    _require_person(by)
    move(position, PositionStatus.DRAFT, MOVES)
    today = day_of(clock.now())
    position.number += 1
    position.begun_at, position.begun_by = clock.now(), by
    position.effective_from, position.not_before = today, None
    position.expires = position.expires if position.expires and position.expires >= today else None
    position.submitted_at, position.submitted_sha256 = None, ""
    position.save()
    Writer.objects.create(position=position, number=position.number, user=by)
    record(position, "positions.new_version", by=by, version=position.number)
    return position


def _begin(position: Position, *, by: Actor) -> Position:
    require(by, "add", position)
    _require_person(by)
    _require_own_unit(position)
    position.status, position.number, position.begun_by = PositionStatus.DRAFT, 1, by
    position.save()
    Writer.objects.create(position=position, number=1, user=by)
    record(position, "positions.write", by=by, what=["new"], version=1)
    _index(position)
    return position


def _to_draft(position: Position) -> None:
    move(position, PositionStatus.DRAFT, MOVES)
    position.submitted_at, position.submitted_sha256 = None, ""
    position.save(update_fields=["status", "submitted_at", "submitted_sha256"])


def _locked(position: Position) -> Position:
    """The row as it is now, held until the transaction ends."""
    rows = Position.objects.select_for_update(of=("self",)).select_related("issue", "begun_by", "owner")
    return rows.get(pk=position.pk)


def _tidy(position: Position) -> None:
    """Words as people type them: nothing invisible, one kind of newline."""
    position.title = one_line(position.title)[:160]
    for name in _TEXTS:
        setattr(position, name, plain(getattr(position, name)).strip())


def _raw(position: Position, name: str) -> object:
    value: object = getattr(position, f"{name}_id" if name in {"issue", "owner"} else name)
    return value


def _require_person(by: Actor) -> None:
    if by is SYSTEM:
        raise NotPermitted(_("A line is written, approved and withdrawn by a person."))


def _require_own_unit(position: Position) -> None:
    if position.owner is not None and position.owner.office_id != position.office_id:
        raise CaseworkError(_("Choose a unit of the office whose line it is."))


def _require_in_review(position: Position) -> None:
    if position.status != PositionStatus.IN_REVIEW:
        raise CaseworkError(
            _("%(line)s is not in review. Reload the page to see where it stands now.") % {"line": position}
        )


def _require_decider(position: Position, by: Actor) -> None:
    require(by, "approve", position)
    _require_person(by)
    _require_in_review(position)
    if by.pk in writers_of(position):
        raise NotPermitted(_("A line is decided on by someone who did not write it."), why="own_text")


def _require_ready(position: Position) -> None:
    """Raise CaseworkError with what keeps these words from being said."""
    wanted = (
        (position.title, _("the title")),
        (position.text_en, _("the line in English")),
        (position.text_fr, _("the line in French")),
    )
    if missing := [label for value, label in wanted if not value]:
        raise CaseworkError(_("Fill in %(missing)s first.") % {"missing": ", ".join(missing)})
    if position.expires is not None and position.expires < position.effective_from:
        raise CaseworkError(_("The last day lies before the first. Change the dates."))
    if position.expires is not None and position.expires < day_of(clock.now()):
        raise CaseworkError(_("The last day has passed already. Change the dates."))


def _index(position: Position) -> None:
    search.put("position", **asdict(document_of(position)))
