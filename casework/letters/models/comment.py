"""What readers of a letter in review have to say to one passage of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.directory.models import Unit

from .clearance import ClearancePlan
from .letter import Letter, of_kept

USER = settings.AUTH_USER_MODEL


class LetterCommentQuerySet(models.QuerySet["LetterComment"]):
    """Ways to ask for comments."""

    def for_user(self, user):
        """Those on letters in this person's sight."""
        return self.filter(~of_kept(user), letter__office_id__in=user.office_ids)

    def holding(self):
        """Those that keep a letter from being approved: required, and not resolved yet."""
        return self.filter(is_required=True, resolved_at=None)


class LetterComment(models.Model):
    """Words on one passage, kept with what they quote. A required one is resolved before the letter is approved.

    What was said stays as it was written; only that it was resolved is added, by whom and how.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="comments")
    plan = models.ForeignKey(ClearancePlan, models.PROTECT, related_name="comments", verbose_name=_("submission"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    quote = models.TextField(_("the words it is about"), blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("The passage, counted from 0."))
    words = models.TextField(_("comment"))
    is_required = models.BooleanField(_("to be resolved before the approval"), default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    resolution = models.TextField(_("how it was resolved"), blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LetterCommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name = _("comment on a letter")
        verbose_name_plural = _("comments on letters")
        indexes = [models.Index(fields=["letter", "made_at", "id"], name="letter_comment_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="letter_comment_resolved_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · comment {self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose letter it is."""
        return self.letter.office_id
