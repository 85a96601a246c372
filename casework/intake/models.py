"""The front door's rows: what arrived, exactly as it arrived, and the rules that say where it goes."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case
from casework.cases.states import Channel, ReplyBy, Urgency
from casework.core.errors import CaseworkError
from casework.core.files.kinds import ENDING, SHOWN, Kind
from casework.core.models import known_together
from casework.core.text import tokens
from casework.directory.models import Issue, Language, Office, Unit

from .states import OPENS, ScanState, SubmissionStatus, Verdict

USER = settings.AUTH_USER_MODEL
KEY_LENGTH = 64


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Ways to ask for submissions."""

    def for_user(self, user):
        """The submissions to the offices this person works in, but none on a case that is kept from them."""
        kept = Case.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        return self.filter(~Exists(kept), office_id__in=user.office_ids)

    def kept_from(self, user):
        """The submissions on cases that are kept from this person."""
        return self.filter(case__in=Case.objects.closed_to(user))

    def masked_for(self, user):
        """The submissions of which lists show this person neither name nor subject: as it is with their case."""
        return self.filter(case__in=Case.objects.masked_for(user))

    def update(self, **changes):
        """Change where it stands; refused for anything that arrived."""
        if raw := Submission.RAW.intersection(changes):
            raise CaseworkError(f"A submission keeps what arrived: {', '.join(sorted(raw))} cannot change.")
        return super().update(**changes)


class Submission(models.Model):
    """Anything that arrived, raw, whatever the door. What was typed never changes; where it stands does."""

    #: What arrived. These columns are written once.
    RAW: ClassVar[frozenset[str]] = frozenset(
        {
            *("reference", "key", "channel", "form", "page_id", "language", "subject", "body", "name", "email"),
            *("phone", "postal_code", "address", "reply_by", "reply_language", "access_needs", "access_words"),
            *("answers", "access_keep", "privacy_version", "signals", "raw", "sha256", "received_at"),
        }
    )

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    key = models.CharField(
        max_length=KEY_LENGTH, unique=True, help_text=_("One for each form sent: the same post twice is one.")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="submissions", verbose_name=_("office"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    form = models.CharField(_("form"), max_length=30)
    page_id = models.PositiveBigIntegerField(null=True, blank=True)
    language = models.CharField(_("language of the page"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("message"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    reply_by = models.CharField(_("answer"), max_length=10, choices=ReplyBy.choices)
    reply_language = models.CharField(_("language of the answer"), max_length=2, choices=Language.choices)
    access_needs = models.JSONField(_("formats and supports"), default=list, blank=True)
    access_words = models.TextField(_("formats and supports in their own words"), blank=True)
    access_keep = models.CharField(_("version of the words by which it is kept"), max_length=20, blank=True)
    answers = models.JSONField(_("what the form asked besides"), default=list, blank=True)
    privacy_version = models.CharField(_("privacy notice"), max_length=40, blank=True)
    signals = models.JSONField(default=list, blank=True)
    # JSON in plain ASCII: what no column holds (a NUL, half a character, the end of a long line) is still there.
    raw = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    status = models.CharField(
        _("status"), max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.RECEIVED
    )
    verdict = models.CharField(_("screening"), max_length=10, choices=Verdict.choices, default=Verdict.HUMAN)
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("issue"))
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    trace = models.JSONField(_("why it was routed there"), default=list, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="submissions")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            known_together("decided_at", "decided_by", name="submission_decided_at_and_by"),
            models.CheckConstraint(
                condition=(Q(status__in=["accepted", "attached"]) & Q(case__isnull=False))
                | (~Q(status__in=["accepted", "attached"]) & Q(case__isnull=True)),
                name="submission_in_a_case_when_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-received_at", "-id"], name="submission_office_newest"),
            models.Index(fields=["office", "status", "-received_at", "-id"], name="submission_office_status"),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        """Write it the first time; afterwards only where it stands."""
        if not self._state.adding:
            given = kwargs.get("update_fields")
            if given is None or self.RAW.intersection(given):
                raise CaseworkError("A submission keeps what arrived: say which of its other fields to save.")
        super().save(*args, **kwargs)

    def as_it_came(self) -> dict[str, Any]:
        """Every field as it was sent to us, before anything was cleaned or cut; ``sha256`` is the hash of it."""
        return json.loads(self.raw)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Ways to ask for attachments."""

    def for_user(self, user):
        """Those of the submissions in this person's sight."""
        return self.filter(submission__in=Submission.objects.for_user(user))

    def kept_from(self, user):
        """Those of submissions that are kept from this person."""
        return self.filter(submission__in=Submission.objects.kept_from(user))

    def update(self, **changes):
        """Say what the scanner said; refused for anything that arrived."""
        if raw := set(changes) - Attachment.LEARNT:
            raise CaseworkError(f"An attachment keeps what arrived: {', '.join(sorted(raw))} cannot change.")
        return super().update(**changes)


class Attachment(models.Model):
    """A file that came with a submission; its bytes lie in the vault. What arrived never changes."""

    #: What is learnt afterwards, from the scanner. Every other column is written once.
    LEARNT: ClassVar[frozenset[str]] = frozenset({"scan", "scanned_at", "virus", "tries"})

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments", verbose_name=_("submission"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    came_as = models.CharField(_("came as"), max_length=10, choices=Kind.choices)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    came_size = models.PositiveIntegerField(_("size as it came"))
    came_sha256 = models.CharField(max_length=64)
    cautions = models.JSONField(_("what to know before opening it"), default=list, blank=True)
    key = models.CharField(max_length=48, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    scan = models.CharField(_("viruses"), max_length=10, choices=ScanState.choices, default=ScanState.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    virus = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "number"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="attachment_once"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="attachment_bytes_once"),
            models.CheckConstraint(condition=~Q(key="") | Q(scan=ScanState.LOST), name="attachment_lost_without_key"),
        ]
        indexes = [
            models.Index(
                fields=["tries", "id"],
                condition=Q(scan__in=[ScanState.WAITING, ScanState.UNSCANNED]),
                name="attachment_to_scan",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.number})"

    def save(self, *args, **kwargs) -> None:
        """Write it the first time; afterwards only what the scanner said."""
        if not self._state.adding and not self.LEARNT.issuperset(kwargs.get("update_fields") or {"all"}):
            raise CaseworkError("An attachment keeps what arrived: save what the scanner said, and nothing else.")
        super().save(*args, **kwargs)

    @property
    def office_id(self) -> int:
        """The office it came to."""
        return self.submission.office_id

    @property
    def may_be_opened(self) -> bool:
        """Whether it lies here and nothing was found in it."""
        return self.scan in OPENS

    @property
    def may_be_shown(self) -> bool:
        """Whether a browser may show it in a window: a picture that we drew ourselves."""
        return self.may_be_opened and self.kind in SHOWN

    @property
    def file_name(self) -> str:
        """What it is called on the disk of whoever takes it: by its number, which is nobody's name."""
        return f"{self.submission}-{self.number}.{ENDING[Kind(self.kind)]}"


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Ways to ask for routing rules."""

    def for_user(self, user):
        """The rules of the offices this person works in."""
        return self.filter(office_id__in=user.office_ids)


class RoutingRule(models.Model):
    """What an office wants done with submissions of a kind; the first that matches decides."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="routing_rules", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Shown in triage as the reason."))
    order = models.PositiveSmallIntegerField(_("order"), default=10, help_text=_("Lower numbers are asked first."))
    any_words = models.TextField(
        _("any of these words"),
        blank=True,
        help_text=_("One word or phrase to a line; accents and capitals do not matter."),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    form = models.CharField(_("form"), max_length=30, blank=True)
    postal_prefix = models.CharField(
        _("postal code begins with"), max_length=7, blank=True, help_text=_("As in K1A or N.")
    )
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("issue"))
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, blank=True)
    goes_on = models.BooleanField(_("ask the next rules too"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "order", "id"]
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        indexes = [models.Index(fields=["office", "is_active", "order", "id"], name="routing_rule_order")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Each change is a new version, so that a trace can say which one it followed."""
        if not self._state.adding:
            self.version += 1
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a rule that could never match, and a unit of another office."""
        if not (tokens(self.any_words) or self.language or self.form or self.postal_prefix.strip()):
            raise ValidationError(_("Say when the rule applies: words, a language, a form or a postal code."))
        if self.unit_id and self.office_id and self.unit.office_id != self.office_id:
            raise ValidationError({"unit": _("Choose a unit of the same office.")})
