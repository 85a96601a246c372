"""Which lines of the message box a letter says: while it is written, and for ever as it was approved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.directory.models import Language
from casework.positions.models import PositionVersion

from ..states import CorrectionVerdict, LineCame
from .letter import Approval, Letter, OfALetter, of_kept

USER = settings.AUTH_USER_MODEL


def at_most_whole(name: str) -> models.CheckConstraint:
    """A share is a percentage."""
    return models.CheckConstraint(condition=Q(share__lte=100), name=name)


class LineUseQuerySet(models.QuerySet["LineUse"]):
    """Ways to ask for the lines letters say."""

    def for_user(self, user):
        """Those of letters in this person's sight."""
        return self.filter(~of_kept(user), letter__office_id__in=user.office_ids)


class LineUse(models.Model):
    """A version of a line that a letter says, or said before: how much of it, how it came in, who saved it first."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="line_uses")
    version = models.ForeignKey(PositionVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices)
    share = models.PositiveSmallIntegerField(_("word for word"), help_text=_("Percent of the line."))
    is_used = models.BooleanField(default=True)
    came = models.CharField(_("how it came in"), max_length=8, choices=LineCame.choices, default=LineCame.FOUND)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = LineUseQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name = _("line in a letter")
        verbose_name_plural = _("lines in letters")
        constraints = [
            models.UniqueConstraint(fields=["letter", "version"], name="line_use_once"),
            at_most_whole("line_use_share"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · line {self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose letter it is."""
        return self.letter.office_id


class ApprovedLine(OfALetter):
    """A version of a line that a letter said when it was approved, and how much of it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="approved_lines")
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="lines")
    version = models.ForeignKey(PositionVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices)
    share = models.PositiveSmallIntegerField(_("word for word"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["approval", "id"]
        verbose_name = _("line in an approved letter")
        verbose_name_plural = _("lines in approved letters")
        constraints = [
            models.UniqueConstraint(fields=["approval", "version"], name="approved_line_once"),
            at_most_whole("approved_line_share"),
            models.CheckConstraint(condition=~Q(sha256=""), name="approved_line_has_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · approved line {self.pk}"


class Correction(OfALetter):
    """What was decided about a letter that had left when a line in it was stopped, replaced or ended."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="corrections")
    version = models.ForeignKey(PositionVersion, models.PROTECT, related_name="+")
    verdict = models.CharField(_("what was decided"), max_length=8, choices=CorrectionVerdict.choices)
    reason = models.TextField(_("why"))
    followed_by = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="corrects")
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decided_at", "id"]
        verbose_name = _("decision about a correction")
        verbose_name_plural = _("decisions about corrections")
        constraints = [
            models.UniqueConstraint(fields=["letter", "version"], name="correction_once_a_line"),
            models.CheckConstraint(
                condition=Q(verdict="none", followed_by__isnull=True) | Q(verdict="write", followed_by__isnull=False),
                name="correction_writes_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · correction {self.pk}"
