"""Signing in a member's name: who may, the signature itself, and opening a signed letter again."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.cases.levels import RANKS
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, require
from casework.core.states import move
from casework.directory.queries import colleagues
from casework.dispatch import actions as dispatch

from ..authority import NOBODY, SigningMethod
from ..models import AuthorityEnd, Letter, Return, SigningAuthority, SignOff, Unlocking
from ..queries import authority_to_sign, content_of, may_unlock, sign_off_of
from ..states import MOVES, LetterStatus
from .clearing import require_cleared
from .returning import a_reason
from .shared import leaving, locked, require_ready, take_back


@transaction.atomic
def give_authority(authority: SigningAuthority, *, by: Actor) -> SigningAuthority:
    """Say that somebody may sign a member's letters. Nobody gives it to themselves.

    Raises CaseworkError when the member or the holder is not of the office.
    """
    require(by, "add", authority)
    if by is SYSTEM or authority.holder_id == by.pk:
        raise NotPermitted(_("Nobody gives themselves the authority to sign. Ask a colleague to enter it."))
    if authority.member.office_id != authority.office_id:
        raise CaseworkError(_("Choose a member of this office."))
    if not colleagues(authority.office_id).filter(pk=authority.holder_id).exists():
        raise CaseworkError(_("Choose somebody who works in this office."))
    authority.given_by = by
    authority.full_clean(validate_constraints=False)
    if authority.last_day is not None and authority.last_day < authority.starts:
        raise CaseworkError(_("The last day is before the first."))
    authority.save()
    record(authority, "letters.give_authority", by=by, holder=authority.holder_id, member=authority.member_id)
    return authority


@transaction.atomic
def end_authority(authority: SigningAuthority, *, by: Actor, reason: str) -> AuthorityEnd:
    """From this moment nobody signs by it. What was signed before stays signed."""
    authority = SigningAuthority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    require(by, "change", authority)
    if not reason.strip():
        raise CaseworkError(_("Say why it is ended."))
    if AuthorityEnd.objects.filter(authority=authority).exists():
        raise CaseworkError(_("%(authority)s was ended already.") % {"authority": authority})
    ended = AuthorityEnd.objects.create(authority=authority, reason=reason.strip(), ended_by=by)
    record(authority, "letters.end_authority", by=by)
    return ended


@transaction.atomic
def sign(letter: Letter, *, by: Actor, sha256: str, method: str = SigningMethod.DIGITAL) -> SignOff:
    """Sign exactly the approved words in the member's name; then the letter leaves.

    ``sha256`` is the hash of what was on the screen (``Content.sha256``). The authority is asked for at this moment:
    one that ended this morning signs nothing. Raises NotPermitted, and OutOfDate when the words are others by now.
    """
    letter = locked(letter)
    if letter.status != LetterStatus.TO_SIGN:
        raise CaseworkError(_("%(letter)s does not wait for a signature.") % {"letter": letter})
    approval = letter.approvals.select_related("dispatch", "revision").latest("approved_at", "id")
    words = approval.revision.as_object()
    authority = _authority(letter, by)
    content = content_of(words)
    if content.sha256 != sha256 or content.sha256 != approval.sha256:
        raise OutOfDate(
            _("What the letter says is not what was approved any more. Return it, so that it is reviewed again.")
        )
    require_ready(words)
    require_cleared(letter, content)
    signed = SignOff.objects.create(
        letter=letter,
        approval=approval,
        authority=authority,
        method=SigningMethod(method),
        sha256=content.sha256,
        level=RANKS[letter.case.sensitivity],
        signed_by=by,
    )
    move(letter, LetterStatus.APPROVED, MOVES)
    letter.save(update_fields=["status"])
    dispatch.release(approval.dispatch, by=by)
    record(letter, "letters.sign", by=by, sha256=signed.sha256, authority=authority.pk, method=signed.method)
    return signed


@transaction.atomic
def return_unsigned(letter: Letter, *, by: Actor, comment: str, code: str = "") -> Letter:
    """Send an approved letter back instead of signing it, with what is to be changed and why; it is a draft again."""
    letter = locked(letter)
    if letter.status != LetterStatus.TO_SIGN:
        raise CaseworkError(_("%(letter)s does not wait for a signature.") % {"letter": letter})
    _authority(letter, by)
    if not comment.strip():
        raise CaseworkError(_("Say what is to be changed."))
    approval = letter.approvals.select_related("dispatch").latest("approved_at", "id")
    dispatch.stop(leaving(letter), by=SYSTEM)  # the right to keep it from leaving comes with the right to sign
    take_back(letter)
    said = {"comment": comment.strip(), "code": a_reason(code)}
    Return.objects.create(letter=letter, revision_id=approval.revision_id, returned_by=by, **said)
    record(letter, "letters.return", by=by, revision=approval.revision_id, code=code)
    return letter


@transaction.atomic
def show_certificate(letter: Letter, *, by: Actor) -> None:
    """Write down who looked at the proof of a letter, which names everybody who decided on it."""
    require(by, "view", letter)
    record(letter, "letters.certificate", by=by)


def unlock(letter: Letter, *, by: Actor, reason: str, whoever: bool = False) -> None:
    """Void the signature of a letter that is opened again before it left. Called with the letter locked.

    Only the Director, or who may sign for its member; ``whoever`` when the case itself is closed.
    """
    signed = sign_off_of(letter)
    if signed is None:
        return
    if not whoever and by is not SYSTEM and not may_unlock(letter, by):
        raise NotPermitted(_("This letter is signed. The Director, or who may sign for its member, opens it again."))
    Unlocking.objects.create(letter=letter, sign_off=signed, reason=reason, unlocked_by=by)
    record(letter, "letters.unlock", by=by, sign_off=signed.pk)


def _authority(letter: Letter, by: Actor) -> SigningAuthority:
    """By which this person signs; raises NotPermitted with what it lacks."""
    if by is SYSTEM:
        raise NotPermitted(str(NOBODY))
    authority, why_not = authority_to_sign(letter, by)
    if authority is None:
        raise NotPermitted(why_not)
    return authority
