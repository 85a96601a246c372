"""Several departments clear one letter at the same time: each is asked, each decides for itself, on exact words."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM, Actor, may, require
from casework.directory.models import Issue, Member, Unit
from casework.directory.queries import clears_for, closed_days

from .. import notices
from ..content import Content
from ..models import Clearance, ClearancePlan, ClearanceRule, Decision, Letter, Ratification, TierRaise, Waiver
from ..permissions import keeps_rules, leads_all
from ..queries import (
    clearances_of,
    holding,
    is_slip_since,
    is_writer,
    leads_here,
    plan_of,
    standing_of,
    tiers_above,
)
from ..states import (
    CLEARING,
    HELD_UP,
    NEEDS_WORDS,
    RAISABLE,
    ClearanceKind,
    ClearanceState,
    LetterStatus,
    Verdict,
    WaiverReason,
)
from ..targets import ratify_by
from ..tiers import Tier
from .asking import arrange, make_plan, move_turn
from .commenting import comment as remark, require_resolved
from .returning import a_reason, end_clearances, send_back
from .shared import as_it_stands, locked, require_current, speaking_for

_BECOMES = {
    Verdict.RETURN: ClearanceState.RETURNED,
    Verdict.OBJECT: ClearanceState.OBJECTED,
    **dict.fromkeys(CLEARING, ClearanceState.CLEARED),
}


@transaction.atomic
def decide(
    clearance: Clearance, *, by: Actor, verdict: str, sha256: str, comment: str = "", code: str = ""
) -> Clearance:
    """Say what a unit has to say, on exactly the words that were on the screen.

    A unit that was asked for its view alone says it and sends nothing back; a second reader passes or returns it.
    ``sha256`` is the hash of those words (``Content.sha256``). Raises NotPermitted for a writer and for people of other
    units, OutOfDate when the words are others by now. The last yes opens the way to the final approval; what conditions
    ask for is resolved before it.
    """
    letter = locked(clearance.letter)
    clearance, whose = speaking_for(clearance, letter, by=by)
    content = as_it_stands(letter)
    if content.sha256 != sha256 or content.sha256 != letter.submitted_sha256:
        raise OutOfDate(_("The letter changed while you were reading it. Read it again before you decide."))
    said, words = _said(clearance, verdict, comment)
    reason = a_reason(code) if said in HELD_UP else ""
    waited = bool(holding(letter))
    decision = Decision.objects.create(
        letter=letter,
        unit=clearance.unit,
        verdict=said,
        comment=words,
        code=reason,
        reconfirmed=said in CLEARING and is_slip_since(clearance, content),
        content=content.canonical(),
        sha256=content.cleared_sha256,
        decided_by=by,
        acting_for=whose,
    )
    move_turn(clearance, _BECOMES[said], decision=decision)
    about = {"unit": clearance.unit_id, "verdict": str(said), "sha256": decision.sha256}
    record(letter, "letters.decide", by=by, acting_for=whose, **about)
    if said == Verdict.CONDITIONS:
        remark(letter, by=by, words=words, unit=clearance.unit, is_required=clearance.kind == ClearanceKind.GATE)
    if said == Verdict.RETURN and clearance.kind == ClearanceKind.GATE:
        no = {"comment": f"{clearance.who}: {words}", "code": reason, "acting_for": whose}
        send_back(letter, letter.current_workflow_task_state, by=by, **no)
    else:
        _go_on(letter, clearance.plan, by=by, waited=waited)
    return clearance


def _said(clearance: Clearance, verdict: str, comment: str) -> tuple[Verdict, str]:
    """The word and the words, if they are what somebody in this turn may say."""
    said, words = Verdict(verdict), comment.strip()
    if said in NEEDS_WORDS and not words:
        raise CaseworkError(_("Say in the comment what you mean: its writer reads it."))
    if clearance.unit is None and said not in {Verdict.CLEAR, Verdict.RETURN}:
        raise CaseworkError(_("A second reader passes the letter or returns it."))
    return said, words


@transaction.atomic
def waive(clearance: Clearance, *, by: Actor, code: str, words: str) -> Waiver:
    """Let the letter go on without a unit: by that unit's lead or a director, never by a writer, always with a reason.

    It stays on a list until somebody else has ratified it.
    """
    letter = locked(clearance.letter)
    clearance = Clearance.objects.select_related("unit", "plan").get(pk=clearance.pk)
    if by is SYSTEM or is_writer(letter, by):
        raise NotPermitted(_("Whoever wrote a letter waives nothing on it."), why="own_text")
    is_lead = leads_here(clearance, letter, by)
    if clearance.plan.tier == Tier.RESTRICTED and not may(by, "waive", letter):
        raise NotPermitted(_("On a restricted letter only the Director waives a clearance."))
    if not (is_lead or may(by, "waive", letter)):
        raise NotPermitted(_("The lead of %(unit)s or the Director waives its clearance.") % {"unit": clearance.who})
    require_current(clearance, letter)
    if not words.strip():
        raise CaseworkError(
            _("Say in your own words why the letter cannot wait for %(unit)s.") % {"unit": clearance.who}
        )
    waited = bool(holding(letter))
    move_turn(clearance, ClearanceState.WAIVED)
    waiver = Waiver.objects.create(
        clearance=clearance,
        letter=letter,
        code=WaiverReason(code),
        words=words.strip(),
        waived_by=by,
        ratify_on=ratify_by(clock.today(), closed=closed_days(letter.office_id)),
    )
    record(letter, "letters.waive", by=by, unit=clearance.unit_id, code=str(code))
    _go_on(letter, clearance.plan, by=by, waited=waited)
    return waiver


@transaction.atomic
def ratify(waiver: Waiver, *, by: Actor) -> Ratification:
    """Look at a waiver afterwards and stand by it: somebody who holds the verb, did not waive it, and did not write."""
    letter = locked(waiver.letter)
    require(by, "waive", letter)
    if by is SYSTEM or by.pk == waiver.waived_by_id or is_writer(letter, by):
        raise NotPermitted(_("A waiver is ratified by somebody who did not give it and did not write the letter."))
    if Ratification.objects.filter(waiver=waiver).exists():
        raise CaseworkError(_("This waiver has been ratified already."))
    ratified = Ratification.objects.create(waiver=waiver, letter=letter, ratified_by=by)
    record(letter, "letters.ratify", by=by, waiver=waiver.pk)
    return ratified


@transaction.atomic
def escalate(clearance: Clearance, *, by: Actor) -> bool:
    """Tell a unit's lead and the directors that it is late, once; whether there was anything to tell.

    Asked for a turn that is not late any more, or was told already, it changes nothing: a sweep may run twice.
    """
    letter = locked(clearance.letter)
    turn = Clearance.objects.late(clock.now()).filter(pk=clearance.pk, escalated_at=None).select_related("unit__lead")
    found = turn.first()
    if found is None:
        return False
    found.escalated_at = clock.now()
    found.save(update_fields=["escalated_at"])
    record(letter, "letters.escalate", by=by, unit=found.unit_id)
    notices.late(letter, found)
    return True


@transaction.atomic
def raise_tier(letter: Letter, *, by: Actor, tier: int, reason: str) -> TierRaise:
    """Say that a letter needs more looking at than the rules say. It stays so, whatever is changed; nothing lowers it.

    In review it is asked for anew at once: a unit that has cleared these very words is not asked again.
    """
    letter = locked(letter)
    if not (may(by, "change", letter) or may(by, "approve", letter)):
        raise NotPermitted(_("Your role does not raise letters. Ask the writer or the Director."))
    if letter.status not in RAISABLE:
        raise CaseworkError(_("%(letter)s is not written or reviewed any more.") % {"letter": letter})
    if not reason.strip():
        raise CaseworkError(_("Say why the letter needs more."))
    if tier not in tiers_above(letter):
        raise CaseworkError(_("A letter is only ever raised: choose a higher tier than it has."))
    raised = TierRaise.objects.create(letter=letter, tier=tier, reason=reason.strip()[:300], raised_by=by)
    record(letter, "letters.raise_tier", by=by, tier=int(tier))
    if letter.status == LetterStatus.IN_REVIEW:
        end_clearances(letter)
        make_plan(letter, by=by, content=as_it_stands(letter))
        notices.your_turn(letter, by=by)
    return raised


@transaction.atomic
def save_clearance_rule(
    rule: ClearanceRule,
    *,
    by: Actor,
    units: Iterable[Unit] = (),
    issues: Iterable[Issue] = (),
    signatories: Iterable[Member] = (),
) -> ClearanceRule:
    """Write down which letters of an office need which of its units. Letters in review keep the plan they have."""
    require(by, "add" if rule.pk is None else "change", rule)
    units, signatories = list(units), list(signatories)
    if not keeps_rules(by) and not leads_all(by, units):
        raise NotPermitted(_("As the lead of a unit you keep the rules that name your own units and no other."))
    kept = set(rule.units.values_list("pk", flat=True)) if rule.pk else set()
    others = [unit for unit in units if unit.pk not in kept and not clears_for(unit, rule.office_id)]
    if others or {member.office_id for member in signatories} - {rule.office_id}:
        raise CaseworkError(_("A rule names units and members of its own office, and units that are shared with it."))
    rule.save()
    rule.units.set(units)
    rule.issues.set(issues)
    rule.signatories.set(signatories)
    record(rule, "letters.rule", by=by)
    return rule


def _go_on(letter: Letter, plan: ClearancePlan, *, by: Actor, waited: bool) -> None:
    """Somebody has spoken: open what comes next, and tell those whose turn it is now."""
    if opened := arrange(letter, plan):
        notices.your_turn(letter, by=by, turns=opened)
    elif waited and not holding(letter):
        notices.your_turn(letter, by=by)


def require_cleared(letter: Letter, content: Content) -> None:
    """Raise CaseworkError unless every unit that must clear these words has, or was waived; and these words it was."""
    require_resolved(letter)
    if waiting := holding(letter):
        units = ", ".join(each.who for each in waiting)
        raise CaseworkError(_("Not cleared yet by: %(units)s.") % {"units": units})
    turns, plan = clearances_of(letter), plan_of(letter)
    if plan is not None and not standing_of(turns, plan).is_met:
        raise CaseworkError(_("What the rules ask has not been said yet. Reload the page to see who is waited for."))
    for each in turns:
        yes = each.state == ClearanceState.CLEARED and each.kind == ClearanceKind.GATE
        if yes and (each.decision is None or each.decision.sha256 != content.cleared_sha256):
            raise OutOfDate(_("%(unit)s cleared other words than these. Submit the letter again.") % {"unit": each.who})
