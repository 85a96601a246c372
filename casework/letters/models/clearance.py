"""What several departments say to one letter at the same time, each for itself, each to exactly these words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from casework.cases.states import Urgency
from casework.core import clock
from casework.core.models import who_for
from casework.core.text import tokens
from casework.directory.models import Issue, Language, Member, Office, Unit

from ..stages import SECOND_READER
from ..states import (
    ClearanceKind,
    ClearanceState,
    LetterChannel,
    LetterStatus,
    Needs,
    ReturnReason,
    Verdict,
    WaiverReason,
)
from ..targets import PROOF_HOURS, URGENT_PROOF_HOURS
from ..tiers import LABELS, Tier, Why
from .letter import Letter, OfALetter, of_kept

USER = settings.AUTH_USER_MODEL


class ClearanceRuleQuerySet(models.QuerySet["ClearanceRule"]):
    """Ways to ask for clearance rules."""

    def for_user(self, user):
        """The rules of the offices this person works in."""
        return self.filter(office_id__in=user.office_ids)


class ClearanceRule(models.Model):
    """Which letters of an office need the word of which units. Every rule that applies counts."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="clearance_rules", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Shown with the letter as the reason."))
    tier = models.PositiveSmallIntegerField(
        _("what it makes of the letter"), choices=list(LABELS.items()), default=Tier.KEY
    )
    units = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="clearance_rules",
        verbose_name=_("units that must clear it"),
        help_text=_("They read it at the same time, each for itself."),
    )
    needs = models.CharField(
        _("how many of them must clear"),
        max_length=4,
        choices=Needs.choices,
        default=Needs.ALL,
        help_text=_("Whatever you choose, an objection of any of them holds the letter."),
    )
    at_least = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    stage = models.PositiveSmallIntegerField(
        _("stage"),
        default=1,
        help_text=_("Units of stage 2 are asked when those of stage 1 have let it pass, and so on."),
    )
    always = models.BooleanField(_("every letter"), default=False)
    any_words = models.TextField(
        _("any of these words"),
        blank=True,
        help_text=_("One word or phrase to a line; accents and capitals do not matter."),
    )
    issues = models.ManyToManyField(Issue, blank=True, related_name="+", verbose_name=_("any of these issues"))
    signatories = models.ManyToManyField(
        Member, blank=True, related_name="+", verbose_name=_("signed by any of these members")
    )
    signature = models.BooleanField(
        _("the member signs it"),
        default=False,
        help_text=_(
            "After its approval the letter waits for the signature of the member, or of who may sign for them."
        ),
    )
    proof_reading = models.BooleanField(
        _("a second reader first"),
        default=False,
        help_text=_("Before any unit is asked, somebody of the office who did not write the letter goes over it."),
    )
    from_tier = models.PositiveSmallIntegerField(
        _("letters that are at least"),
        choices=[(tier, label) for tier, label in LABELS.items() if tier > Tier.PRECLEARED],
        null=True,
        blank=True,
        help_text=_("By other rules, or because somebody raised the letter."),
    )
    urgency = models.CharField(_("urgency of the case"), max_length=10, choices=Urgency.choices, blank=True)
    channel = models.CharField(_("leaves"), max_length=5, choices=LetterChannel.choices, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ClearanceRuleQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "name", "id"]
        verbose_name = _("clearance rule")
        verbose_name_plural = _("clearance rules")
        indexes = [models.Index(fields=["office", "is_active", "name", "id"], name="clearance_rule_order")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=9), name="clearance_rule_stage"),
            models.CheckConstraint(
                condition=Q(needs="some", at_least__isnull=False, at_least__gte=1)
                | (~Q(needs="some") & Q(at_least__isnull=True)),
                name="clearance_rule_how_many",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def quorum(self) -> int:
        """How many of its units must clear; 0 stands for every one."""
        return {Needs.ALL: 0, Needs.ANY: 1}.get(Needs(self.needs), self.at_least or 0)

    def phrases(self) -> tuple[str, ...]:
        """The words of the rule, one to a line."""
        return tuple(line.strip() for line in self.any_words.splitlines() if tokens(line))


class ClearancePlan(OfALetter):
    """What one submission of a letter needed, and why: the tier, and the trace of every rule."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="plans")
    round = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField(choices=list(LABELS.items()))
    trace = models.JSONField(default=list)
    #: What each rule that applied asks: rule, units, how many of them. A unit that stands in none was added by hand.
    requirements = models.JSONField(default=list)
    signature = models.BooleanField(default=False, help_text=_("Whether a rule asks for the member's signature."))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["letter", "round"]
        verbose_name = _("clearance plan")
        verbose_name_plural = _("clearance plans")
        constraints = [models.UniqueConstraint(fields=["letter", "round"], name="plan_once_a_round")]

    def __str__(self) -> str:
        return f"{self.letter} · plan {self.round}"

    def steps(self) -> list[dict[str, object]]:
        """The trace in the reader's language."""
        language = "fr" if (get_language() or "").startswith("fr") else "en"
        return [{**step, "why": step["why"][language]} for step in self.trace]


class TierRaise(OfALetter):
    """Somebody saw that a letter needs more looking at than the rules say: to which tier, and why. It stays so."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="raises")
    tier = models.PositiveSmallIntegerField(_("raised to"), choices=list(LABELS.items()))
    reason = models.CharField(_("why"), max_length=300)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["raised_at", "id"]
        verbose_name = _("raised tier")
        verbose_name_plural = _("raised tiers")
        constraints = [models.UniqueConstraint(fields=["letter", "tier"], name="letter_raised_once_to_a_tier")]

    def __str__(self) -> str:
        return f"{self.letter} · raise {self.pk}"


class Decision(OfALetter):
    """What one unit said to a letter, on exactly these words. The words are kept: revisions may be purged.

    Without a unit it is what the second reader said, who passes the letter or returns it.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="decisions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(_("what it says"), max_length=12, choices=Verdict.choices)
    comment = models.TextField(_("comment"), blank=True)
    #: Why it holds the letter up; empty: not said.
    code = models.CharField(_("reason"), max_length=12, choices=ReturnReason.choices, blank=True)
    reconfirmed = models.BooleanField(default=False, help_text=_("A yes given again after a slip was mended."))
    content = models.TextField(_("the words it was said to"))
    sha256 = models.CharField(max_length=64)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The colleague who was away, in whose place it was said.
    acting_for = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["decided_at", "id"]
        verbose_name = _("decision of a unit")
        verbose_name_plural = _("decisions of units")
        indexes = [models.Index(fields=["letter", "unit", "-decided_at", "-id"], name="decision_last_of_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(sha256=""), name="decision_has_a_hash"),
            models.CheckConstraint(
                condition=Q(code="") | Q(verdict__in=["return", "object"]), name="decision_reason_to_hold"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(verdict__in=["clear", "return"]), name="decision_of_a_second_reader"
            ),
            models.CheckConstraint(condition=~Q(acting_for=F("decided_by")), name="decision_for_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · decision {self.pk}"

    @property
    def said(self) -> Why:
        """The verdict in words: where a unit clears a letter, a second reader passes it."""
        return _("Passed") if self.unit_id is None and self.verdict == Verdict.CLEAR else self.get_verdict_display()

    @property
    def by_whom(self) -> str:
        """Who said it; of what was said in the place of a colleague who was away, “X for Y”."""
        return who_for(self.decided_by, self.acting_for)


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    """Ways to ask for the turns of units."""

    def for_user(self, user):
        """The turns on letters in this person's sight."""
        return self.filter(~of_kept(user), letter__office_id__in=user.office_ids)

    def late(self, now):
        """The gates at which a letter in review waits longer than the unit's own target."""
        late = {"state": ClearanceState.OPEN, "kind": ClearanceKind.GATE, "due_at__lte": now}
        return self.filter(letter__status=LetterStatus.IN_REVIEW, **late)


class Clearance(models.Model):
    """One unit's turn at one submission of a letter. The decision that counts may be one it gave before.

    Without a unit it is the turn of the second reader: anybody of the office who had no hand in the letter.
    """

    #: How long the unit still has, in words; filled in by ``queries.with_time_left``.
    left = ""
    #: While a unit stands here the letter waits.
    HOLDING: ClassVar[frozenset[str]] = frozenset({ClearanceState.OPEN, ClearanceState.LATER, ClearanceState.OBJECTED})
    #: While it stands here, it is for the unit to say something.
    SPEAKING: ClassVar[frozenset[str]] = frozenset({ClearanceState.OPEN, ClearanceState.OBJECTED})

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="clearances")
    plan = models.ForeignKey(ClearancePlan, models.PROTECT, related_name="clearances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="clearances")
    kind = models.CharField(max_length=8, choices=ClearanceKind.choices, default=ClearanceKind.GATE)
    state = models.CharField(max_length=8, choices=ClearanceState.choices, default=ClearanceState.OPEN)
    stage = models.PositiveSmallIntegerField(_("stage"), default=1)
    reason = models.CharField(_("why it is asked"), max_length=300)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: By when its word is wanted: fixed when its stage opens.
    due_at = models.DateTimeField(_("by when"), null=True, blank=True)
    #: Who of the unit has taken it, and until when nobody wonders about it.
    claimed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    #: When its lead and the Director were told that it is late.
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="clearance_once_a_unit"),
            models.UniqueConstraint(fields=["plan"], condition=Q(unit=None), name="clearance_one_second_reader"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(stage=0, kind="gate"), name="clearance_second_reader_first"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False, claimed_until__isnull=False),
                name="clearance_claimed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_at", "id"], name="clearance_queue"),
            models.Index(fields=["state", "due_at", "id"], name="clearance_late"),
            models.Index(fields=["letter", "state"], name="clearance_of_letter"),
            models.Index(fields=["claimed_until"], name="clearance_claimed"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · clearance {self.pk}"

    @property
    def party(self) -> int:
        """Whose turn it is, by key (``stages``)."""
        return SECOND_READER if self.unit_id is None else self.unit_id

    @property
    def who(self) -> str:
        """Whose turn it is, in words."""
        return str(_("Second reader")) if self.unit is None else str(self.unit)

    @property
    def lead_id(self) -> int | None:
        """Who leads the unit, by key; nobody leads a second reader."""
        return None if self.unit is None else self.unit.lead_id

    def hours(self, urgency: str) -> int:
        """How many working hours it has, by the urgency of the case."""
        is_urgent = urgency == Urgency.URGENT
        if self.unit is None:
            return URGENT_PROOF_HOURS if is_urgent else PROOF_HOURS
        return self.unit.urgent_hours if is_urgent else self.unit.target_hours

    @property
    def calendar_id(self) -> int:
        """The office in whose working hours it is counted: the unit's own, or the letter's for a second reader."""
        return self.letter.office_id if self.unit is None else self.unit.office_id

    @property
    def is_late(self) -> bool:
        """Whether its word has been wanted for some time and the unit has said nothing yet."""
        return self.state == ClearanceState.OPEN and self.due_at is not None and clock.now() >= self.due_at

    @property
    def office_id(self) -> int:
        """The office whose letter it is."""
        return self.letter.office_id


class Waiver(OfALetter):
    """The letter went on without a unit's word: by whom, and why."""

    clearance = models.OneToOneField(Clearance, models.PROTECT, related_name="waiver")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="waivers")
    code = models.CharField(_("reason"), max_length=12, choices=WaiverReason.choices)
    words = models.TextField(_("in words"))
    waived_at = models.DateTimeField(default=timezone.now)
    waived_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The last day on which somebody else should have looked at it.
    ratify_on = models.DateField(_("to be ratified by"), null=True)

    class Meta:
        ordering = ["waived_at", "id"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        return f"{self.letter} · waiver {self.pk}"

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which somebody else should have looked at it is over; asked of one nobody has yet."""
        return self.ratify_on is not None and self.ratify_on < clock.today()


class Ratification(OfALetter):
    """Somebody else has looked at a waiver afterwards, and stands by it."""

    waiver = models.OneToOneField(Waiver, models.PROTECT, related_name="ratification")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    ratified_at = models.DateTimeField(default=timezone.now)
    ratified_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ratified_at", "id"]
        verbose_name = _("ratification")
        verbose_name_plural = _("ratifications")

    def __str__(self) -> str:
        return f"{self.letter} · ratification {self.pk}"
