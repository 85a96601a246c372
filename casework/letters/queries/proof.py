"""Whether a letter that was approved can be proved from what is kept: which words, who cleared them, who said yes.

Everything is computed anew from the stored evidence alone. What does not match is named, in the language of whoever
asks; a command speaks English.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.dispatch.render import fingerprint

from ..authority import lack
from ..content import Content
from ..models import Approval, ApprovedLine, Clearance, ClearancePlan, Decision, Letter, SignOff, Writer
from ..render import as_text
from ..states import CLEARING, ClearanceKind, ClearanceState, LetterStatus
from ..tiers import Tier
from ..verbatim import Line, said
from .deciding import writers_of
from .gates import standing_of
from .lines import in_the_language


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was done, by whom and in whose place (numbers, never names), when, and to which words."""

    what: str
    by: int
    at: datetime
    sha256: str = ""
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is on file about the last approval of a letter, and everything about it that does not match.

    ``content`` are the approved words, ``tier`` what the letter was; None where they cannot be read or it has none.
    """

    letter: str
    facts: tuple[Fact, ...]
    wrong: tuple[str, ...]
    content: Content | None = None
    plan: ClearancePlan | None = None
    approval: Approval | None = None

    @property
    def holds(self) -> bool:
        """Whether everything matches."""
        return not self.wrong


def proof_of(letter: Letter) -> Proof:
    """The certificate of clearance of a letter, with what does not match; a letter never approved proves nothing."""
    approval = letter.approvals.select_related("dispatch").order_by("-approved_at", "-id").first()
    if approval is None:
        return Proof(str(letter), (), (_("This letter was never approved."),))
    plan = letter.plans.filter(made_at__lte=approval.approved_at).order_by("-round").first()
    turns = _turns(plan)
    signed, lines = _signature(approval), list(approval.lines.select_related("version"))
    facts = [*_facts(turns), _yes(approval)]
    wrong = [
        *_of_the_approval(approval),
        *_of_the_clearance(approval, plan, turns),
        *_of_the_hands(letter, facts),
        *_of_the_signature(letter, approval, plan, signed),
        *_of_the_lines(approval, lines),
    ]
    facts += [_as_fact(line) for line in lines]
    if signed is not None:
        by_what = _("signed by authority %(authority)s") % {"authority": signed.authority}
        facts.append(Fact(by_what, signed.signed_by_id, signed.signed_at, signed.sha256))
    return Proof(str(letter), tuple(facts), tuple(wrong), _read(approval.content), plan, approval)


def people_in(proof: Proof) -> dict[int, Any]:
    """The people whom the facts name by their number, for a screen of their own office."""
    numbers = {fact.by for fact in proof.facts} | {fact.acting_for for fact in proof.facts if fact.acting_for}
    return get_user_model().objects.in_bulk(numbers)


def _turns(plan: ClearancePlan | None) -> list[Clearance]:
    rows = Clearance.objects.filter(plan=plan).select_related("unit", "decision", "waiver__ratification")
    return list(rows.order_by("asked_at", "id")) if plan else []


def _yes(approval: Approval) -> Fact:
    """The last yes."""
    said = (approval.approved_by_id, approval.approved_at, approval.sha256, approval.acting_for_id)
    return Fact(_("approved"), *said)


def _facts(turns: list[Clearance]) -> Iterator[Fact]:
    for turn in turns:
        if (said := turn.decision) is not None and turn.state != ClearanceState.OPEN:
            about = (said.decided_by_id, said.decided_at, said.sha256, said.acting_for_id)
            yield Fact(f"{turn.who}: {said.said}", *about)
        if turn.state == ClearanceState.WAIVED:
            waiver = turn.waiver
            yield Fact(f"{turn.who}: {waiver.get_code_display()}", waiver.waived_by_id, waiver.waived_at)
            if (stood := getattr(waiver, "ratification", None)) is not None:
                yield Fact(_("%(unit)s: ratified") % {"unit": turn.who}, stood.ratified_by_id, stood.ratified_at)


def _as_fact(line: ApprovedLine) -> Fact:
    """A line that the approved words say, and who approved that line."""
    version = line.version
    what = _("says line %(line)s (%(share)s%% word for word)") % {"line": version, "share": line.share}
    return Fact(what, version.approved_by_id, version.approved_at, line.sha256, version.acting_for_id)


def _of_the_lines(approval: Approval, lines: list[ApprovedLine]) -> Iterator[str]:
    """What is noted of each line, against the line as it is kept and against the approved words."""
    content = _read(approval.content)
    text = as_text(content) if content is not None else ""
    for line in lines:
        version = line.version
        if not version.content.sha256 == version.sha256 == line.sha256:
            yield _("Line %(line)s is not what it was when the letter was approved.") % {"line": version}
        looked_for = Line(version.pk, version.position_id, in_the_language(version, line.language), stands=True)
        if said(text, [looked_for])[version.pk].share != line.share:
            yield _("The approved words do not say line %(line)s as it was noted.") % {"line": version}


def _of_the_approval(approval: Approval) -> Iterator[str]:
    content, left = _read(approval.content), approval.dispatch
    if content is None or content.sha256 != approval.sha256:
        yield _("The approved words are not those that the approval names.")
    if left.approved_sha256 != approval.sha256:
        yield _("What was to leave names another approval.")
    if fingerprint(left.raw_bytes) != left.sha256:
        yield _("The bytes that left are not those whose hash was kept.")
    if content is not None and (left.subject, left.to_address) != (content.subject, content.to_address):
        yield _("What left has another subject or address than what was approved.")


def _of_the_clearance(approval: Approval, plan: ClearancePlan | None, turns: list[Clearance]) -> Iterator[str]:
    content = _read(approval.content)
    if plan is None or content is None:
        return
    if plan.sha256 != content.cleared_sha256:
        yield _("The plan of clearance was made for other words.")
    if not standing_of(turns, plan).is_met:
        yield _("Fewer units let it pass than the rules asked.")
    if {unit for each in plan.requirements for unit in each["units"]} - {turn.party for turn in turns}:
        yield _("The rules asked for somebody’s word, and that turn is not on file.")
    for turn in turns:
        if turn.kind == ClearanceKind.GATE and turn.state in Clearance.HOLDING:
            yield _("%(unit)s never cleared it.") % {"unit": turn.who}
        if turn.kind == ClearanceKind.GATE and turn.state == ClearanceState.CLEARED:
            yield from _of_the_decision(turn.decision, content, turn.who)
        if turn.state == ClearanceState.WAIVED and not hasattr(turn.waiver, "ratification"):
            yield _("The waiver of %(unit)s was never ratified.") % {"unit": turn.who}


def _of_the_decision(decision: Decision | None, content: Content, unit: str) -> Iterator[str]:
    said = _read(decision.content) if decision is not None else None
    if decision is None or decision.verdict not in CLEARING:
        yield _("%(unit)s stands as cleared, and nothing on file says so.") % {"unit": unit}
    elif said is None or said.cleared_sha256 != decision.sha256:
        yield _("The words that %(unit)s cleared are not those its decision names.") % {"unit": unit}
    elif decision.sha256 != content.cleared_sha256:
        yield _("%(unit)s cleared other words than those that were approved.") % {"unit": unit}


def _of_the_hands(letter: Letter, facts: list[Fact]) -> Iterator[str]:
    hands = writers_of(letter)
    for fact in facts:
        if fact.by in hands:
            yield _("Somebody with a hand in the words decided: %(what)s.") % {"what": fact.what}
        elif fact.acting_for in hands:
            words = _("It was decided in the place of somebody with a hand in the words: %(what)s.")
            yield words % {"what": fact.what}


def _signature(approval: Approval) -> SignOff | None:
    rows = approval.sign_offs.filter(unlocking=None).select_related("authority__end", "authority__member")
    return rows.order_by("-signed_at", "-id").first()


def _of_the_signature(
    letter: Letter, approval: Approval, plan: ClearancePlan | None, signed: SignOff | None
) -> Iterator[str]:
    """A letter that left signed was signed for its member, by an authority that held then, and as it was approved."""
    content = _read(approval.content)
    if signed is None:
        if plan is not None and plan.signature and letter.status in {LetterStatus.APPROVED, LetterStatus.SENT}:
            yield _("A rule asked for a signature, and none is on file.")
        return
    given = signed.authority
    given.ended_at = given.end.ended_at if hasattr(given, "end") else None
    day = timezone.localdate(signed.signed_at, timezone.get_default_timezone())
    tier, way = Tier(plan.tier) if plan else Tier.LIGHT, content.channel if content else given.channel
    level = signed.level if signed.level is not None else given.most_level
    if lack(given, tier=tier, level=level, channel=way, today=day, now=signed.signed_at) is not None:
        yield _("The authority by which it was signed did not hold at that moment.")
    if given.holder_id != signed.signed_by_id or (content is not None and given.member.name != content.signatory):
        yield _("It was signed by an authority that is somebody else’s, or for another member.")
    if signed.sha256 != approval.sha256:
        yield _("What was signed is not what was approved.")
    if not given.in_person and Writer.objects.filter(letter=letter, user_id=signed.signed_by_id).exists():
        yield _("Somebody with a hand in the words signed for the member.")


def _read(written: str) -> Content | None:
    """The content that was written down; None when it cannot be read as one."""
    try:
        return Content.from_canonical(written)
    except (json.JSONDecodeError, TypeError):
        return None
