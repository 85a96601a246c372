"""What may be said on an issue: the words being written, and each version that somebody else approved."""

from dataclasses import fields
from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.core import clock
from casework.core.models import WrittenOnce, WrittenOnceQuerySet, who_for
from casework.directory.models import Issue, Office, Unit

from .content import Content
from .states import Audience, PositionStatus, day_of

USER = settings.AUTH_USER_MODEL


class Line(models.Model):
    """What is approved together: the words, what they are about, who may be told, from when until when."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+", verbose_name=_("issue"))
    title = models.CharField(_("title"), max_length=160, help_text=_("For the office alone; it is never sent."))
    audience = models.CharField(_("who may be told"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC)
    text_en = models.TextField(_("line in English"), blank=True)
    text_fr = models.TextField(_("line in French"), blank=True)
    do_say = models.TextField(_("do say"), blank=True, help_text=_("What one may add in one’s own words."))
    dont_say = models.TextField(_("don’t say"), blank=True, help_text=_("Words and promises to keep away from."))
    sources = models.TextField(_("sources"), blank=True, help_text=_("Where this can be looked up."))
    effective_from = models.DateField(_("effective from"), default=clock.today)
    expires = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After this day it may not be said. Empty: no end.")
    )
    not_before = models.DateTimeField(
        _("embargoed until"), null=True, blank=True, help_text=_("Not a word before this moment. Empty: no embargo.")
    )

    class Meta:
        abstract = True

    @property
    def content(self) -> Content:
        """Everything that is approved, as one value."""
        return Content(
            issue=self.issue_id,
            title=self.title,
            audience=self.audience,
            text_en=self.text_en,
            text_fr=self.text_fr,
            do_say=self.do_say,
            dont_say=self.dont_say,
            sources=self.sources,
            effective_from=self.effective_from.isoformat(),
            expires=self.expires.isoformat() if self.expires else "",
            not_before=self.not_before.astimezone(UTC).isoformat() if self.not_before else "",
        )


#: The parts of a line, in the order in which they are read.
PARTS = tuple(part.name for part in fields(Content))


class PositionQuerySet(models.QuerySet["Position"]):
    """Ways to ask for positions."""

    def for_user(self, user):
        """The positions of the offices this person works in."""
        return self.filter(office_id__in=user.office_ids)


class Position(Line):
    """One line of an office. Its own words are those being written; what may be said stands in its versions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="positions", verbose_name=_("office"))
    owner = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("kept by"),
        help_text=_("The unit that answers for it."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=PositionStatus.choices, default=PositionStatus.DRAFT, editable=False
    )
    number = models.PositiveIntegerField(_("version"), default=1, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    begun_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    submitted_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        permissions = [("approve_position", "Can approve a line or return it")]
        indexes = [
            models.Index(fields=["office", "title", "id"], name="position_office_title"),
            models.Index(fields=["office", "status", "submitted_at"], name="position_office_status"),
        ]

    def __str__(self) -> str:
        return f"L-{self.pk}"

    def hands(self) -> set[int]:
        """Who has a hand in the words since the last approved version that nobody withdrew, by key."""
        kept = self.versions.filter(withdrawal=None).order_by("-number").values_list("number", flat=True).first()
        return set(self.writers.filter(number__gt=kept or 0).values_list("user_id", flat=True))


class Writer(models.Model):
    """Somebody with a hand in the words of one version, approved or not yet. They never approve it."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="writers")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position", "number", "user"], name="position_writer_once")]
        verbose_name = _("writer")
        verbose_name_plural = _("writers")

    def __str__(self) -> str:
        return f"{self.position}/{self.number} · {self.user_id}"


class OfALineQuerySet(WrittenOnceQuerySet):
    """What was approved and decided on lines."""

    office_path = "position__office_id"


class VersionQuerySet(OfALineQuerySet):
    """Ways to ask for approved versions."""

    def told(self):
        """Each with ``withdrawn_at`` and ``superseded_at``, which ``states.standing`` asks for.

        A later version takes the place of the earlier ones when it starts; one that was withdrawn before it started
        never did.
        """
        later = PositionVersion.objects.filter(position=OuterRef("position"), number__gt=OuterRef("number"))
        began = later.filter(Q(withdrawal=None) | Q(withdrawal__withdrawn_at__gte=F("starts_at")))
        return self.annotate(
            withdrawn_at=F("withdrawal__withdrawn_at"),
            superseded_at=Subquery(began.order_by("starts_at").values("starts_at")[:1]),
        )

    def standing(self, on):
        """Those that may be said at the moment ``on``: the same answer as ``states.standing`` gives for one."""
        return self.told().filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=on),
            Q(superseded_at=None) | Q(superseded_at__gt=on),
            Q(expires=None) | Q(expires__gte=day_of(on)),
            starts_at__lte=on,
        )


class PositionVersion(WrittenOnce, Line):
    """The words of a line as somebody who did not write them approved them."""

    #: Told by the queries (``told``): they stand in rows beside this one, which never changes.
    withdrawn_at: datetime | None
    superseded_at: datetime | None

    position = models.ForeignKey(Position, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField(max_length=64)
    starts_at = models.DateTimeField(_("may be said from"))
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The colleague who was away, in whose place it was said.
    acting_for = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("approved line")
        verbose_name_plural = _("approved lines")
        indexes = [models.Index(fields=["issue", "starts_at"], name="position_version_issue")]
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="position_version_once"),
            models.CheckConstraint(condition=~Q(sha256=""), name="position_version_has_a_hash"),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(expires__gte=F("effective_from")), name="position_version_dates"
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("written_by")), name="position_version_by_two"),
            models.CheckConstraint(condition=~Q(acting_for=F("approved_by")), name="position_version_for_another"),
        ]

    def __str__(self) -> str:
        return f"L-{self.position_id}/{self.number}"

    @property
    def by_whom(self) -> str:
        """Who said it; of what was said in the place of a colleague who was away, “X for Y”."""
        return who_for(self.approved_by, self.acting_for)


class Return(WrittenOnce):
    """A line sent back to its writer: which version, what is to be changed, who says so."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="returns")
    number = models.PositiveIntegerField(_("version"))
    comment = models.TextField(_("what is to be changed"))
    returned_at = models.DateTimeField(default=timezone.now)
    returned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The colleague who was away, in whose place it was said.
    acting_for = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfALineQuerySet.as_manager()

    class Meta:
        ordering = ["returned_at", "id"]
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self) -> str:
        return f"L-{self.position_id}/{self.number} · return {self.pk}"

    @property
    def by_whom(self) -> str:
        """Who said it; of what was said in the place of a colleague who was away, “X for Y”."""
        return who_for(self.returned_by, self.acting_for)


class WithdrawalQuerySet(WrittenOnceQuerySet):
    """What was stopped."""

    office_path = "version__position__office_id"


class Withdrawal(WrittenOnce):
    """An approved version that was stopped at once, by whom and why."""

    version = models.OneToOneField(PositionVersion, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    withdrawn_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["withdrawn_at", "id"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.version} · withdrawn"
