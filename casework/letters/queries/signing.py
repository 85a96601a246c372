"""Who may sign a letter, who did, and which letters wait for a signature."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, PositiveSmallIntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from casework.cases.levels import RANKS
from casework.core import clock
from casework.core.permissions import may

from ..authority import NOBODY, Lack, lack, nearest
from ..models import ClearancePlan, Letter, SigningAuthority, SignOff, Writer
from ..states import LetterStatus
from ..tiers import Tier
from .deciding import is_writer
from .gates import plan_of
from .rows import letters_for


def authorities_for(user: Any) -> QuerySet[SigningAuthority]:
    """The authorities to sign in this person's offices, the newest first, with what a list shows."""
    rows = SigningAuthority.objects.for_user(user).told().select_related("office", "member", "holder", "given_by")
    return rows.order_by("-given_at", "-id")


def authority_for(user: Any, pk: Any) -> SigningAuthority | None:
    """One authority in sight, with who ended it."""
    return authorities_for(user).select_related("end__ended_by").filter(pk=pk).first()


def authority_standing(given: SigningAuthority) -> str:
    """Whether anybody signs by it now, in a word or two."""
    today, now = clock.today(), clock.now()
    missing = lack(given, tier=Tier.PRECLEARED, level=0, channel=given.channel, today=today, now=now)
    words = {Lack.ENDED: _("Ended"), Lack.OVER: _("Over"), Lack.NOT_YET: _("Not begun")}
    return words[missing] if missing else _("Holds")


def signatures_of(letter: Letter) -> QuerySet[SignOff]:
    """Each time the letter was signed, the first on top; with who opened it again."""
    return letter.sign_offs.select_related("signed_by", "authority__member", "unlocking__unlocked_by")


def needs_signature(letter: Letter) -> bool:
    """Whether a rule asks for a signature under the newest submission, and there is somebody in whose name it goes."""
    plan = plan_of(letter)
    return plan is not None and plan.signature and letter.signatory_id is not None


def sign_off_of(letter: Letter) -> SignOff | None:
    """The signature that stands: the last one, unless the letter was unlocked since."""
    rows = letter.sign_offs.select_related("signed_by", "authority__member", "approval").filter(unlocking=None)
    return rows.order_by("-signed_at", "-id").first()


def authority_to_sign(letter: Letter, user: Any) -> tuple[SigningAuthority | None, str]:
    """The authority by which this person may sign the letter now; or none, and why not in words for them."""
    if letter.signatory_id is None:
        return None, _("Nobody stands under this letter: choose in whose name it goes.")
    if not may(user, "view", letter):
        return None, str(NOBODY)
    writer = is_writer(letter, user)
    plan = plan_of(letter)
    tier, today, now = Tier(plan.tier) if plan else Tier.LIGHT, clock.today(), clock.now()
    rows = SigningAuthority.objects.told().select_related("member")
    mine = list(
        rows.filter(holder_id=user.pk, member_id=letter.signatory_id, office_id=letter.office_id).order_by("pk")
    )
    if not mine:
        return None, str(NOBODY)
    level, way = RANKS[letter.case.sensitivity], letter.channel
    lacks = {given: lack(given, tier=tier, level=level, channel=way, today=today, now=now) for given in mine}
    holding = [given for given, missing in lacks.items() if missing is None]
    if not holding:
        return None, str(nearest([missing for missing in lacks.values() if missing is not None]).label)
    in_person = [given for given in holding if given.in_person]
    if writer and not in_person:
        return None, _("You have a hand in this letter: somebody else signs it for the member.")
    return (in_person or holding)[0], ""


def why_not_sign(letter: Letter, user: Any) -> str:
    """Why this person cannot sign the letter now, in words for them; empty when they can."""
    if letter.status != LetterStatus.TO_SIGN:
        return _("There is nothing to sign: %(letter)s does not wait for a signature.") % {"letter": letter}
    return authority_to_sign(letter, user)[1]


def may_unlock(letter: Letter, user: Any) -> bool:
    """Whether this person may open a signed letter again: the Director, or who may sign for its member."""
    return may(user, "waive", letter) or authority_to_sign(letter, user)[0] is not None


def waiting_for_my_signature(user: Any) -> QuerySet[Letter]:
    """The letters that this person may sign now, the one that waits longest first, with what a list shows."""
    plans = ClearancePlan.objects.filter(letter_id=OuterRef("pk")).order_by("-round")
    rows = letters_for(user).filter(status=LetterStatus.TO_SIGN)
    rows = rows.annotate(needs_tier=Coalesce(Subquery(plans.values("tier")[:1]), Value(int(Tier.LIGHT))))
    levels = [When(case__sensitivity=level, then=Value(rank)) for level, rank in RANKS.items()]
    rows = rows.annotate(needs_level=Case(*levels, output_field=PositiveSmallIntegerField()))
    mine = SigningAuthority.objects.running(clock.now()).filter(
        Q(channel="") | Q(channel=OuterRef("channel")),
        holder_id=user.pk,
        member_id=OuterRef("signatory_id"),
        office_id=OuterRef("office_id"),
        most_tier__gte=OuterRef("needs_tier"),
        most_level__gte=OuterRef("needs_level"),
    )
    hand = Writer.objects.filter(letter_id=OuterRef("pk"), user_id=user.pk)
    others = Q(Exists(mine), ~Exists(hand)) & ~Q(drafted_by_id=user.pk)
    rows = rows.filter(others | Q(Exists(mine.filter(in_person=True))))
    return rows.order_by("drafted_at", "id")


def signers_of(letter: Letter) -> list[Any]:
    """The people who may sign the letter now."""
    rows = SigningAuthority.objects.running(clock.now()).filter(
        member_id=letter.signatory_id, office_id=letter.office_id, holder__is_active=True
    )
    people = {given.holder_id: given.holder for given in rows.select_related("holder").order_by("pk")}
    return [person for person in people.values() if authority_to_sign(letter, person)[0] is not None]
